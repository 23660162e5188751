/// A strict reader of CSV (RFC 4180), in UTF-8 or Windows-1252, row by row.
///
/// It accepts the given delimiter (comma, semicolon or tab); lines that end in CRLF or LF, or the last one in neither; quoted
/// cells, which may contain line breaks, delimiters and doubled quotes; and a byte order mark at the beginning. Spaces belong
/// to the cell. Every row must have as many cells as the first.
///
/// It refuses, with line, column and character: `notUTF8` (with the character that the byte is in Windows-1252, which is nearly
/// always the encoding of such a file), `notWindows1252`, `unclosedQuote`, `strayQuote`, `strayReturn`, `wrongColumns` and
/// `rowTooLong`. Each row reports its first error, and reading continues with the next line, except after `unclosedQuote`,
/// whose quote includes the rest of the text, and after `rowTooLong` and UTF-16.
public struct CSVReader: Sendable {
    private let bytes: [UInt8]
    private let delimiter: CSVDelimiter
    private let encoding: CSVEncoding
    private var at = 0
    private var line = 1
    /// The number of cells in the first row.
    private var columns: Int?

    /// The maximum number of bytes in a row. Without it, a row that does not end would be read and kept up to the end of the
    /// file.
    public static let rowLimit = 1 << 20

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Creates a reader of a whole text.
    public init(_ bytes: [UInt8], delimiter: CSVDelimiter = .comma, encoding: CSVEncoding = .utf8) {
        self.bytes = encoding == .windows1252 ? Windows1252.utf8(bytes) : bytes
        self.delimiter = delimiter
        self.encoding = encoding
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    /// Returns the next row, or its error; nil at the end.
    public mutating func next() -> Result<CSVRow, InterchangeError>? {
        guard at < bytes.count else { return nil }
        if at == 0, encoding == .utf8, bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            at = bytes.count
            let place = CSVPlace(line: 1, column: 1, character: 1)
            return .failure(InterchangeError(.notUTF8, at: place, "the text is UTF-16", accepted: "UTF-8"))
        }
        var row = Row(start: at, line: line)
        do throws(InterchangeError) {
            try scan(&row)
            return .success(try finish(row))
        } catch {
            return .failure(error)
        }
    }

    /// A row while it is read: where its cells begin, and the bytes of each.
    private struct Row {
        let start: Int
        let line: Int
        var starts: [Int] = []
        var cells: [[UInt8]] = []
    }

    // MARK: - Cells

    /// Reads to the end of the line, and past it.
    private mutating func scan(_ row: inout Row) throws(InterchangeError) {
        while true {
            try checkLength(row)
            row.starts.append(at)
            row.cells.append(peek == Self.quote ? try quoted(row) : try unquoted(row))
            guard peek == delimiter.rawValue else { break }
            at += 1
        }
        skipLineEnd()
    }

    /// Reads a cell without quotes; afterwards `at` is at the delimiter or line end after it.
    private mutating func unquoted(_ row: Row) throws(InterchangeError) -> [UInt8] {
        let start = at
        while let byte = peek, byte != delimiter.rawValue, byte != Self.newline {
            try checkLength(row)
            if byte == Self.quote {
                throw stray(
                    .strayQuote, row, "there is a quote inside a cell that does not begin with one",
                    accepted: "the whole cell in quotes, and quotes in it doubled")
            }
            if byte == Self.carriageReturn {
                if isLineEnd { break }
                throw strayReturn(row)
            }
            at += 1
        }
        return Array(bytes[start..<at])
    }

    /// Reads a cell from its opening quote; afterwards `at` is after the closing one.
    private mutating func quoted(_ row: Row) throws(InterchangeError) -> [UInt8] {
        let start = at
        var cell: [UInt8] = []
        at += 1
        while let byte = peek {
            try checkLength(row)
            at += 1
            guard byte == Self.quote else {
                cell.append(byte)
                continue
            }
            guard peek == Self.quote else {
                guard at == bytes.count || peek == delimiter.rawValue || isLineEnd else {
                    if peek == Self.carriageReturn { throw strayReturn(row) }
                    throw stray(
                        .strayQuote, row, "something follows the cell's closing quote",
                        accepted: "a delimiter or the end of the line; a quote inside the cell doubled")
                }
                return cell
            }
            cell.append(byte)
            at += 1
        }
        throw InterchangeError(
            .unclosedQuote, at: place(of: start, in: row), "the quote that opens the cell is never closed",
            accepted: "a closing quote; a quote inside the cell doubled")
    }

    private mutating func checkLength(_ row: Row) throws(InterchangeError) {
        guard at - row.start > Self.rowLimit else { return }
        at = bytes.count
        throw InterchangeError(
            .rowTooLong, at: CSVPlace(line: row.line, column: row.starts.count, character: 1),
            "the row has more than \(Self.rowLimit) bytes: its lines do not end, or a quote is never closed",
            accepted: "rows of at most \(Self.rowLimit) bytes")
    }

    // MARK: - Rows

    private mutating func finish(_ row: Row) throws(InterchangeError) -> CSVRow {
        for byte in bytes[row.start..<at] where byte == Self.newline { line += 1 }
        if let offset = firstInvalid(in: row.start..<at) { throw notUTF8(at: offset, row) }
        let cells = zip(row.cells, row.starts).map { cell, start in
            CSVRow.Cell(text: String(decoding: cell, as: UTF8.self), place: place(of: start, in: row))
        }
        let columns = columns ?? cells.count
        self.columns = columns
        guard cells.count == columns else {
            let start = cells.count > columns ? row.starts[columns] : contentEnd(row)
            throw InterchangeError(
                .wrongColumns, at: place(of: start, in: row, column: min(cells.count, columns) + 1),
                value: "\(cells.count)", "the row has \(counted(cells.count)), the first row has \(columns)",
                accepted: counted(columns))
        }
        return CSVRow(line: row.line, cells: cells)
    }

    /// Finds the first byte that is not UTF-8. The whole row is checked at once, including quotes and delimiters, which are
    /// ASCII and make no difference.
    private func firstInvalid(in range: Range<Int>) -> Int? {
        let all = bytes.span
        let part = all.extracting(range)
        do {
            _ = try UTF8Span(validating: part)
            return nil
        } catch {
            return range.lowerBound + error.byteOffsets.lowerBound
        }
    }

    private func counted(_ cells: Int) -> String { cells == 1 ? "1 cell" : "\(cells) cells" }

    /// Returns where the row's last cell ends.
    private func contentEnd(_ row: Row) -> Int {
        var end = at
        if end > row.start && bytes[end - 1] == Self.newline { end -= 1 }
        if end > row.start && bytes[end - 1] == Self.carriageReturn { end -= 1 }
        return end
    }

    // MARK: - Errors

    /// Returns an error at `at`. Reading continues after the line of `at`.
    private mutating func stray(
        _ code: InterchangeError.Code, _ row: Row, _ detail: String, accepted: String
    ) -> InterchangeError {
        let error = InterchangeError(code, at: place(of: at, in: row), detail, accepted: accepted)
        while let byte = peek, byte != Self.newline { at += 1 }
        skipLineEnd()
        for byte in bytes[row.start..<at] where byte == Self.newline { line += 1 }
        return error
    }

    private mutating func strayReturn(_ row: Row) -> InterchangeError {
        stray(
            .strayReturn, row, "there is a carriage return without a line feed",
            accepted: "CRLF or LF at the end of a line")
    }

    private func notUTF8(at offset: Int, _ row: Row) -> InterchangeError {
        let hex = String(bytes[offset], radix: 16, uppercase: true)
        if encoding == .windows1252 {
            return InterchangeError(
                .notWindows1252, at: place(of: offset, in: row), value: hex,
                "the byte \(hex) is not a character of Windows-1252", accepted: "UTF-8; save the table as \"CSV UTF-8\""
            )
        }
        let seen = Windows1252.character(bytes[offset]).map {
            "; the text looks like Windows-1252, where it is \"\($0)\""
        }
        return InterchangeError(
            .notUTF8, at: place(of: offset, in: row), value: hex, "the byte \(hex) is not UTF-8\(seen ?? "")",
            accepted: "UTF-8; save the table as \"CSV UTF-8\", or say encoding = \"windows-1252\" in the mapping")
    }

    /// Returns the place of a byte of the row; its column is that of its cell, unless another column is given.
    private func place(of offset: Int, in row: Row, column: Int? = nil) -> CSVPlace {
        let before = bytes[row.start..<offset]
        let lineStart = before.lastIndex(of: Self.newline).map { $0 + 1 } ?? row.start
        return CSVPlace(
            line: row.line + before.count { $0 == Self.newline },
            column: column ?? row.starts.count { $0 <= offset },
            character: String(decoding: bytes[lineStart..<offset], as: UTF8.self).count + 1)
    }

    // MARK: - Bytes

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private var isLineEnd: Bool {
        peek == Self.newline
            || (peek == Self.carriageReturn && at + 1 < bytes.count && bytes[at + 1] == Self.newline)
    }

    private mutating func skipLineEnd() {
        guard isLineEnd else { return }
        at += peek == Self.carriageReturn ? 2 : 1
    }
}
