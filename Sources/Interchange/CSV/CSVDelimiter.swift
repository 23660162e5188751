/// What stands between two cells of a row.
public enum CSVDelimiter: UInt8, Sendable, Hashable {
    /// The comma of RFC 4180.
    case comma = 0x2C
    /// The semicolon, which spreadsheets write where the comma is the decimal mark, as in Italy.
    case semicolon = 0x3B
}
