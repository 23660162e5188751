public import CanonicalJSON

/// How rows of a spreadsheet become commands of labd: which column is which field, in which form, and what stands in
/// every command.
///
/// A mapping says what the sheet's cells look like, no more: whether a worker exists, a place is the line's or a number
/// may be zero is for labd to decide when the command arrives.
public struct CSVMapping: Sendable, Hashable {
    /// The command that every row becomes: `hours.log`.
    public let command: String
    /// What stands between the cells.
    public let delimiter: CSVDelimiter
    /// How the sheet's characters are bytes; nil where that is to be found out.
    public let encoding: CSVEncoding?
    /// The columns that become fields, in any order.
    public let columns: [Column]
    /// Headers of columns that the sheet has and that become no field. Any other header is an error, so that no
    /// column is lost for a misspelt name.
    public let ignored: [String]
    /// Fields that have the same value in every command.
    public let constants: JSONObject
    /// Where a command's id comes from.
    public let identity: Identity
    /// The data field, if any, that gets the command's id too: the `entry` of hours or the `contact` of a contact, in
    /// sheets whose rows have no such id of their own.
    public let idField: String?

    /// A mapping of those parts.
    ///
    /// - Throws: `InterchangeError` with the code `badMapping` if it has no column, a header or a field twice, an id of
    ///   unknown headers or a prefix with characters that ids do not take, a list without a separator, a first year
    ///   of two digits outside 1900–9900, or a word that is both yes and no.
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

    /// Every header that a sheet for this mapping has, or may have if it is ignored.
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
            throw Self.bad(identity.prefix, "the prefix of ids has a character that ids do not take")
        }
        guard case .columns(_, let parts) = identity else { return }
        guard !parts.isEmpty else { throw Self.bad("id", "the mapping's id is of no columns") }
        for part in parts where !headers.contains(part) {
            throw Self.bad(part, "the id is of a column \(part), which the mapping does not name")
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
