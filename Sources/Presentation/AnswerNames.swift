package import CanonicalJSON
package import Office
package import Views
package import Wording

/// What people call the things that an answer names by id, by a code or by the name of a figure.
package struct AnswerNames {
    /// The language in which they are.
    package let language: DisplayLanguage
    /// The names of places, lines, phases and measures by id.
    private var names: [Reference: [String: String]] = [:]

    /// Names by id, in a language; without names, each id stands for itself.
    package init(_ names: [Reference: [String: String]] = [:], in language: DisplayLanguage) {
        self.names = names
        self.language = language
    }

    /// The names that an answer contains itself.
    package init(_ answer: JSONObject, _ fields: [Column], in language: DisplayLanguage) {
        self.language = language
        for field in fields {
            guard case .object(let type) = field.content, field.name == "names",
                case .object(let object)? = answer[field.name]
            else { continue }
            for column in type.columns {
                guard case .by(.id(let reference?), _) = column.content, case .object(let texts)? = object[column.name]
                else { continue }
                for text in texts.members {
                    if case .string(let name) = text.value { names[reference, default: [:]][text.name] = name }
                }
            }
        }
    }

    /// These names, and for ids that have none here, the others.
    package func over(_ others: AnswerNames) -> AnswerNames {
        var all = others
        for (reference, texts) in names { all.names[reference, default: [:]].merge(texts) { $1 } }
        return all
    }

    /// Returns what the thing of an id is called; the id itself if it has no name.
    package func name(_ reference: Reference, _ id: String) -> String { names[reference]?[id] ?? id }

    /// Returns a filter or facet in words: `place Rovato`.
    package func facet(_ name: String, _ value: String) -> String {
        let title =
            switch FacetName(rawValue: name) {
            // No column has these names.
            case .age: language == .italian ? "età" : "age"
            case .serviceRecord: language == .italian ? "riferimento" : "record"
            default: Column.title(of: name, in: language).lowercased()
            }
        return title + " " + self.value(of: name, value)
    }

    private func value(of facet: String, _ value: String) -> String {
        switch FacetName(rawValue: facet) {
        case .line: name(.line, value)
        case .place: name(.place, value)
        case .phase: name(.phase, value)
        case .measure: name(.planMeasure, value)
        case .worker, .week, .month, .quarter, .nationality, .language, .serviceRecord: value
        case nil where ["true", "false"].contains(value): language.yesNo(value == "true")
        case .state, .age, .sex, .setting, nil: Codes.text(of: value, as: facet, in: language)
        }
    }

    /// Returns the name of a figure in words: of `compliance/line=l/place=rovato/delivered`, `Compliance: delivered, line l, place
    /// Rovato`.
    package func figure(_ name: String) -> String {
        let parts = name.split(separator: "/").map(String.init)
        guard parts.count > 1, let view = parts.first, let counted = parts.last else { return name }
        let facets = parts.dropFirst().dropLast().map { part in
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            return pair.count == 2 ? facet(pair[0], pair[1]) : part
        }
        let what = Column.title(of: counted, ofView: view, in: language)
        return Self.view(view, in: language) + ": "
            + ([what.prefix(1).lowercased() + what.dropFirst()] + facets).joined(separator: ", ")
    }

    /// Returns the title of a view by its name; the name if there is no such view.
    package static func view(_ name: String, in language: DisplayLanguage) -> String {
        Catalogue.views.first { $0.name == name }?.title(in: language) ?? name
    }
}
