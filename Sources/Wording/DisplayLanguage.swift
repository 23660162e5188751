/// A language in which labd and labctl speak to people.
package enum DisplayLanguage: Sendable, Hashable, CaseIterable {
    /// English, which is also what is spoken where no known language is asked for.
    case english
    /// Italian, the language of the office.
    case italian

    /// Its tag (RFC 5646).
    package var tag: String {
        switch self {
        case .english: "en"
        case .italian: "it"
        }
    }

    /// Its texts.
    var texts: any Texts.Type {
        switch self {
        case .english: English.self
        case .italian: Italian.self
        }
    }
}

extension DisplayLanguage {
    /// The language of a tag or of a locale's name, such as `it`, `it-IT` or `it_IT.UTF-8`; nil for others.
    package init?(named name: String) {
        let tag = name.lowercased().prefix { $0 != "-" && $0 != "_" && $0 != "." && $0 != "@" }
        guard let language = Self.allCases.first(where: { $0.tag == tag }) else { return nil }
        self = language
    }
}
