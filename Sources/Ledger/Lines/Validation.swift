import CivilTime

extension String {
    /// Whether the string is printable ASCII without space, quote and backslash, so that it can be written into a line or a key
    /// unchanged.
    var isPlain: Bool {
        for byte in utf8 where byte <= 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
        return true
    }

    /// Throws unless the string is plain and has 1 to `limit` bytes.
    func check(_ field: @autoclosure () -> String, atMost limit: Int) throws(LedgerError) {
        guard !isEmpty, utf8.count <= limit, isPlain else {
            throw .invalid(field: field(), detail: "expected 1–\(limit) printable ASCII characters without space")
        }
    }
}

extension CommandRecord {
    /// Whether the name of an account can be an event's `actor`: 1 to 200 bytes without control characters. Directory servers
    /// have names such as `DOM\anna`.
    public static func takes(actor name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= EventDraft.nameLimit
            && !name.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}

extension EventDraft {
    /// The maximum number of bytes of the name of a stream, a type or an owner, well within a key of LMDB.
    static let nameLimit = 200

    /// Throws unless the value can be stored.
    func check() throws(LedgerError) {
        try subject.check("subject", atMost: Self.nameLimit)
        try type.check("type", atMost: Self.nameLimit)
        guard schema >= 1, schema <= EventLine.greatest else {
            throw .invalid(field: "schema", detail: "expected 1 or more")
        }
        guard Day(occurred) != nil else { throw .invalid(field: "occurred", detail: "expected a day, YYYY-MM-DD") }
    }
}

extension CommandRecord {
    /// The maximum number of bytes of a command's id.
    static let idLimit = 64
    /// The maximum number of events of one command, which are counted in two bytes.
    static let eventLimit = 65_535

    /// Throws unless the value can be stored.
    func check() throws(LedgerError) {
        try id.check("id", atMost: Self.idLimit)
        guard Self.takes(actor: actor) else {
            throw .invalid(
                field: "actor", detail: "expected 1–\(EventDraft.nameLimit) bytes without control characters")
        }
        guard !drafts.isEmpty, drafts.count <= Self.eventLimit else {
            throw .invalid(field: "drafts", detail: "expected 1–\(Self.eventLimit) events")
        }
        for draft in drafts { try draft.check() }
        guard let sealed else { return }
        try sealed.owner.check("owner", atMost: EventDraft.nameLimit)
        guard sealed.fields.count <= EventLine.limit else { throw .tooLarge(bytes: sealed.fields.count) }
    }
}
