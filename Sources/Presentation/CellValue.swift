import CanonicalJSON
package import CivilTime
import Office
package import Views

/// What stands in a cell of a spreadsheet or of a paper: a number, a span of time, an amount or a day where the answer has one, so that
/// it can be added up and sorted; else what people read.
package enum CellValue: Hashable, Sendable {
    case empty
    case text(String)
    case day(Day)
    case minutes(Int)
    /// A whole number.
    case number(Int)
    /// An event's position in the log.
    case position(Int)
    /// Money in cents.
    case cents(Int)
    /// Money in units of 1/103,200 cent, which represent costs exactly.
    case centFractions(Int)
}

extension CellValue {
    /// What sums of a column's values begin with; nil if they are no amounts.
    package static func zero(of content: Column.Content) -> CellValue? {
        switch content {
        case .value(.minutes): .minutes(0)
        case .value(.cents): .cents(0)
        case .value(.centFractions): .centFractions(0)
        case .value(.count), .value(.cases), .value(.days), .value(.persons): .number(0)
        case .optional(let inner): zero(of: inner)
        default: nil
        }
    }
}

extension AnswerCells {
    /// Returns what a table's cell has.
    package func value(_ column: AnswerTable.Column, _ row: AnswerTable.Row, of table: AnswerTable) -> CellValue {
        guard let value = table.value(column, row) else { return .empty }
        if case .value(let unit) = table.content(column, row) {
            switch (self.unit(unit, column, row, of: table), value) {
            case (.minutes, .integer(let minutes)): return .minutes(Int(minutes))
            case (.cents, .integer(let cents)): return .cents(Int(cents))
            case (.centFractions, .integer(let fractions)): return .centFractions(Int(fractions))
            case (.days, .integer(let count)), (.persons, .integer(let count)), (.cases, .integer(let count)),
                (.count, .integer(let count)), (.figure, .integer(let count)):
                return .number(Int(count))
            case (.position, .integer(let position)): return .position(Int(position))
            case (.day, .string(let text)):
                if let day = Day(text) { return .day(day) }
            default: break
            }
        }
        let text = text(column, row, of: table)
        return text.isEmpty ? .empty : .text(text)
    }
}
