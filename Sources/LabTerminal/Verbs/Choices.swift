internal import CivilTime
internal import Office
internal import Wording

/// The values that a field can have, where they are known: the words of an enumeration, what the plan lists, or the office's records
/// of a kind. Records can be many; then a part of what they are called narrows them.
struct Choices {
    /// One of the values.
    struct Choice: Hashable {
        /// As it is sent.
        let value: String
        /// As people call it.
        let text: String

        /// Both, or only the text if the value is the same but for case and accents.
        fileprivate var shown: String { text.folded == value.folded ? text : "\(value) (\(text))" }

        /// Whether the id or the text contains this, without regard to case and accents.
        fileprivate func contains(_ folded: String) -> Bool {
            !folded.isEmpty && (value.folded.contains(folded) || text.folded.contains(folded))
        }
    }

    /// In the order in which they are numbered.
    let all: [Choice]
    /// Whether several can be chosen.
    let areSeveral: Bool
    /// Whether they are records, which a part of what they are called narrows.
    let areRecords: Bool

    /// The choices of records of each kind; those of an assignee, where not every worker is one.
    typealias Records = [Reference: [Choice]]

    /// Whether there are too many to be listed.
    var areMany: Bool { areRecords && all.count > Self.most }
    /// How many records are listed at once.
    private static let most = 10

    private init(_ all: [Choice], of whole: Choices) {
        self.all = all
        areSeveral = whole.areSeveral
        areRecords = whole.areRecords
    }

    /// Returns the choices of a field, none if it takes other values than those that are known; of what the plan has for some days
    /// only, those on `day`.
    init(_ field: Fields.Description, names: PlanNames?, records: Records = [:], on day: Day? = nil) {
        var kind = field.kind
        if case .list(let element) = kind { kind = element }
        areSeveral = kind != field.kind || kind == .scope
        switch kind {
        case .words(let words):
            all = words.map { Choice(value: $0, text: Codes.text(of: $0, as: field.name, in: Speech.language)) }
        case .id, .scope:
            guard !field.isCreated, let reference = field.reference else { fallthrough }
            if let records = records[reference] ?? records[reference.subject] {
                (all, areRecords) = (records, true)
                return
            }
            let entries = (names?.entries(of: reference) ?? []).filter { $0.isValid(on: day) }
            all = entries.map { Choice(value: $0.id, text: $0.name ?? $0.id) }
        default: all = []
        }
        areRecords = false
    }

    /// Returns the records that contain what was typed, in their id or in what they are called; nil if it narrows nothing, because
    /// it names one or several records, or none contains it.
    func narrowed(by typed: String) -> Choices? {
        guard areRecords, !(areSeveral && typed.contains(",")), choice(typed) == nil else { return nil }
        let found = all.filter { $0.contains(typed.folded) }
        return found.isEmpty ? nil : Choices(found, of: self)
    }

    /// Returns the values of what was typed: a value itself, its number, what people call it, or the beginning of one of
    /// them or of a word in it. What is no choice stays as it is. Several are separated by commas.
    func values(_ typed: String) -> String {
        guard !all.isEmpty else { return typed }
        guard areSeveral else { return value(typed) }
        return typed.split(separator: ",").map { value(String($0.drop { $0 == " " })) }.joined(separator: ",")
    }

    private func value(_ typed: String) -> String { choice(typed) ?? typed }

    /// The value of the choice that was typed; nil if it fits none, or several.
    func choice(_ typed: String) -> String? {
        if all.contains(where: { $0.value == typed }) { return typed }
        if !areMany, let number = Int(typed), (1...max(1, all.count)).contains(number), !all.isEmpty {
            return all[number - 1].value
        }
        for fits in NamedWords.ways(typed) {
            let found = all.filter { fits($0.value) || fits($0.text) }
            if found.count == 1 { return found[0].value }
            guard found.isEmpty else { return nil }
        }
        guard areRecords else { return nil }
        let found = all.filter { $0.contains(typed.folded) }
        return found.count == 1 ? found[0].value : nil
    }

    /// The numbered choices, in columns if they are more than nine; how many there are if they are too many. Empty if there are
    /// none.
    var list: String {
        if areMany {
            let count = grouped(all.count)
            return localized(
                "  \(count) to choose from: a part of the id or of the description narrows them",
                it: "  \(count) possibili: una parte dell'id o della descrizione restringe la scelta") + "\n"
        }
        return columns
    }

    /// The choices. Where there are too many to number, only the first are listed.
    var listed: String {
        guard areMany else { return list }
        return all.prefix(Self.mostListed).map { "  \($0.shown)\n" }.joined() + list
    }

    /// How many of many choices are listed where somebody asks for them.
    private static let mostListed = 20

    private var columns: String {
        let width = String(all.count).count
        let cells = all.enumerated().map { index, choice in
            let number = String(index + 1)
            return "  " + String(repeating: " ", count: width - number.count) + number + "  " + choice.shown
        }
        let widest = cells.map(\.displayWidth).max() ?? 1
        let columns = all.count > 9 ? max(1, Self.width / widest) : 1
        let rows = (cells.count + columns - 1) / columns
        var out = ""
        for row in 0..<rows {
            let line = stride(from: row, to: cells.count, by: rows).map { cells[$0] }
            for cell in line.dropLast() {
                out += cell + String(repeating: " ", count: widest - cell.displayWidth)
            }
            out += (line.last ?? "") + "\n"
        }
        return out
    }

    /// How wide the columns may be together: every terminal is that wide.
    private static let width = 79
}
