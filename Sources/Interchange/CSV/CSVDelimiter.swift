/// The delimiter between two cells of a row.
public enum CSVDelimiter: UInt8, Sendable, Hashable, CaseIterable {
    /// The comma of RFC 4180.
    case comma = 0x2C
    /// The semicolon, which spreadsheets write in countries where the comma is the decimal mark, such as Italy.
    case semicolon = 0x3B
    /// The tab, which spreadsheets offer too.
    case tab = 0x09
}

extension CSVDelimiter: CustomStringConvertible {
    /// The delimiter as written in a mapping: `","`, `";"`, `"\t"`.
    public var description: String {
        switch self {
        case .comma: "\",\""
        case .semicolon: "\";\""
        case .tab: "\"\\t\""
        }
    }
}
