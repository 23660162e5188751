internal import CanonicalJSON
internal import Interchange
internal import LabAPI
internal import Views
internal import Wording

/// An answer as tables, for a terminal or as CSV. The view's description determines the tables, their columns and their units.
struct AnswerSheet {
    private let answer: JSONObject
    private let fields: [Column]
    private let cells: AnswerCells

    /// The answer of a view.
    init(_ answer: ClientAnswer, of view: any Answer.Type) throws(Failure) {
        self.init(try answer.object, view.columns)
    }

    /// Creates the sheet of an object with these fields. Its basis and the names to display have no tables of their own.
    init(_ answer: JSONObject, _ fields: [Column]) {
        self.answer = answer
        cells = AnswerCells(answer, fields)
        self.fields = fields.filter { !["basis", "names", "position"].contains($0.name) }
    }

    // MARK: - Text

    /// The answer for a terminal. Lists within rows stand in a cell of their row, what the answer says in sentences below all.
    ///
    /// What it is narrowed to is in its head.
    func text(_ style: Style) -> String {
        let (sentences, others) = fields.filter { !["asked", "narrowed"].contains($0.name) }.partitioned {
            if case .value(.note) = $0.content { true } else { false }
        }
        var out = ""
        for table in AnswerTable.all(answer, others, .folded) where !table.rows.isEmpty {
            out += "\n" + (table.name == AnswerTable.answerName ? once(table, style) : text(table, style))
        }
        for sentence in sentences {
            guard case .string(let word)? = answer[sentence.name] else { continue }
            out += "\n" + style.faint(Note.text(of: word, in: Speech.language).visible()) + "\n"
        }
        return out
    }

    /// Returns the single values of the answer, one per line.
    private func once(_ table: AnswerTable, _ style: Style) -> String {
        var text = Table([.left(""), .left("")])
        for row in table.rows {
            for column in table.columns {
                let cell = cells.cell(column, row, of: table)
                if !cell.text.isEmpty {
                    text.add([Table.Cell(Column.title(of: column.name, in: Speech.language)), cell])
                }
            }
        }
        return text.text(style)
    }

    private func text(_ table: AnswerTable, _ style: Style) -> String {
        let field = fields.first { $0.name == table.name }
        let isOfMembers = if case .object? = field?.content { true } else { false }
        let title = Column.title(of: table.name, in: Speech.language)
        let isNamed = table.columns.first?.path == [AnswerTable.nameColumn]
        var text = Table(
            table.columns.map { column in
                let heading =
                    switch column.path {
                    case [AnswerTable.nameColumn]: title
                    case [AnswerTable.figureColumn]: ""
                    default: Column.title(of: path(column, table), in: Speech.language)
                    }
                if case .value(.figureName) = column.content { return .whole(heading) }
                return isRight(column, table) ? .right(heading) : .left(heading)
            })
        for row in table.rows {
            text.add(
                table.columns.enumerated().map { number, column in
                    guard number == 0, isOfMembers, case .string(let name)? = table.value(column, row) else {
                        return cells.cell(column, row, of: table)
                    }
                    return Table.Cell(Column.title(of: name, in: Speech.language))
                })
        }
        return (isNamed || table.name == "rows" ? "" : style.heading(title) + "\n") + text.text(style)
    }

    /// The names that tell a column from the others of its table: the last one, or all where it has others beside it.
    private func path(_ column: AnswerTable.Column, _ table: AnswerTable) -> [String] {
        table.columns.count { $0.path.last == column.path.last } == 1 ? column.path.suffix(1) : column.path
    }

    /// Numbers are right-aligned; so is a column of several units if all of them are numbers.
    private func isRight(_ column: AnswerTable.Column, _ table: AnswerTable) -> Bool {
        table.rows.allSatisfy { row in
            guard table.value(column, row) != nil else { return true }
            if case .value(let unit) = table.content(column, row) { return unit.isNumber }
            return false
        }
    }

    // MARK: - CSV

    /// Prints a table as CSV (RFC 4180): a heading, then a line for each row, each ending with CRLF. Next to minutes there is a
    /// column of decimal hours, next to cents one of euros.
    ///
    /// The table is the one named; otherwise `rows` or `days`, with a message that lists the other tables; otherwise the only
    /// one.
    ///
    /// - Throws: a usage `Failure` if the table is ambiguous or does not exist.
    func printCSV(table name: String?, _ dialect: CSVDialect) throws(Failure) {
        let tables = AnswerTable.all(answer, fields, .flat)
        let names = tables.map(\.name).sorted().joined(separator: ", ")
        let main =
            tables.first { $0.name == "rows" } ?? tables.first { $0.name == "days" }
            ?? (tables.count == 1 ? tables.first : nil)
        let table = name.map { name in tables.first { $0.name == name } } ?? main
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
        printAsIs(csv(table, dialect), terminator: "")
    }

    /// Returns the table's rows as CSV; empty without rows.
    func csv(_ table: AnswerTable, _ dialect: CSVDialect = .international) -> String {
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

extension [Column] {
    /// Splits the columns into those that satisfy a condition and the others.
    fileprivate func partitioned(_ isOne: (Column) -> Bool) -> ([Column], [Column]) {
        (filter(isOne), filter { !isOne($0) })
    }
}
