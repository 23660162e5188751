package import CanonicalJSON
package import Interchange
package import Views
import Wording

/// An answer as CSV (RFC 4180): for each table a heading, then a line for each row, each ending with CRLF.
///
/// Next to minutes there is a column of decimal hours, next to cents one of euros. A text that a spreadsheet would execute as a
/// formula has an apostrophe in front; see `CSVWriter`.
package struct AnswerCSV {
    /// The tables of the answer, and of the lists within their rows.
    package let tables: [AnswerTable]
    private let cells: AnswerCells

    /// The tables of an answer with these fields. Its basis and the names to display have none.
    package init(_ answer: JSONObject, _ fields: [Column], ofView view: String? = nil) {
        tables = AnswerTable.all(answer, Self.written(fields), .flat, ofView: view)
        // No cell is written as a language writes it.
        cells = AnswerCells(answer, AnswerNames(in: .english), ofView: view)
    }

    /// The table that is meant if none is named: `rows` or `days`, otherwise the only one; nil if there are several others.
    package var main: AnswerTable? {
        tables.first { $0.name == "rows" } ?? tables.first { $0.name == "days" }
            ?? (tables.count == 1 ? tables.first : nil)
    }

    private static func written(_ fields: [Column]) -> [Column] {
        fields.filter { !["basis", "names", "position"].contains($0.name) }
    }

    /// Returns the names of the tables that have rows, the main one first, without building them; `main` is nil if the answer has no rows.
    /// What `counts` says of a list counts, if the answer has only a part of it.
    package static func names(
        of answer: JSONObject, _ fields: [Column], _ counts: ListCounts = ListCounts()
    ) -> (main: String?, others: [String]) {
        var names: [String] = []
        var filled: Set<String> = []
        func add(_ name: String, _ isFilled: Bool) {
            if !names.contains(name) { names.append(name) }
            if isFilled { filled.insert(name) }
        }
        func add(_ rows: [JSON], _ type: any Described.Type, as name: String) {
            add(name, counts[name].map { $0 > 0 } ?? !rows.isEmpty)
            for field in type.columns {
                guard case .rows(let inner) = field.content else { continue }
                let lists = rows.lazy.compactMap { row -> [JSON]? in
                    guard case .object(let object) = row, case .array(let list)? = object[field.name] else {
                        return nil
                    }
                    return list
                }
                // The first row that has some shows what lists there are within them.
                if let list = lists.first(where: { !$0.isEmpty }) { add(list, inner, as: "\(name).\(field.name)") }
            }
        }
        for field in written(fields) {
            switch (field.content, answer[field.name]) {
            case (.value, .some): add(AnswerTable.answerName, true)
            case (.values, .array(let values)?): add(field.name, !values.isEmpty)
            case (.object, .object(let object)?), (.by, .object(let object)?): add(field.name, !object.members.isEmpty)
            case (.rows(let type), .array(let rows)?): add(rows, type, as: field.name)
            default: continue
            }
        }
        let main = ["rows", "days"].first(where: names.contains) ?? (names.count == 1 ? names.first : nil)
        let shown = main.flatMap { filled.contains($0) ? $0 : nil }
        return (shown, names.filter { $0 != main && filled.contains($0) })
    }

    /// Returns a table's rows; empty without rows.
    package func text(_ table: AnswerTable, _ dialect: CSVDialect = .international) -> String {
        guard !table.rows.isEmpty else { return "" }
        var columns: [(column: AnswerTable.Column, reading: Reading?)] = []
        for column in table.columns {
            columns.append((column, nil))
            for reading in Reading.allCases
            where table.rows.contains(where: { number($0, column, table, reading) != nil }) {
                columns.append((column, reading))
            }
        }
        let writer = CSVWriter(dialect: dialect)
        var out = dialect.start
        out += writer.row(columns.map { column, reading in column.name + (reading.map { "." + $0.rawValue } ?? "") })
        for row in table.rows {
            out += writer.row(
                columns.map { column, reading in
                    guard let reading else {
                        return AnswerCells.csv(table.content(column, row), table.value(column, row))
                    }
                    return number(row, column, table, reading).map { dialect.decimal(Self.hundredths($0)) } ?? ""
                })
        }
        return out
    }

    /// Returns the additional column next to a number in CSV, in which people can add it up.
    private enum Reading: String, CaseIterable {
        case hours, euro
    }

    /// Returns a value in hundredths of hours or euros; nil for other units.
    private func number(
        _ row: AnswerTable.Row, _ column: AnswerTable.Column, _ table: AnswerTable, _ reading: Reading
    ) -> Int? {
        guard case .value(let unit) = table.content(column, row), case .integer(let value)? = table.value(column, row)
        else { return nil }
        switch (cells.unit(unit, column, row, of: table), reading) {
        // Round half away from zero.
        case (.minutes, .hours): return (value < 0 ? -1 : 1) * ((Int(value.magnitude) * 100 + 30) / 60)
        case (.cents, .euro): return Int(value)
        case (.centFractions, .euro): return AnswerCells.cents(Int(value))
        default: return nil
        }
    }

    /// Returns hundredths with two decimal places: `7.50`.
    private static func hundredths(_ number: Int) -> String {
        let rest = String(number.magnitude % 100)
        return (number < 0 ? "-" : "") + "\(number.magnitude / 100)." + (rest.count == 1 ? "0" + rest : rest)
    }
}
