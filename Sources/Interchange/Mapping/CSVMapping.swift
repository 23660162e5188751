public import CanonicalJSON

/// A mapping of the rows of a spreadsheet to commands of labd: which column becomes which field, the form of its cells, and the
/// fields that are the same in every command.
///
/// A mapping describes only the form of the cells. labd decides, when the command arrives, whether a worker exists, whether a
/// place belongs to the line, or whether a number may be zero.
public struct CSVMapping: Sendable, Hashable {
    /// The command that is made from every row: `hours.log`.
    public let command: String
    /// The delimiter between the cells.
    public let delimiter: CSVDelimiter
    /// The encoding of the sheet; nil if it is to be detected.
    public let encoding: CSVEncoding?
    /// The columns that become fields, in any order.
    public let columns: [Column]
    /// Headers of columns of the sheet that do not become fields. Any other header is an error, so that no column is lost
    /// because its name is misspelt.
    public let ignored: [String]
    /// Fields that have the same value in every command.
    public let constants: JSONObject
    /// How the id of a command is made.
    public let identity: Identity
    /// The data field, if any, that gets the command's id too: the `entry` of hours or the `contact` of a contact, in sheets
    /// whose rows do not have such an id.
    public let idField: String?

    /// Creates a mapping from its parts.
    ///
    /// - Throws: `InterchangeError` with the code `badMapping` if it has no column, repeats a header or a field, makes the id
    ///   from unknown headers or with a prefix that an id must not contain, or has a list without a separator, a first year of
    ///   two digits outside 1900–9900, or a word that is both yes and no.
    public init(
        command: String, delimiter: CSVDelimiter = .comma, encoding: CSVEncoding? = nil, columns: [Column],
        ignored: [String] = [],
        constants: JSONObject = [:], identity: Identity, idField: String? = nil
    ) throws(InterchangeError) {
        self.command = command
        self.delimiter = delimiter
        self.encoding = encoding
        self.columns = columns
        self.ignored = ignored
        self.constants = constants
        self.identity = identity
        self.idField = idField
        try check()
    }

    /// Every header of a sheet for this mapping, including the ignored ones.
    var headers: [String] { columns.map(\.header) + ignored }

    // MARK: - Contradictions

    private func check() throws(InterchangeError) {
        guard !command.isEmpty else { throw Self.bad(command, "the mapping names no command") }
        guard !columns.isEmpty else { throw Self.bad(command, "the mapping names no column") }
        if let header = Self.repeated(headers) { throw Self.bad(header, "the mapping has \(header) twice") }
        let fields = columns.map(\.field) + constants.members.map(\.name) + [idField].compactMap(\.self)
        if let field = Self.repeated(fields) { throw Self.bad(field, "the mapping sets the field \(field) twice") }
        for column in columns { try check(column) }
        guard CommandID.isText(identity.prefix) else {
            throw Self.bad(identity.prefix, "the prefix of ids has a character that an id must not contain")
        }
        guard case .columns(_, let parts) = identity else { return }
        guard !parts.isEmpty else { throw Self.bad("id", "the mapping makes the id from no column") }
        for part in parts where !headers.contains(part) {
            throw Self.bad(part, "the id is made from a column \(part), which the mapping does not name")
        }
    }

    private func check(_ column: Column) throws(InterchangeError) {
        switch column.kind {
        case .day(_, let firstYear) where !(1900...9900).contains(firstYear):
            throw Self.bad(column.header, "the first year of \(column.header) is not within 1900–9900")
        case .list(let separator) where separator.isEmpty:
            throw Self.bad(column.header, "the list in \(column.header) has no separator")
        case .boolean(let yes, let no):
            let both = Set(yes.map { $0.lowercased() }).intersection(no.map { $0.lowercased() })
            if let word = both.min() { throw Self.bad(column.header, "\"\(word)\" is both yes and no") }
        default: return
        }
    }

    private static func bad(_ value: String, _ detail: String) -> InterchangeError {
        InterchangeError(.badMapping, value: value, detail)
    }

    private static func repeated(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }
}
