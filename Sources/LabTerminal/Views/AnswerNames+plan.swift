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
        let names = (plan?.entries ?? [:]).mapValues { entries in
            Dictionary(entries.compactMap { entry in entry.name.map { (entry.id, $0) } }) { $1 }
        }
        self.init(names, in: Speech.language)
    }
}

extension AnswerCells {
    /// Returns a cell of a table on a terminal.
    func cell(_ column: AnswerTable.Column, _ row: AnswerTable.Row, of table: AnswerTable) -> Table.Cell {
        if case .value(let unit) = table.content(column, row), self.unit(unit, column, row, of: table) == .minutes,
            case .integer(let minutes)? = table.value(column, row)
        {
            return .balance(Int(minutes))
        }
        return Table.Cell(text(column, row, of: table))
    }
}
