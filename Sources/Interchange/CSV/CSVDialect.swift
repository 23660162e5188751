/// The form of CSV that a spreadsheet opens correctly, which depends on its country.
public enum CSVDialect: Sendable, Hashable, CaseIterable {
    /// RFC 4180: a comma between cells, a point before fractions, UTF-8 without a byte order mark.
    case international
    /// A semicolon between cells, a comma before fractions, and a byte order mark, by which Excel recognises UTF-8.
    case italian

    /// The delimiter between cells.
    public var delimiter: CSVDelimiter { self == .italian ? .semicolon : .comma }

    /// The decimal mark.
    var decimalMark: Unicode.Scalar { self == .italian ? "," : "." }

    /// The text before the first row.
    public var start: String { self == .italian ? "\u{FEFF}" : "" }

    /// Converts a decimal number, written with a point, to this dialect.
    public func decimal(_ number: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in number.unicodeScalars { text.append(scalar == "." ? decimalMark : scalar) }
        return String(text)
    }
}
