/// A row of a CSV text.
public struct CSVRow: Sendable, Hashable {
    /// One cell, unquoted, and where it begins.
    public struct Cell: Sendable, Hashable {
        /// The cell's text, without its quotes.
        public let text: String
        /// Where the cell begins; its header is not known here.
        public let place: CSVPlace
    }

    /// The line on which the row begins, from 1.
    public let line: Int
    /// Its cells, at least one.
    public let cells: [Cell]

    /// Whether no cell has anything in it, as in the rows that spreadsheets write below the last one that is used.
    public var isEmpty: Bool { cells.allSatisfy(\.text.isEmpty) }
}
