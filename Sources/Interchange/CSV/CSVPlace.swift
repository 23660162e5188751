/// A place in a CSV text that a person can find: by line and column in a spreadsheet, by line and character in an editor.
public struct CSVPlace: Sendable, Hashable {
    /// The line of the text, from 1. A row whose quoted cells contain line breaks takes up several lines.
    public let line: Int
    /// The column of the table, from 1; a spreadsheet's A is 1.
    public let column: Int
    /// The character of the line, from 1, a byte order mark not counted.
    public let character: Int
    /// The column's header in the first row; nil if no header was read or the column does not have one.
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
