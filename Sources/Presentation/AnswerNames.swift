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
    /// The ids that the plan lists, in its order.
    private var listed: [Reference: [String]] = [:]

    /// Names by id, in a language, and the ids in the plan's order; without names, each id stands for itself. Codes of the plan are
    /// those of `.code`.
    package init(
        _ names: [Reference: [String: String]] = [:], listed: [Reference: [String]] = [:], in language: DisplayLanguage
    ) {
        self.names = names
        self.listed = listed
        self.language = language
    }

    /// Returns what codes of the plan are called, given each with the title of its measure: the title, and the code itself as well
    /// where the measure has several.
    package static func codes(_ codes: [(code: String, measure: String)]) -> [String: String] {
        let counts = Dictionary(codes.map { ($0.measure, 1) }, uniquingKeysWith: +)
        return Dictionary(
            codes.map { ($0.code, counts[$0.measure] == 1 ? $0.measure : "\($0.measure): \($0.code)") }
        ) { first, _ in first }
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
        all.listed.merge(listed) { $1 }
        return all
    }

    /// Returns what the thing of an id is called; the id itself if it has no name.
    package func name(_ reference: Reference, _ id: String) -> String { names[reference]?[id] ?? id }

    /// Returns the place of an id among those that the plan lists, from 0; nil if it does not list it.
    package func place(of reference: Reference, _ id: String) -> Int? { listed[reference]?.firstIndex(of: id) }

    /// Returns a filter or facet in words: `place Rovato`.
    package func facet(_ name: String, _ value: String) -> String {
        title(ofFacet: name).lowercased() + " " + self.value(ofFacet: name, value)
    }

    /// Returns the title of a filter or facet.
    package func title(ofFacet name: String) -> String {
        switch FacetName(rawValue: name) {
        // No column has these names.
        case .age: language == .italian ? "Età" : "Age"
        case .serviceRecord: language == .italian ? "Riferimento" : "Record"
        default:
            // What no view has as a field is one of a case's commands, such as how it was opened.
            Column.title(of: name, in: language) == name
                ? Catalogue.command("case.open")?.label(ofField: name, in: language) ?? name
                : Column.title(of: name, in: language)
        }
    }

    /// Returns the value of a filter or facet as it is called.
    package func value(ofFacet facet: String, _ value: String) -> String {
        switch FacetName(rawValue: facet) {
        case .line: name(.line, value)
        case .place: name(.place, value)
        case .phase: name(.phase, value)
        case .measure: name(.planMeasure, value)
        case .worker, .week, .month, .quarter, .serviceRecord: value
        case nil where ["true", "false"].contains(value): language.yesNo(value == "true")
        case .nationality, .language, .state, .age, .sex, .setting, nil: Codes.text(of: value, as: facet, in: language)
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
