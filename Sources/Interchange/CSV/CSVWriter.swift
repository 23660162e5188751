/// Writes rows of text as CSV (RFC 4180): lines end in CRLF, cells are quoted where they have to be, quotes doubled.
///
/// RFC 4180 has no say on **formulas**: a spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for one, also
/// when it is quoted, so that what someone typed into labd would be run on the desk of whoever opens the file. By
/// default the writer puts an apostrophe before such a cell, and before one that begins with a tab or carriage return,
/// which spreadsheets skip; a plain number of the dialect, such as `-5`, stays. Such a cell is then not what was recorded: a program
/// that reads the file back asks for `asWritten`, and what the log says to the byte is in the log's own lines.
public struct CSVWriter: Sendable, Hashable {
    /// What is done with cells that a spreadsheet would take for formulas.
    public enum Formulas: Sendable, Hashable {
        /// They get an apostrophe in front.
        case neutralised
        /// They stay as they are.
        case asWritten
    }

    /// For which spreadsheets.
    public let dialect: CSVDialect
    /// What stands between cells.
    public let delimiter: CSVDelimiter
    /// What is done with cells that a spreadsheet would take for formulas.
    public let formulas: Formulas

    /// A writer of that form, with the dialect's delimiter unless it is told another.
    public init(
        dialect: CSVDialect = .international, delimiter: CSVDelimiter? = nil, formulas: Formulas = .neutralised
    ) {
        self.dialect = dialect
        self.delimiter = delimiter ?? dialect.delimiter
        self.formulas = formulas
    }

    /// One row with its line end. A lone empty cell is quoted, else it would be an empty line.
    public func row(_ cells: [String]) -> String {
        if cells == [""] { return "\"\"\r\n" }
        let separator = String(Unicode.Scalar(delimiter.rawValue))
        return cells.map(cell).joined(separator: separator) + "\r\n"
    }

    private func cell(_ text: String) -> String {
        let text = formulas == .neutralised && looksLikeFormula(text) ? "'" + text : text
        let needsQuotes = text.utf8.contains {
            $0 == delimiter.rawValue || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n")
        }
        guard needsQuotes else { return text }
        // By scalars: a quote with a combining mark behind it is one character, and not a quote.
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
