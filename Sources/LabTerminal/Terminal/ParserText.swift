internal import ArgumentParser
internal import Wording

/// The text of help and of errors that ArgumentParser writes itself, which it writes in English only.
///
/// The parts that are labctl's own are in the language in which it speaks already. What is not found here stays English; a
/// test asks for every help page and every kind of error.
enum ParserText {
    /// Returns a text of the parser in the language in which labctl speaks. A message begins in lower case, as all of labctl's.
    static func spoken(_ text: String) -> String {
        let hasFlag = Speech.isItalian && text.firstPlace(of: "as flag:") != nil
        let text = hasFlag ? text.replacing(/default(\s+)as flag:/) { "senza\($0.1)valore:" } : text
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if Speech.isItalian { lines = lines.map(italian) }
        let prefix = "labctl: "
        if lines[0].hasPrefix(prefix) {
            let message = lines[0].dropFirst(prefix.count)
            lines[0] = prefix + message.prefix(1).lowercased() + message.dropFirst()
        }
        return lines.joined(separator: "\n")
    }

    private static func italian(_ line: String) -> String {
        for (english, italian) in headings where line.hasPrefix(english) {
            return italian + withPhrases(String(line.dropFirst(english.count)))
        }
        if line.hasSuffix(" SUBCOMMANDS:") { return line.dropLast(" SUBCOMMANDS:".count) + ":" }
        for sentence in sentences {
            if let translated = sentence.translated(line) { return withPhrases(translated) }
        }
        return withPhrases(line)
    }

    private static func withPhrases(_ line: String) -> String {
        phrases.reduce(line) { line, phrase in
            line.firstPlace(of: phrase.0) == nil ? line : line.replacing(phrase.0, with: phrase.1)
        }
    }

    /// The headings of help. Those that text follows on the same line have the same width as in English, by which the lines
    /// below are indented.
    private static let headings = [
        ("OVERVIEW: ", "IN BREVE: "), ("USAGE: ", "USO:   "), ("Usage: ", "Uso:   "), ("ARGUMENTS:", "ARGOMENTI:"),
        ("OPTIONS:", "OPZIONI:"), ("SUBCOMMANDS:", "COMANDI:"), ("Help:  ", "Aiuto: "),
    ]

    /// Whole lines, with `%` for what is kept, in the same order in both languages.
    private static let sentences: [Sentence] = [
        Sentence("%See '%' for more information.", "%Per saperne di più: '%'."),
        Sentence("%See '%' for detailed help.", "%Per ciascuno: '%'."),
        Sentence("%Unknown option '%'. Did you mean '%'?", "%L'opzione '%' non esiste. Si intendeva '%'?"),
        Sentence("%Unknown option '%'", "%L'opzione '%' non esiste"),
        Sentence("%Missing value for '%'", "%Manca il valore di '%'"),
        Sentence("%Missing expected argument '%'", "%Manca l'argomento '%'"),
        Sentence("%Missing one of: '%'", "%Manca uno di: '%'"),
        Sentence("%Missing required subcommand.", "%Manca il comando."),
        Sentence("%unexpected arguments: '%'", "%argomenti non previsti: '%'"),
        Sentence("%Unexpected argument '%'", "%L'argomento '%' non è previsto"),
        Sentence(
            "%The value '%' is invalid for '%'. Please provide one of %.",
            "%Il valore '%' non è valido per '%': uno di %."),
        Sentence("%The value '%' is invalid for '%': %", "%Il valore '%' non è valido per '%': %"),
        Sentence("%The value '%' is invalid for '%'", "%Il valore '%' non è valido per '%'"),
        Sentence(
            "%The option '%' does not take any value, but '%' was specified.",
            "%L'opzione '%' non ha valori, ma è dato '%'."),
        Sentence(
            "%Value to be set with % had already been set with %", "%Il valore di % era già dato con %"),
    ]

    /// Parts of lines of help.
    private static let phrases = [
        ("Show the version.", "Mostra la versione."), ("Show help information.", "Mostra questo aiuto."),
        ("(default:", "(se manca:"), ("default as flag:", "senza valore:"), ("; default:", "; se manca:"),
        ("(values:", "(valori:"),
        ("<subcommand>", "<comando>"), ("<options>", "<opzioni>"),
    ]
}

extension ArgumentHelp {
    /// Help in the language in which labctl speaks; `name` is what the value is called, in English.
    static func localized(
        _ english: @autoclosure () -> String, it italian: @autoclosure () -> String, name: String? = nil
    ) -> ArgumentHelp {
        ArgumentHelp("\(LabTerminal.localized(english(), it: italian()))", valueName: name.map(ValueName.spoken))
    }
}
