/// A workbook as it stands in one file of XML, the form into which LibreOffice converts any other (OpenDocument 1.3, part 3, and its
/// `office:document`): what stands in its cells, and where in the file, so that cells can be written without touching the rest.
package struct FlatWorkbook: Sendable {
    /// What stands in a cell.
    package enum Value: Hashable, Sendable {
        case text(String)
        case number(Double)
        /// A day; with `hasTime`, a moment of it.
        case day(year: Int, month: Int, day: Int, hasTime: Bool)
        /// A time of day or an amount of time, in seconds.
        case time(seconds: Int)
        case flag(Bool)
        /// What a formula shows that could not be computed: `#DIV/0!`.
        case error(String)
    }

    /// A cell.
    package struct Cell: Hashable, Sendable {
        /// What stands in it; nil for nothing.
        package var value: Value?
        /// Whether it is one with cells beside or below it, or is one of those.
        package var isMerged = false
    }

    /// A row that has something in it.
    package struct Row: Hashable, Sendable {
        /// Its number, from 1, as spreadsheets show it.
        package let number: Int
        /// Its cells with something in them, by their column from 0.
        package let cells: [Int: Cell]
    }

    /// A sheet.
    package struct Sheet: Hashable, Sendable {
        /// What stands on its tab.
        package let name: String
        /// The rows with something in them, in their order.
        package let rows: [Row]
        /// Where they stand in the file.
        let places: [RowPlace]
    }

    /// Why a file cannot be read.
    package enum Failure: Error, Hashable {
        /// It is not XML of this form; with what the library says.
        case unreadable(String)
        /// A sheet has more rows with something in them than are read.
        case tooManyRows(sheet: String, most: Int)
        /// A row has something in more columns than are read.
        case tooManyColumns(sheet: String, row: Int, most: Int)
    }

    /// How many rows of a sheet, and columns of a row, may have something in them.
    package static let mostRows = 20_000
    package static let mostColumns = 256

    /// In the order of their tabs.
    package let sheets: [Sheet]
    /// The file.
    let bytes: [UInt8]

    /// Reads a file.
    ///
    /// - Throws: `Failure`.
    package init(_ bytes: [UInt8]) throws(Failure) {
        self.bytes = bytes
        sheets = try FlatWorkbookReader.sheets(of: bytes)
    }
}

extension FlatWorkbook.Cell {
    /// What stands in it as text; nil if it is something else, or nothing.
    package var text: String? { if case .text(let text)? = value { text } else { nil } }
}

/// The element of a row in the file.
struct RowPlace: Hashable, Sendable {
    /// A cell's element.
    struct CellPlace: Hashable, Sendable {
        let bytes: Range<Int>
        /// The columns that it stands for, from 0: one element can stand for many equal cells.
        let columns: Range<Int>
        /// The name of its style, if it has one.
        let style: String?
    }

    /// The whole element, and in it the start tag and the end tag.
    let bytes: Range<Int>
    let startTag: Range<Int>
    let endTag: Range<Int>
    /// The rows that it stands for, from 1.
    let rows: Range<Int>
    let cells: [CellPlace]
}
