/// A row of a CSV text.
public struct CSVRow: Sendable, Hashable {
    /// A cell without its quotes, and the place at which it begins.
    public struct Cell: Sendable, Hashable {
        /// The cell's text, without its quotes.
        public let text: String
        /// The place at which the cell begins; its header is not known here.
        public let place: CSVPlace
    }

    /// The line on which the row begins, from 1.
    public let line: Int
    /// Its cells; there is at least one.
    public let cells: [Cell]

    /// Whether all cells are empty, as in the rows that spreadsheets write below the last used one.
    public var isEmpty: Bool { cells.allSatisfy(\.text.isEmpty) }
}
