internal import CanonicalJSON
internal import Office
internal import Presentation
internal import Views

extension AnswerNames {
    /// No names, in the language that is spoken: each id stands for itself.
    init() { self.init(in: Speech.language) }

    /// The names that an answer contains itself.
    init(_ answer: JSONObject, _ fields: [Column]) { self.init(answer, fields, in: Speech.language) }

    /// The names of a plan in the language that is spoken; none if labd does not tell its plan.
    init(plan: PlanNames?) {
        var names = (plan?.entries ?? [:]).mapValues { entries in
            Dictionary(entries.compactMap { entry in entry.name.map { (entry.id, $0) } }) { $1 }
        }
        names[.code] = AnswerNames.codes((plan?.codes ?? []).compactMap { code in code.name.map { (code.id, $0) } })
        self.init(names, listed: (plan?.entries ?? [:]).mapValues { $0.map(\.id) }, in: Speech.language)
    }
}

extension AnswerCells {
    /// How many positions of events a cell has on a terminal, where others are only counted.
    private static let mostPositions = 6

    /// Returns a cell of a table on a terminal.
    func cell(_ column: AnswerTable.Column, _ row: AnswerTable.Row, of table: AnswerTable) -> Table.Cell {
        if case .value(let unit) = table.content(column, row), self.unit(unit, column, row, of: table) == .minutes,
            case .integer(let minutes)? = table.value(column, row)
        {
            return .balance(Int(minutes))
        }
        let text = text(column, row, of: table)
        guard Screen.present != nil, case .rows(let type) = table.content(column, row), type.isNamedByPosition else {
            return Table.Cell(text)
        }
        let positions = text.split(separator: " ")
        let left = positions.count - Self.mostPositions
        guard left > 1 else { return Table.Cell(text) }
        return Table.Cell(
            positions.prefix(Self.mostPositions).joined(separator: " ")
                + localized(" and \(left) more", it: " e altri \(left)"))
    }
}
