internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Presentation
internal import Spreadsheets
internal import Views
internal import Wording

extension AnswerSheet {
    /// Writes the answer to a workbook: a sheet that says what it is of, with its single values, and one for each table. The file is
    /// replaced, and only this account can read it.
    ///
    /// - Throws: `Failure` of usage if the file cannot be written, if no table has the column to sort by, and if there is more than
    ///   a spreadsheet takes.
    func writeWorkbook(
        titled title: String, of basis: Views.Basis, to path: String, _ choice: RowChoice
    ) throws(Failure) {
        let (single, lists) = try tables(choice)
        let workbook = Workbook([first(title, basis, single, hasLists: !lists.isEmpty)] + lists.map(sheet))
        let bytes = try workbook.bytes()
        let file = try Descriptor(writing: path)
        defer { file.close() }
        try file.write(bytes)
        let (tables, rows) = (lists.count, lists.reduce(0) { $0 + $1.rows.count })
        say(
            localized(
                "\(path): \(tables) \(tables == 1 ? "table" : "tables"), \(grouped(rows)) \(rows == 1 ? "row" : "rows")",
                it:
                    "\(path): \(tables) \(tables == 1 ? "tabella" : "tabelle"), \(grouped(rows)) \(rows == 1 ? "riga" : "righe")"
            ))
    }

    /// The answer's single values and the members of its objects, and its tables that have rows, as they were chosen.
    private func tables(_ choice: RowChoice) throws(Failure) -> (single: [AnswerTable], lists: [AnswerTable]) {
        let fields = fields.filter {
            if case .value(.note) = $0.content { false } else { !["asked", "narrowed"].contains($0.name) }
        }
        let all = AnswerTable.all(answer, fields, .flat, ofView: view).filter { !$0.rows.isEmpty }.map(cells.ordered)
        let lists = try choice.sorted(all.filter { !isSingle($0) }, cells)
        return (all.filter(isSingle), lists.map { choice.limited($0).table })
    }

    /// Whether a table has one value in each row, with a name of the answer's own.
    private func isSingle(_ table: AnswerTable) -> Bool {
        table.name == AnswerTable.answerName
            || !isList(table) && table.columns.map(\.path) == [[AnswerTable.nameColumn], [AnswerTable.figureColumn]]
    }

    /// The title of a member of an object, in the table of its members; nil for any other cell.
    private func memberTitle(_ column: AnswerTable.Column, _ row: AnswerTable.Row, of table: AnswerTable) -> String? {
        guard column.path == [AnswerTable.nameColumn], !isList(table),
            case .string(let name)? = table.value(column, row)
        else { return nil }
        return Column.title(of: name, ofView: view, in: Speech.language)
    }

    /// The sheet that says what the workbook is of: the log's position, what the answer is narrowed to, its single values, and what it
    /// says in sentences.
    private func first(_ title: String, _ basis: Views.Basis, _ single: [AnswerTable], hasLists: Bool) -> Worksheet {
        var rows: [[Worksheet.Cell]] = foundation(basis, names).map { [.text($0), .empty] }
        for table in single {
            let heading = Column.title(of: table.name, ofView: view, in: Speech.language)
            for row in table.rows {
                guard table.name != AnswerTable.answerName else {
                    for column in table.columns where table.value(column, row) != nil {
                        rows.append([.text(table.title(column)), cell(column, row, of: table)])
                    }
                    continue
                }
                let member = memberTitle(table.columns[0], row, of: table) ?? ""
                rows.append([.text("\(heading): \(member)"), cell(table.columns[1], row, of: table)])
            }
        }
        for field in fields {
            guard case .value(.note) = field.content, case .string(let word)? = answer[field.name] else { continue }
            rows.append([.text(Note.text(of: word, in: Speech.language)), .empty])
        }
        if !hasLists { rows.append([.text(localized("no rows", it: "nessuna riga")), .empty]) }
        return worksheet(named: title, [.init(title: title), .init(title: "")], rows)
    }

    /// A table's sheet.
    private func sheet(_ table: AnswerTable) -> Worksheet {
        let name = table.name.split(separator: ".").map { part in
            part == "rows"
                ? localized("rows", it: "righe") : Column.title(of: String(part), ofView: view, in: Speech.language)
        }
        let rows = table.rows.map { row in table.columns.map { cell($0, row, of: table) } }
        let columns = table.columns.enumerated().map { number, column in
            Worksheet.Column(title: table.title(column), isSummed: number > 0 && column.content.isSummed)
        }
        return worksheet(named: name.joined(separator: ", "), columns, rows)
    }

    private func worksheet(
        named name: String, _ columns: [Worksheet.Column], _ rows: [[Worksheet.Cell]]
    ) -> Worksheet {
        Worksheet(
            name: name, columns: columns, rows: rows,
            totalTitle: localized("Total of the rows", it: "Totale delle righe"), decimalHours: decimalHours())
    }

    /// What a cell of the answer is in a spreadsheet: a number or a day where it is one, else what a terminal shows.
    private func cell(_ column: AnswerTable.Column, _ row: AnswerTable.Row, of table: AnswerTable) -> Worksheet.Cell {
        if let title = memberTitle(column, row, of: table) { return .text(title) }
        return Worksheet.Cell(cells.value(column, row, of: table))
    }
}

/// What stands beside the title of a column of decimal hours.
func decimalHours() -> String { localized("decimal hours", it: "ore decimali") }

extension Worksheet.Cell {
    /// A value as a spreadsheet has it.
    init(_ value: CellValue) {
        switch value {
        case .empty: self = .empty
        case .text(let text): self = .text(text)
        case .minutes(let minutes): self = .minutes(minutes)
        case .number(let number), .position(let number): self = .number(number)
        case .cents(let cents): self = .euros(Double(cents) / 100)
        case .centFractions(let fractions):
            self = .euros(Double(fractions) / Double(ExactCents.denominator) / 100)
        case .day(let day):
            let (year, month, number) = day.parts
            // Spreadsheets have no earlier days.
            self = year >= 1900 ? .day(year: year, month: month, day: number) : .text(day.description)
        }
    }
}

extension Column.Content {
    /// Whether the values of a column may be added up. Time, money and cases may, since each is in one row. Persons may not: the
    /// same person can be counted in several rows.
    var isSummed: Bool {
        switch self {
        case .value(.minutes), .value(.cents), .value(.centFractions), .value(.cases): true
        case .optional(let inner): inner.isSummed
        case .value, .values, .object, .rows, .by: false
        }
    }
}

extension Workbook.Failure {
    /// What is said of it, with what to do.
    var spoken: String {
        switch self {
        case .tooManyRows(let sheet, let rows, let most):
            localized(
                "\(sheet) has \(grouped(rows)) rows, and a spreadsheet takes \(grouped(most)); narrow the question, or use --csv",
                it:
                    "\(sheet) ha \(grouped(rows)) righe, e un foglio ne accetta \(grouped(most)); restringere la domanda, o usare --csv"
            )
        case .tooLongText(let sheet, let row, let column, let most):
            localized(
                "\(sheet), row \(row), \(column): the text is longer than the \(grouped(most)) characters of a cell; use --csv",
                it:
                    "\(sheet), riga \(row), \(column): il testo supera i \(grouped(most)) caratteri di una cella; usare --csv"
            )
        case .other(let reason):
            localized(
                "the workbook cannot be written: \(reason)", it: "la cartella di lavoro non si può scrivere: \(reason)")
        }
    }
}
