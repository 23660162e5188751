internal import CanonicalJSON
internal import Interchange
internal import LabAPI

/// Any answer of labd's as tables: what it says once, then each list of rows with a column for each field.
///
/// Views that have a table of their own in `Views/` are shown by that on a terminal. Here names are the fields' own, so that
/// what is read in a table can be found in the JSON and in the documentation.
struct AnswerSheet {
    private let tables: [AnswerTable]

    init(_ answer: ClientAnswer) throws(Failure) {
        tables = AnswerTable.all(
            try answer.object.members.filter { !["basis", "names", "position"].contains($0.name) })
    }

    // MARK: - Text

    /// The answer for a terminal. Lists within rows stand in a cell of their row.
    func text(_ style: Style) -> String {
        var out = ""
        for table in tables where !table.name.contains(".") && !table.rows.isEmpty {
            out += "\n" + (table.name == "answer" ? single(table, style) : list(table, style))
        }
        return out
    }

    private func single(_ table: AnswerTable, _ style: Style) -> String {
        var single = Table([.left(""), .left("")])
        for (name, value) in (table.rows.first ?? [:]).sorted(by: { $0.key < $1.key }) {
            single.add([Table.Cell(name), Table.Cell(Self.cell(name, value))])
        }
        return single.text(style)
    }

    private func list(_ table: AnswerTable, _ style: Style) -> String {
        let columns = table.columns
        var text = Table(
            columns.map { column in
                let heading = column == AnswerTable.nameColumn ? "" : column
                return table.isFigure(column) ? .right(heading) : .left(heading)
            })
        for row in table.rows {
            text.add(
                columns.map { column in Table.Cell(Self.cell(Self.unit(of: column, in: row, of: table), row[column])) })
        }
        return style.heading(table.name) + "\n" + text.text(style)
    }

    // MARK: - CSV

    /// Prints a table as CSV (RFC 4180): a heading, then a line for each row, CRLF at the end of each. Minutes have a column
    /// of decimal hours beside them.
    ///
    /// The table is the one that is named; else `rows` or `days`, while it is said which others there are; else the only
    /// one.
    ///
    /// - Throws: `Failure` of usage where several might be meant, or none is of that name.
    func printCSV(table name: String?, _ dialect: CSVDialect) throws(Failure) {
        let names = tables.map(\.name).sorted().joined(separator: ", ")
        let table = name.map { name in tables.first { $0.name == name } } ?? mainTable
        guard let table else {
            throw Failure(
                .usage,
                name.map { "the answer has no table \($0); --table takes one of \(names)" }
                    ?? "the answer has several tables; name one with --table: \(names)")
        }
        if name == nil && tables.count > 1 {
            say("this is the table \(table.name); the answer's tables, for --table: \(names)")
        }
        if table.rows.isEmpty { say("the table \(table.name) has no rows") }
        printAsIs(Self.csv(table, dialect), terminator: "")
    }

    private var mainTable: AnswerTable? {
        tables.first { $0.name == "rows" } ?? tables.first { $0.name == "days" }
            ?? (tables.count == 1 ? tables.first : nil)
    }

    /// The table's rows as CSV; nothing where there are none.
    static func csv(_ table: AnswerTable, _ dialect: CSVDialect = .international) -> String {
        guard !table.rows.isEmpty else { return "" }
        var columns: [(name: String, isHours: Bool)] = []
        for name in table.columns {
            columns.append((name, false))
            if table.rows.contains(where: { isMinutes(unit(of: name, in: $0, of: table)) }) {
                columns.append((name, true))
            }
        }
        let writer = CSVWriter(dialect: dialect)
        var out = dialect.start + writer.row(columns.map { $0.isHours ? $0.name + ".hours" : $0.name })
        for row in table.rows {
            out += writer.row(
                columns.map { column in
                    if !column.isHours, case .number(let number)? = row[column.name] { return dialect.decimal(number) }
                    guard column.isHours else { return plain(row[column.name]) }
                    guard case .integer(let minutes)? = row[column.name],
                        isMinutes(unit(of: column.name, in: row, of: table))
                    else { return "" }
                    return dialect.decimal(decimalHours(Int(minutes)))
                })
        }
        return out
    }

    // MARK: - Cells

    /// What tells the unit of a cell: its column, or, of a figure by name, the table and the name.
    private static func unit(of column: String, in row: [String: JSON], of table: AnswerTable) -> String {
        guard column == AnswerTable.countColumn, case .string(let name)? = row[AnswerTable.nameColumn] else {
            return column
        }
        return "\(table.name).\(name)"
    }

    private static func cell(_ unit: String, _ value: JSON?) -> String {
        if case .integer(let number)? = value {
            if isMinutes(unit) { return hours(Int(number)) }
            if unit.lowercased().hasSuffix("cents") { return euros(Int(number)) }
        }
        return plain(value)
    }

    private static func plain(_ value: JSON?) -> String {
        switch value {
        case .string(let text)?: text
        case .integer(let number)?: String(number)
        case .bool(let isTrue)?: isTrue ? "yes" : "no"
        case .number(let text)?: text
        case .array(let values)?: values.map(listed).joined(separator: values.contains { $0.isWordy } ? "; " : " ")
        case .object(let object)?: listed(.object(object))
        case .null?, nil: ""
        }
    }

    /// An element of a list within a row: a word; of an event its position; of anything else its fields' values.
    private static func listed(_ value: JSON) -> String {
        guard case .object(let object) = value else { return plain(value) }
        if let position = object["position"] { return "#" + plain(position) }
        let leading = object["reason"].map { [plain($0)] } ?? []
        return (leading + object.members.filter { $0.name != "reason" }.map { "\($0.name) \(plain($0.value))" })
            .joined(separator: ", ")
    }

    private static let minuteNames: Set = [
        "owed", "delivered", "balance", "logged", "recorded", "difference", "forecast.missing", "forecast.owedInAll",
        "forecast.weeklyMinutesNeeded", "annual.limit", "annual.left",
    ]

    private static func isMinutes(_ name: String) -> Bool {
        let last = name.split(separator: ".").last.map(String.init) ?? name
        return minuteNames.contains(last) || minuteNames.contains(name) || last.lowercased().hasSuffix("minutes")
    }

    /// Cents as euros: `1640.42`.
    private static func euros(_ cents: Int) -> String {
        let rest = String(cents.magnitude % 100)
        return (cents < 0 ? "-" : "") + "\(cents.magnitude / 100)." + (rest.count == 1 ? "0" + rest : rest)
    }

    /// Minutes as decimal hours, rounded half up to two places: `7.50`.
    private static func decimalHours(_ minutes: Int) -> String {
        euros((minutes < 0 ? -1 : 1) * ((Int(minutes.magnitude) * 100 + 30) / 60))
    }
}

extension JSON {
    /// Whether it is told in several words.
    fileprivate var isWordy: Bool {
        guard case .object(let object) = self else { return false }
        return object["position"] == nil
    }
}
