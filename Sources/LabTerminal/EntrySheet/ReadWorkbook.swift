internal import CanonicalJSON
internal import Spreadsheets

/// A workbook read as commands, one for each row.
struct ReadWorkbook {
    /// What a row is.
    enum Outcome: Hashable {
        /// A command, in canonical form.
        case command([UInt8])
        /// What cannot be read of it.
        case problems([WorkbookProblem])
    }

    /// A row with something in it.
    struct Row: Hashable {
        /// Its number, as spreadsheets show it.
        let number: Int
        let outcome: Outcome
    }

    let workbook: FlatWorkbook
    /// The index of the sheet that was read.
    let sheet: Int
    /// The row of titles.
    let titleRow: Int
    /// The column for what became of each row, from 0.
    let resultColumn: Int
    /// What is to stand above it; nil if its title is there.
    let resultTitle: String?
    let rows: [Row]
    /// What is wrong with all of it, though its rows can be read: it is of an older plan.
    var warnings: [WorkbookProblem] = []

    /// - Parameters:
    ///   - workbook: The workbook.
    ///   - sheet: The index of the sheet that was read.
    ///   - titleRow: The row of titles.
    ///   - resultColumn: The column with the title of the results; nil for a new one, behind all that stands in the rows.
    ///   - resultTitle: What stands above a new one.
    ///   - rows: The rows with something in them.
    init(
        workbook: FlatWorkbook, sheet: Int, titleRow: Int, resultColumn: Int?, resultTitle: String, rows: [Row]
    ) {
        (self.workbook, self.sheet, self.titleRow, self.rows) = (workbook, sheet, titleRow, rows)
        let last = workbook.sheets[sheet].rows.lazy.filter { $0.number >= titleRow }.compactMap { $0.cells.keys.max() }
            .max()
        self.resultColumn = resultColumn ?? (last ?? 0) + 1
        self.resultTitle = resultColumn == nil ? resultTitle : nil
    }

    /// What is wrong, in the order of the rows.
    var problems: [WorkbookProblem] {
        warnings
            + rows.flatMap { row -> [WorkbookProblem] in
                if case .problems(let found) = row.outcome { found } else { [] }
            }
    }

    /// The rows' commands, in their order.
    var commands: [(row: Int, line: [UInt8])] {
        rows.compactMap { row in if case .command(let line) = row.outcome { (row.number, line) } else { nil } }
    }

    /// The file with a text for each row in the column of results.
    func bytes(writing results: [Int: String]) -> [UInt8] {
        // What an earlier import wrote beside a row that is empty now is of no row.
        let old = workbook.sheets[sheet].rows.filter { $0.number > titleRow && $0.cells[resultColumn]?.value != nil }
        var texts = Dictionary(old.map { ($0.number, "") }) { first, _ in first }.merging(results) { $1 }
        texts[titleRow] = resultTitle
        return workbook.bytes(writing: texts, inColumn: resultColumn, ofSheet: sheet)
    }
}
