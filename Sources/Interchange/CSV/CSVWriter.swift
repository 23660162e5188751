/// A writer of rows of text as CSV (RFC 4180): lines end in CRLF, cells are quoted if necessary, and quotes are doubled.
///
/// RFC 4180 does not cover **formulas**: a spreadsheet treats a cell that begins with `=`, `+`, `-` or `@` as a formula, even
/// if it is quoted, so that text that somebody typed into labd would be executed on the computer of the person who opens the
/// file. Therefore the writer puts an apostrophe before such a cell, and before one that begins with a tab or carriage return,
/// which spreadsheets skip. A plain number of the dialect, such as `-5`, is not changed. A cell with an apostrophe is not what
/// was recorded; the exact bytes are in the lines of the log.
public struct CSVWriter: Sendable, Hashable {
    /// The form of CSV.
    public let dialect: CSVDialect

    /// Creates a writer of that form.
    public init(dialect: CSVDialect = .international) { self.dialect = dialect }

    /// Returns a row with its line end. A single empty cell is quoted, because it would otherwise be an empty line.
    public func row(_ cells: [String]) -> String {
        if cells == [""] { return "\"\"\r\n" }
        let separator = String(Unicode.Scalar(dialect.delimiter.rawValue))
        return cells.map(cell).joined(separator: separator) + "\r\n"
    }

    private func cell(_ text: String) -> String {
        let text = looksLikeFormula(text) ? "'" + text : text
        let delimiter = dialect.delimiter.rawValue
        let needsQuotes = text.utf8.contains {
            $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n")
        }
        guard needsQuotes else { return text }
        // The text is examined by scalars, because a quote followed by a combining mark is one character, and not equal to a
        // quote.
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            quoted.append(scalar)
            if scalar == "\"" { quoted.append(scalar) }
        }
        quoted.append("\"")
        return String(quoted)
    }

    private func looksLikeFormula(_ text: String) -> Bool {
        switch text.unicodeScalars.first {
        case "=", "@", "\t", "\r": true
        case "+", "-": !isNumber(text.utf8.dropFirst())
        default: false
        }
    }

    private func isNumber(_ bytes: Substring.UTF8View) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: dialect.decimalMark), omittingEmptySubsequences: false)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(digits.contains) }
    }
}
