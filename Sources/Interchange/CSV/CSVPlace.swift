/// A place in a CSV text, as a person finds it again: in a spreadsheet by line and column, in an editor by line and
/// character.
public struct CSVPlace: Sendable, Hashable {
    /// The line of the text, from 1. A row whose quoted cells hold line breaks takes up several lines.
    public let line: Int
    /// The column of the table, from 1; a spreadsheet's A is 1.
    public let column: Int
    /// The character of the line, from 1, a byte order mark not counted.
    public let character: Int
    /// What the column is called in the first row; nil where no header was read, or none has this column.
    public let header: String?

    init(line: Int, column: Int, character: Int, header: String? = nil) {
        self.line = line
        self.column = column
        self.character = character
        self.header = header
    }
}

extension CSVPlace: CustomStringConvertible {
    /// `line 3, column 2 (minutes), character 14`.
    public var description: String {
        "line \(line), column \(column)\(header.map { " (\($0))" } ?? ""), character \(character)"
    }
}
