internal import CanonicalJSON

/// A sequence of commands made from the rows of a sheet according to a mapping.
///
/// The first row contains the headers, in any order. The mapping must name each of them, and each column of the mapping must be
/// present. If not, `next` returns everything that is wrong with the headers, and then ends. Each further row becomes a command
/// or a list of its problems; a row with problems does not end the reading. Rows with only empty cells are skipped. If two rows
/// have the same id, that is a problem of the second.
public struct CSVCommands: Sequence, IteratorProtocol, Sendable {
    private let mapping: CSVMapping
    private let file: String
    private let bytes: [UInt8]
    /// The encoding of the sheet, as the mapping says or as it was detected.
    public let encoding: CSVEncoding
    private var reader: CSVReader
    /// The headers, after they were read and checked.
    private var headers: [String]?
    private var hasEnded = false
    /// The line of the first row with each id.
    private var lines: [String: Int] = [:]

    /// Creates the sequence of commands of a sheet.
    ///
    /// - Parameters:
    ///   - bytes: The whole sheet as CSV, in the mapping's encoding.
    ///   - file: The file's name without its directories, for a mapping that makes ids from file and line.
    ///   - mapping: The meaning of the columns.
    public init(_ bytes: [UInt8], file: String, mapping: CSVMapping) {
        self.mapping = mapping
        self.file = file
        self.bytes = bytes
        encoding = mapping.encoding ?? CSVEncoding(findingIn: bytes)
        reader = CSVReader(bytes, delimiter: mapping.delimiter, encoding: encoding)
    }

    /// Returns the result of the next row; nil at the end.
    public mutating func next() -> MappedRow? {
        guard !hasEnded else { return nil }
        guard let headers else { return readHeaders() ?? next() }
        while let row = reader.next() {
            switch row {
            case .success(let row):
                if !row.isEmpty { return command(row, headers) }
            case .failure(var error):
                if let place = error.place, place.column <= headers.count {
                    error.place = place.under(headers[place.column - 1])
                }
                return .problems(line: error.place?.line ?? 1, [error])
            }
        }
        hasEnded = true
        return nil
    }

    // MARK: - The headers

    /// Reads the first row, and returns its problems; nil if there are none.
    private mutating func readHeaders() -> MappedRow? {
        var problems: [InterchangeError]
        switch reader.next() {
        case nil: problems = [InterchangeError(.missingHeaderRow, "the sheet is empty", accepted: "a row of headers")]
        case .failure(let error): problems = [error]
        case .success(let row):
            problems = self.problems(ofHeaders: row)
            headers = row.cells.map { trimmed($0.text) }
        }
        guard !problems.isEmpty else { return nil }
        if let found = otherDelimiter { problems = [wrongDelimiter(found)] }
        hasEnded = true
        return .problems(line: 1, problems)
    }

    /// Returns the delimiter that the sheet really has, if it differs from the mapping's: with it, more cells of the first row
    /// are headers of the mapping.
    private var otherDelimiter: CSVDelimiter? {
        let known = mapping.headers
        func count(_ delimiter: CSVDelimiter) -> Int {
            var reader = CSVReader(bytes, delimiter: delimiter, encoding: encoding)
            guard case .success(let row)? = reader.next() else { return 0 }
            return row.cells.count { known.contains(trimmed($0.text)) }
        }
        let own = count(mapping.delimiter)
        let best = CSVDelimiter.allCases.filter { $0 != mapping.delimiter }.max { count($0) < count($1) }
        return best.flatMap { count($0) > own ? $0 : nil }
    }

    private func wrongDelimiter(_ found: CSVDelimiter) -> InterchangeError {
        InterchangeError(
            .wrongDelimiter, at: CSVPlace(line: 1, column: 1, character: 1), value: found.description,
            "the sheet's cells are separated by \(found), but the mapping says \(mapping.delimiter)",
            accepted: "delimiter = \(found) in the mapping, or a sheet saved with \(mapping.delimiter)")
    }

    private func problems(ofHeaders row: CSVRow) -> [InterchangeError] {
        var problems: [InterchangeError] = []
        var seen: Set<String> = []
        let known = mapping.headers
        for cell in row.cells {
            let header = trimmed(cell.text)
            let place = cell.place.under(header)
            if !known.contains(header) {
                problems.append(
                    InterchangeError(
                        .unknownHeader, at: place, value: header, "the mapping has no column \"\(header)\"",
                        accepted: known.joined(separator: ", ")))
            } else if !seen.insert(header).inserted {
                problems.append(
                    InterchangeError(
                        .repeatedHeader, at: place, value: header, "the header \"\(header)\" is repeated",
                        accepted: "each header once"))
            }
        }
        let found = row.cells.map { trimmed($0.text) }
        // A missing column is reported after the last character of the row.
        let last = row.cells.last.map { $0.place.character + $0.text.count } ?? 1
        let end = CSVPlace(line: 1, column: row.cells.count + 1, character: last)
        for header in needed where !found.contains(header) {
            problems.append(
                InterchangeError(
                    .missingHeader, at: end.under(header), value: header, "the column \"\(header)\" is missing",
                    accepted: "a column \"\(header)\"; the sheet has \(found.joined(separator: ", "))"))
        }
        return problems
    }

    /// The headers that a sheet must have: those of fields, and those from which the id is made.
    private var needed: [String] {
        var needed = mapping.columns.map(\.header)
        if case .columns(_, let parts) = mapping.identity { needed += parts.filter { !needed.contains($0) } }
        return needed
    }

    // MARK: - A row

    private mutating func command(_ row: CSVRow, _ headers: [String]) -> MappedRow {
        var problems: [InterchangeError] = []
        var data = mapping.constants
        var identifying: [String: String] = [:]
        for (cell, header) in zip(row.cells, headers) {
            let text = trimmed(cell.text)
            let place = cell.place.under(header)
            guard let column = mapping.columns.first(where: { $0.header == header }) else {
                identifying[header] = text
                continue
            }
            do throws(InterchangeError) {
                guard let value = try Self.value(of: column, text, place) else { continue }
                data.members.append(JSONObject.Member(column.field, value))
                identifying[header] = value.cellText
            } catch {
                problems.append(error)
            }
        }
        guard problems.isEmpty else { return .problems(line: row.line, problems) }
        do throws(InterchangeError) {
            let id = try self.id(row, identifying)
            if let field = mapping.idField { data.members.append(JSONObject.Member(field, .string(id))) }
            let command: JSON = ["command": .string(mapping.command), "data": .object(data), "id": .string(id)]
            return .command(line: row.line, command.canonicalBytes)
        } catch {
            return .problems(line: row.line, [error])
        }
    }

    /// Returns the value of the field; nil for an empty cell that may be empty.
    private static func value(
        of column: CSVMapping.Column, _ text: String, _ place: CSVPlace
    ) throws(InterchangeError) -> JSON? {
        let reading = CellReading(kind: column.kind, text: text, place: place)
        guard text.isEmpty else { return try reading.value() }
        if case .boolean(let yes, let no) = column.kind, yes.contains("") || no.contains("") {
            return try reading.value()
        }
        guard column.isRequired else { return nil }
        throw InterchangeError(
            .emptyCell, at: place, value: "", "the cell is empty", accepted: "a value for the field \(column.field)")
    }

    private mutating func id(_ row: CSVRow, _ identifying: [String: String]) throws(InterchangeError) -> String {
        let parts: [String]
        switch mapping.identity {
        case .columns(_, let headers): parts = headers.map { identifying[$0] ?? "" }
        case .fileLine: parts = [file, "\(row.line)"]
        }
        let place = row.cells.first?.place
        guard parts.contains(where: { !$0.isEmpty }) else {
            throw InterchangeError(
                .emptyCell, at: place, value: "", "all columns from which the row's id is made are empty",
                accepted: "a value in at least one of them")
        }
        guard let id = CommandID.make(prefix: mapping.identity.prefix, parts: parts) else {
            throw InterchangeError(
                .longID, at: place, value: parts.joined(separator: ":"),
                "the row's id would have more than \(CommandID.longest) characters",
                accepted: "an id made from fewer or shorter columns")
        }
        if let line = lines.updateValue(row.line, forKey: id) {
            lines[id] = line
            throw InterchangeError(
                .repeatedID, at: place, value: id, "the row has the same id, \(id), as the row on line \(line)",
                accepted: "columns for the id whose values differ between the rows")
        }
        return id
    }
}

extension CSVPlace {
    /// Returns this place in the column with that header.
    fileprivate func under(_ header: String) -> CSVPlace {
        CSVPlace(line: line, column: column, character: character, header: header)
    }
}
