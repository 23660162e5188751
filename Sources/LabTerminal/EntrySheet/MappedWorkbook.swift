internal import Interchange
internal import Spreadsheets
internal import Wording

/// Reads any workbook by a mapping, as a sheet of CSV is read: the first row with something in it has the headers.
struct MappedWorkbook {
    private let workbook: FlatWorkbook
    private let mapping: CSVMapping
    private let file: String

    /// - Parameters:
    ///   - workbook: The workbook, whose first sheet with something in it is read.
    ///   - mapping: What its columns are.
    ///   - file: The file's name without its directories, for a mapping that makes ids from file and line.
    init(_ workbook: FlatWorkbook, _ mapping: CSVMapping, file: String) {
        (self.workbook, self.mapping, self.file) = (workbook, mapping, file)
    }

    /// - Throws: What makes the whole workbook unreadable.
    func read() throws(WorkbookProblem.List) -> ReadWorkbook {
        guard let index = workbook.sheets.firstIndex(where: { !$0.rows.isEmpty }),
            let titleRow = workbook.sheets[index].rows.first
        else {
            throw WorkbookProblem.List(
                .init(
                    place: .init(), detail: localized("the workbook is empty", it: "la cartella è vuota"),
                    accepted: localized("a row of titles", it: "una riga di titoli")))
        }
        let sheet = workbook.sheets[index]
        let known = DisplayLanguage.allCases.map { language in
            Speech.$language.withValue(language) { EntryForm.resultTitle }
        }
        let result = titleRow.cells.filter { cell in cell.value.text.map(known.contains) ?? false }.keys.min()
        let titles = titleRow.cells.filter { $0.key != result }.compactMapValues { $0.value?.shownAsTitle }
        let columns = titles.keys.sorted()
        var rows: [ReadWorkbook.Row] = []
        // The lines of the text are the rows of the sheet from its titles on.
        let first = titleRow.number - 1
        for row in CSVCommands(text(of: sheet, titleRow, columns, titles), file: file, mapping: mapping) {
            switch row {
            case .command(let line, let command):
                rows.append(.init(number: first + line, outcome: .command(command)))
            case .problems(let line, let errors):
                let problems = errors.map { error in
                    let column = error.place.flatMap {
                        columns.indices.contains($0.column - 1) ? columns[$0.column - 1] : nil
                    }
                    return WorkbookProblem(
                        place: .init(
                            sheet: sheet.name, row: first + (error.place?.line ?? line), column: column,
                            title: column.flatMap { titles[$0] }),
                        detail: error.spokenWithoutPlace)
                }
                if line == 1 { throw WorkbookProblem.List(problems) }
                rows.append(.init(number: first + line, outcome: .problems(problems)))
            }
        }
        return ReadWorkbook(
            workbook: workbook, sheet: index, titleRow: titleRow.number,
            resultColumn: result ?? (titleRow.cells.keys.max() ?? 0) + 1,
            resultTitle: result == nil ? EntryForm.resultTitle : nil, rows: rows)
    }

    /// The sheet as text in the mapping's form, a line for each row.
    private func text(
        of sheet: FlatWorkbook.Sheet, _ titleRow: FlatWorkbook.Row, _ columns: [Int], _ titles: [Int: String]
    ) -> [UInt8] {
        let delimiter = String(UnicodeScalar(mapping.delimiter.rawValue))
        func line(_ cells: [String]) -> String {
            cells.map { "\"" + $0.replacing("\"", with: "\"\"").replacing("\n", with: " ") + "\"" }
                .joined(separator: delimiter) + "\n"
        }
        var out = ""
        var next = titleRow.number
        for row in sheet.rows {
            while next < row.number {
                out += line(columns.map { _ in "" })
                next += 1
            }
            out += line(
                columns.map { column in
                    guard let value = row.cells[column]?.value, row.number != titleRow.number else {
                        return row.number == titleRow.number ? titles[column] ?? "" : ""
                    }
                    return text(value, mapping.columns.first { $0.header == titles[column] }?.kind)
                })
            next += 1
        }
        return Array(out.utf8)
    }

    /// What stands in a cell, written as the mapping has that column.
    private func text(_ value: FlatWorkbook.Value, _ kind: CSVMapping.Kind?) -> String {
        switch (value, kind) {
        case (.day(let year, let month, let day, false), .day(.dayMonthYear, _)): "\(day)/\(month)/\(year)"
        case (.number(let number), .hours(.comma)): "\(number)".replacing(".", with: ",").withoutZeroFraction
        case (.number(let number), _): "\(number)".withoutZeroFraction
        case (.time(let seconds), .minutes) where seconds % 60 == 0: String(seconds / 60)
        case (.text(let text), _): text
        case (.flag(let flag), .boolean(let yes, let no)): (flag ? yes : no).first ?? ""
        default: value.shown
        }
    }
}

extension FlatWorkbook.Value {
    /// What stands above a column; nil if that is no text.
    fileprivate var shownAsTitle: String? { if case .text(let text) = self { text.trimmingBlanks } else { shown } }
}

extension String {
    fileprivate var withoutZeroFraction: String { hasSuffix(".0") || hasSuffix(",0") ? String(dropLast(2)) : self }
}
