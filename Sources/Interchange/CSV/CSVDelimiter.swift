/// What stands between two cells of a row.
public enum CSVDelimiter: UInt8, Sendable, Hashable, CaseIterable {
    /// The comma of RFC 4180.
    case comma = 0x2C
    /// The semicolon, which spreadsheets write where the comma is the decimal mark, as in Italy.
    case semicolon = 0x3B
    /// The tab, which spreadsheets offer besides.
    case tab = 0x09
}

extension CSVDelimiter: CustomStringConvertible {
    /// As a mapping writes it: `","`, `";"`, `"\t"`.
    public var description: String {
        switch self {
        case .comma: "\",\""
        case .semicolon: "\";\""
        case .tab: "\"\\t\""
        }
    }
}
