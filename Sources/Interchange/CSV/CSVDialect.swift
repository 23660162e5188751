/// The form of CSV that a spreadsheet opens rightly, which depends on its country.
public enum CSVDialect: Sendable, Hashable, CaseIterable {
    /// RFC 4180: a comma between cells, a point before fractions, UTF-8 without a byte order mark.
    case international
    /// A semicolon between cells, a comma before fractions, and a byte order mark, by which Excel knows UTF-8.
    case italian

    /// What stands between cells.
    public var delimiter: CSVDelimiter { self == .italian ? .semicolon : .comma }

    /// What stands before a number's fraction.
    var decimalMark: Unicode.Scalar { self == .italian ? "," : "." }

    /// What stands before the first row.
    public var start: String { self == .italian ? "\u{FEFF}" : "" }

    /// A decimal number, written with a point, as this dialect has it.
    public func decimal(_ number: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in number.unicodeScalars { text.append(scalar == "." ? decimalMark : scalar) }
        return String(text)
    }
}
