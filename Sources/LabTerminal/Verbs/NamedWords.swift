internal import Office
internal import Wording

/// Words and codes as people call them, in either language whatever labctl speaks.
enum NamedWords {
    /// Returns the word of an enumeration that was typed: the word itself, its text, or the beginning of one of them. Nil if there
    /// is none, or if several fit.
    static func word(_ typed: String, among words: [String], of field: String) -> String? {
        if words.contains(typed) { return typed }
        return only(typed) { fits in
            words.filter { word in
                let texts = DisplayLanguage.allCases.map { Codes.text(of: word, as: field, in: $0) }
                return ([word] + texts).contains { fits($0.folded) }
            }
        }
    }

    /// Returns the code of a language that was typed as its code, its name, or the beginning of its name. Nil if there is none, or if
    /// several fit.
    static func language(_ typed: String) -> String? {
        if typed.utf8.count == 2, typed.utf8.allSatisfy({ (97...122).contains($0) }) { return typed }
        return only(typed) { fits in Languages.codes { fits($0.folded) } }
    }

    /// Returns the only one that is called what was typed, or else the only one whose name begins with it.
    static func only(_ typed: String, _ fitting: ((String) -> Bool) -> [String]) -> String? {
        let folded = typed.folded
        guard !folded.isEmpty else { return nil }
        let same = fitting { $0 == folded }
        let found = same.isEmpty ? fitting { $0.hasPrefix(folded) } : same
        return found.count == 1 ? found[0] : nil
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
