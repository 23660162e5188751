internal import Office
internal import Wording

/// Words and codes as people call them, in either language whatever labctl speaks.
enum NamedWords {
    /// Returns the word of an enumeration that was typed: the word itself, its text, or the beginning of one of them or of a later
    /// word in it. Nil if there is none, or if several fit.
    static func word(_ typed: String, among words: [String], of field: String) -> String? {
        if words.contains(typed) { return typed }
        return only(typed) { fits in
            words.filter { word in
                let texts = DisplayLanguage.allCases.map { Codes.text(of: word, as: field, in: $0) }
                return ([word] + texts).contains(where: fits)
            }
        }
    }

    /// Returns the code of a language that was typed as its code, its name, or the beginning of its name. Nil if there is none, or if
    /// several fit.
    static func language(_ typed: String) -> String? {
        if typed.utf8.count == 2, typed.utf8.allSatisfy({ (97...122).contains($0) }) { return typed }
        return only(typed) { fits in Languages.codes(where: fits) }
    }

    /// Returns the only one that is called what was typed, or else the only one whose name begins with it, or else the only one that
    /// has a word which begins with it.
    static func only(_ typed: String, _ fitting: ((String) -> Bool) -> [String]) -> String? {
        for fits in ways(typed) {
            let found = fitting(fits)
            guard found.isEmpty else { return found.count == 1 ? found[0] : nil }
        }
        return nil
    }

    /// The ways in which a name can be what was typed, each tried where none was found by those before it.
    static func ways(_ typed: String) -> [(String) -> Bool] {
        let folded = typed.folded
        guard !folded.isEmpty else { return [] }
        return [
            { $0.folded == folded }, { $0.folded.hasPrefix(folded) },
            { name in
                name.indices.contains { name[$0] == " " && String(name[$0...]).folded.hasPrefix(folded) }
            },
        ]
    }
}

extension PlanNames {
    /// Returns the code of a measure that was typed as itself or as the title of a measure with one code only; else the text, since
    /// labd also takes codes that no measure has.
    func code(_ typed: String) -> String {
        let folded = typed.folded
        let found = codes.filter { entry in ([entry.id] + entry.names).contains { $0.folded == folded } }
        return found.count == 1 ? found[0].id : typed
    }
}
