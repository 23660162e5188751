package import Wording

/// Finds texts in the wrong language by the words that no sentence goes without.
package enum FunctionWords {
    /// Words that only one of the languages has, and no command, field or code.
    private static let own: [DisplayLanguage: Set<String>] = [
        .english: [
            "the", "of", "is", "not", "with", "which", "and", "or", "by", "that", "this", "was", "were", "has", "have",
            "there", "be", "an", "it", "its", "are", "as", "each", "only", "another", "must", "can", "cannot",
            "already", "yet", "first", "who", "than", "more", "when", "where", "nothing", "nobody", "whose", "what",
            "their", "does", "no",
        ],
        .italian: [
            "il", "lo", "la", "gli", "le", "un", "uno", "una", "di", "del", "della", "dei", "delle", "dell", "da",
            "dal", "dalla", "è", "non", "che", "con", "più", "già", "su", "sul", "nel", "nella", "sono", "stato",
            "stata", "si", "al", "alla", "se", "ogni", "prima", "dopo", "quando", "anche", "nessun", "nessuna", "ne",
        ],
    ]

    /// The words of a text: letters, and what ties them together in codes (`on-request`, `case.close`).
    private static func words(_ text: String) -> [String] {
        text.replacing("Ufficio di Piano", with: "").split { !$0.isLetter && !$0.isNumber && !"-./=".contains($0) }
            .map { word in (word.last == "." ? word.dropLast() : word).lowercased() }
    }

    /// Whether the text has function words of its language.
    package static func found(_ language: DisplayLanguage, in text: String) -> Bool {
        own[language].map { !$0.isDisjoint(with: words(text)) } ?? false
    }

    /// The function words of other languages in a text, in its order.
    package static func foreign(to language: DisplayLanguage, in text: String) -> [String] {
        let foreign = own.filter { $0.key != language }.values.reduce(into: Set()) { $0.formUnion($1) }
        return words(text).filter(foreign.contains)
    }
}
