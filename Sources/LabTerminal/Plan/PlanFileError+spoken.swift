internal import Office
internal import TOMLFiles
internal import Wording

extension PlanFileError {
    /// The errors in the language in which labctl speaks, a line each.
    var spoken: String {
        localized(description, it: ([self] + more).map(\.italian).joined(separator: "\n"))
    }

    private var italian: String {
        var text = file
        if let at { text += ":\(at.line):\(at.column)" }
        text += ": \(code): "
        if let field { text += "\(field): " }
        let words = italianWords
        text += words.detail
        let rest = [value.map { "è \($0)" }, words.accepted.map { "accettato: \($0)" }].compactMap(\.self)
        return rest.isEmpty ? text : text + " (\(rest.joined(separator: "; ")))"
    }

    private var italianWords: (detail: String, accepted: String?) {
        switch cause {
        case .syntax(let kind): return (kind.italian, nil)
        case .noSuchKey: return ("questa chiave non esiste", accepted)
        case .refusal(let refusal):
            let message = refusal.message(in: .italian)
            return (message.detail, message.accepted)
        case .parser(let words):
            return (
                "quello che sta qui non è ammesso in TOML; il lettore dice \"\(words)\"",
                "ogni chiave e ogni tabella una volta sola, e valori di TOML 1.0"
            )
        case nil: return (HeardText.spoken(detail), accepted)
        }
    }
}

extension TOMLOutline.Fault.Kind {
    fileprivate var italian: String {
        switch self {
        case .headerWithoutName: "l'intestazione di una tabella non ha un nome"
        case .headerNotClosed: "l'intestazione di una tabella qui non è chiusa"
        case .lineNotEnded: "qui la riga dovrebbe finire"
        case .keyMissing: "qui manca una chiave"
        case .equalsMissing: "qui manca il segno ="
        case .nestedTooDeeply: "troppi elenchi e tabelle l'uno dentro l'altro"
        case .listNotClosed: "qui manca una virgola o la fine di un elenco"
        case .tableNotClosed: "qui manca una virgola o la fine di una tabella"
        case .valueMissing:
            "qui manca un valore: un testo tra virgolette, un numero, true o false, un giorno, un elenco, una tabella"
        case .controlCharacter: "un testo contiene un carattere di controllo; accettato: testo senza, o \\t e \\n"
        case .controlEscape: "qui una sequenza indica un carattere di controllo; accettati: \\t e \\n"
        case .textNotClosed: "un testo non è chiuso prima della fine della riga o del file"
        }
    }
}
