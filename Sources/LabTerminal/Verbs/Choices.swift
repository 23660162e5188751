internal import Office
internal import Wording

/// The values that a field can have, where there are few: the words of an enumeration, or what the plan lists.
struct Choices {
    /// One of the values.
    struct Choice: Hashable {
        /// As it is sent.
        let value: String
        /// As people call it.
        let text: String

        /// Both, or only the text if the value is the same but for case and accents.
        fileprivate var shown: String { text.folded == value.folded ? text : "\(value) (\(text))" }
    }

    /// In the order in which they are numbered.
    let all: [Choice]
    /// Whether several can be chosen.
    let areSeveral: Bool

    /// Returns the choices of a field, none if it takes other values than a few.
    init(_ field: Fields.Description, names: PlanNames?) {
        var kind = field.kind
        if case .list(let element) = kind { kind = element }
        areSeveral = kind != field.kind || kind == .scope
        switch kind {
        case .words(let words):
            all = words.map { Choice(value: $0, text: Codes.text(of: $0, as: field.name, in: Speech.language)) }
        case .id, .scope:
            let entries = field.isCreated ? nil : field.reference.flatMap { names?.entries[$0] }
            all = (entries ?? []).map { Choice(value: $0.id, text: $0.name ?? $0.id) }
        default: all = []
        }
    }

    /// Returns the values of what was typed: a value itself, its number, what people call it, or the beginning of one of them. What
    /// is no choice stays as it is. Several are separated by commas.
    func values(_ typed: String) -> String {
        guard !all.isEmpty else { return typed }
        guard areSeveral else { return value(typed) }
        return typed.split(separator: ",").map { value(String($0.drop { $0 == " " })) }.joined(separator: ",")
    }

    private func value(_ typed: String) -> String {
        if all.contains(where: { $0.value == typed }) { return typed }
        if let number = Int(typed), (1...all.count).contains(number) { return all[number - 1].value }
        let folded = typed.folded
        guard !folded.isEmpty else { return typed }
        for fits in [{ $0 == folded }, { $0.hasPrefix(folded) }] as [(String) -> Bool] {
            let found = all.filter { fits($0.value.folded) || fits($0.text.folded) }
            if found.count == 1 { return found[0].value }
            guard found.isEmpty else { return typed }
        }
        return typed
    }

    /// The numbered choices, in columns if they are more than nine. Empty if there are none.
    var list: String {
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
