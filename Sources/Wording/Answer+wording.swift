package import Views

extension Answer {
    /// Returns the line above the view's answer.
    package static func title(in language: DisplayLanguage) -> String { text(in: language)?.title ?? name }

    /// Returns what the view answers, in one line.
    package static func purpose(in language: DisplayLanguage) -> String { text(in: language)?.purpose ?? "" }

    /// Returns additional text for the help; empty if there is none.
    package static func note(in language: DisplayLanguage) -> String { text(in: language)?.note ?? "" }

    private static func text(in language: DisplayLanguage) -> ViewText? {
        language.texts.views[name]
    }
}

extension Column {
    /// Returns the title of a field by its name on the wire, as an answer of the view means it; the name itself if it is a code.
    package static func title(of name: String, ofView view: String? = nil, in language: DisplayLanguage) -> String {
        let titles = language.texts.columns
        return view.flatMap { titles["\($0).\(name)"] } ?? titles[name] ?? name
    }

    /// Returns the title of a field within others: `Approved hours`.
    package static func title(
        of path: some Collection<String>, ofView view: String? = nil, in language: DisplayLanguage
    ) -> String {
        let titles = path.map { title(of: $0, ofView: view, in: language) }
        return (titles.prefix(1) + titles.dropFirst().map { $0.prefix(1).lowercased() + $0.dropFirst() })
            .joined(separator: " ")
    }
}
