internal import CivilTime
internal import Interchange
internal import Spreadsheets
internal import Wording

/// Reads any workbook by a mapping, as a sheet of CSV is read: the first row with something in it has the headers.
struct MappedWorkbook {
    private let workbook: FlatWorkbook
    private let mapping: CSVMapping

    /// - Parameters:
    ///   - workbook: The workbook, whose first sheet with something in it is read.
    ///   - mapping: What its columns are.
    init(_ workbook: FlatWorkbook, _ mapping: CSVMapping) {
        (self.workbook, self.mapping) = (workbook, mapping)
    }

    /// - Throws: What makes the whole workbook unreadable.
    func read() throws(WorkbookProblem.List) -> ReadWorkbook {
        guard let index = workbook.sheets.firstIndex(where: { !$0.rows.isEmpty }),
            let titleRow = workbook.sheets[index].rows.first
        else {
            throw WorkbookProblem.List(
                .init(
                    place: .init(), detail: localized("the workbook is empty", it: "la cartella di lavoro è vuota"),
                    accepted: localized("a row of titles", it: "una riga di titoli")))
        }
        let sheet = workbook.sheets[index]
        let known = DisplayLanguage.allCases.map { language in
            Speech.$language.withValue(language) { EntryForm.resultTitle }
        }
        let result = titleRow.cells.filter { cell in cell.value.text.map(known.contains) ?? false }.keys.min()
        let mapping = try plainMapping
        let text = try SheetText(sheet, titleRow, without: result, mapping)
        var rows = text.faulty
        for row in CSVCommands(text.bytes, file: "", mapping: mapping) {
            switch row {
            case .command(let line, let command):
                rows.append(.init(number: text.rows[line - 1], outcome: .command(command)))
            case .problems(let line, let errors):
                let problems = errors.map { text.problem($0, line) }
                if line == 1 { throw WorkbookProblem.List(problems) }
                rows.append(.init(number: text.rows[line - 1], outcome: .problems(problems)))
            }
        }
        return ReadWorkbook(
            workbook: workbook, sheet: index, titleRow: titleRow.number, resultColumn: result,
            resultTitle: EntryForm.resultTitle, rows: rows.sorted { $0.number < $1.number })
    }

    /// The mapping for the text that is made of the cells here, whatever the office's own text files are.
    private var plainMapping: CSVMapping {
        get throws(WorkbookProblem.List) {
            // The name of the copy with the results is another, and rows of workbooks are moved.
            guard case .columns = mapping.identity else {
                throw WorkbookProblem.List(
                    .init(
                        place: .init(),
                        detail: localized(
                            "the mapping makes the rows' ids of the file's name and the line, by which a row of a workbook is not known again",
                            it:
                                "la mappatura fa gli id delle righe dal nome del file e dalla riga, che non bastano a riconoscere una riga di una cartella di lavoro"
                        ), accepted: "id = { prefix = \"…\", columns = [\"…\"] }"))
            }
            do {
                return try CSVMapping(
                    command: mapping.command, delimiter: mapping.delimiter, encoding: .utf8, columns: mapping.columns,
                    ignored: mapping.ignored, constants: mapping.constants, identity: mapping.identity,
                    idField: mapping.idField)
            } catch {
                throw WorkbookProblem.List(.init(place: .init(), detail: error.spokenWithoutPlace))
            }
        }
    }
}

/// A sheet as text in a mapping's form: a line for each row with something in it, without line breaks in its cells.
private struct SheetText {
    private(set) var bytes: [UInt8] = []
    /// The number of the row of each line.
    private(set) var rows: [Int] = []
    /// The rows with cells that cannot be written as text.
    private(set) var faulty: [ReadWorkbook.Row] = []
    private let sheet: String
    private let columns: [Int]
    private let titles: [Int: String]

    init(
        _ sheet: FlatWorkbook.Sheet, _ titleRow: FlatWorkbook.Row, without result: Int?, _ mapping: CSVMapping
    ) throws(WorkbookProblem.List) {
        let titles = titleRow.cells.filter { $0.key != result }.compactMapValues { $0.value?.shown(as: .text) }
        self.titles = titles
        self.sheet = sheet.name
        columns = titles.keys.sorted()
        let delimiter = String(UnicodeScalar(mapping.delimiter.rawValue))
        func append(_ cells: [String], of row: Int) {
            let line = cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: delimiter)
            bytes += Array((line + "\n").utf8)
            rows.append(row)
        }
        append(columns.map { titles[$0] ?? "" }, of: titleRow.number)
        for row in sheet.rows where row.number > titleRow.number {
            let mapped = columns.filter { column in mapping.columns.contains { $0.header == titles[column] } }
            let faults = mapped.compactMap { fault(row, $0) }
            guard faults.isEmpty else {
                faulty.append(.init(number: row.number, outcome: .problems(faults)))
                continue
            }
            let cells = columns.map { column in
                let kind = mapping.columns.first { $0.header == titles[column] }?.kind
                return row.cells[column]?.value?.shown(as: kind ?? .text) ?? ""
            }
            append(cells, of: row.number)
        }
    }

    /// Why nothing is made of a cell.
    private func fault(_ row: FlatWorkbook.Row, _ column: Int) -> WorkbookProblem? {
        guard let cell = row.cells[column] else { return nil }
        let place = WorkbookProblem.Place(sheet: sheet, row: row.number, column: column, title: titles[column])
        if cell.isMerged {
            return .init(
                place: place, detail: localized("the cell is merged with others", it: "la cella è unita ad altre"),
                accepted: localized("cells that are not merged", it: "celle separate"))
        }
        switch cell.value {
        case .error(let shown):
            return .init(
                place: place,
                detail: localized("the formula gives \(shown); mend it", it: "la formula dà \(shown): correggerla"))
        case .day(_, _, _, hasTime: true):
            return .init(
                place: place,
                detail: localized("the day has a time of day too", it: "il giorno ha anche un orario"),
                accepted: localized("a day alone", it: "il solo giorno"))
        default: return nil
        }
    }

    /// What is wrong with a line, where it stands in the sheet.
    func problem(_ error: InterchangeError, _ line: Int) -> WorkbookProblem {
        let column = error.place.flatMap { columns.indices.contains($0.column - 1) ? columns[$0.column - 1] : nil }
        return WorkbookProblem(
            place: .init(
                sheet: sheet, row: rows[(error.place?.line ?? line) - 1], column: column,
                title: column.flatMap { titles[$0] }),
            detail: error.spokenWithoutPlace)
    }
}

extension FlatWorkbook.Value {
    /// What stands in a cell, written as the mapping has that column, on one line.
    fileprivate func shown(as kind: CSVMapping.Kind) -> String {
        switch (self, kind) {
        case (.day(let year, let month, let day, _), .day(.dayMonthYear, _)): "\(day)/\(month)/\(year)"
        case (.day(let year, let month, let day, _), _):
            "\(year)-\(month.padded(to: 2))-\(day.padded(to: 2))"
        case (.number(let number), .hours(.comma)):
            "\(number)".withoutZeroFraction.replacing(".", with: ",")
        case (.number(let number), _): "\(number)".withoutZeroFraction
        case (.time(let seconds), .minutes) where seconds % 60 == 0: String(seconds / 60)
        case (.text(let text), _): text.onOneLine.trimmingBlanks
        case (.flag(let flag), .boolean(let yes, let no)): (flag ? yes : no).first ?? ""
        default: shown
        }
    }
}

extension String {
    fileprivate var withoutZeroFraction: String { hasSuffix(".0") ? String(dropLast(2)) : self }

    /// With blanks in place of whatever ends a line (Unicode, 5.8).
    fileprivate var onOneLine: String {
        let ends: Set<Unicode.Scalar> = ["\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"]
        var out = String.UnicodeScalarView()
        for scalar in unicodeScalars { out.append(ends.contains(scalar) ? " " : scalar) }
        return String(out)
    }
}
