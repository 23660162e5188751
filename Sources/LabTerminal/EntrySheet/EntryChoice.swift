internal import CivilTime
internal import Office
internal import Wording

/// A value that a cell can be given from a list.
struct EntryChoice: Hashable {
    /// As it is sent.
    let value: String
    /// As the list has it.
    let label: String
    /// What else it is called, in either language.
    let names: [String]

    /// A value whose list says also what it is called in the language in which labctl speaks: first the name, and behind it the value
    /// that is sent.
    init(_ value: String, called name: String?, also names: [String] = []) {
        self.value = value
        self.names = names
        label = name.map { $0.folded == value.folded ? $0 : Self.label(value, $0) } ?? value
    }

    private static func label(_ value: String, _ name: String) -> String { "\(name) (\(value))" }

    /// A word, which the list calls by its name.
    init(word: String, of field: String) {
        value = word
        names = DisplayLanguage.allCases.map { Codes.text(of: word, as: field, in: $0) }
        label = Codes.text(of: word, as: field, in: Speech.language)
    }

    /// Whether it is what a cell says, without regard to case and accents: the value, or a name and the value as a list has them.
    func isNamed(_ folded: String) -> Bool {
        ([value, label] + names.map { Self.label(value, $0) }).contains { $0.folded == folded }
    }

    /// Whether one of its names is what a cell says, without regard to case and accents. Several codes can have the same name.
    func isCalled(_ folded: String) -> Bool { names.contains { $0.folded == folded } }
}

extension EntryChoice {
    /// The choices of a field in a month; nil if any value can stand there.
    ///
    /// - Parameters:
    ///   - field: The field.
    ///   - names: What the plan has.
    ///   - records: The office's workers and requests for mediation.
    ///   - month: The month whose days the sheet is of: what the plan has on none of them is left out.
    static func choices(
        _ field: Fields.Description, _ names: PlanNames, _ records: Choices.Records, in month: Month
    ) -> [Self]? {
        switch field.elementKind {
        case .words(let words): return words.map { Self(word: $0, of: field.name) }
        case .bool:
            return [
                Self("true", called: nil, also: ["yes", "sì", "si", "vero"]).named(localized("yes", it: "sì")),
                Self("false", called: nil, also: ["no", "falso"]).named(localized("no", it: "no")),
            ]
        case .id:
            guard let reference = field.reference, reference.subject != .person else { return nil }
            if let records = records[reference.subject] {
                // What is said of a record changes with it, and differs from language to language: the value alone is read.
                return records.map { Self(record: $0) }
            }
            return names.entries(of: reference)?.filter { entry in
                entry.days.map { $0.overlaps(month.firstDay...month.lastDay) } ?? true
            }.map { Self($0.id, called: $0.name, also: $0.names) }
        default: return nil
        }
    }

    /// A record, whose list says its id first: what else is said of it is much the same for many.
    private init(record: Choices.Choice) {
        self.init(
            value: record.value, label: record.text == record.value ? record.value : "\(record.value) (\(record.text))",
            names: [])
    }

    /// The same, with another name in the list.
    private func named(_ label: String) -> Self { Self(value: value, label: label, names: names) }

    private init(value: String, label: String, names: [String]) {
        (self.value, self.label, self.names) = (value, label, names)
    }
}

extension Fields.Description {
    /// The kind of its value, or of the elements of its list.
    var elementKind: FieldKind { if case .list(let element) = kind { element } else { kind } }

    /// Whether it takes several values.
    var isList: Bool { if case .list = kind { true } else { false } }
}
