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
        var texts = results
        texts[titleRow] = resultTitle
        return workbook.bytes(writing: texts, inColumn: resultColumn, ofSheet: sheet)
    }
}
