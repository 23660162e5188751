import CivilTime
import EventFormat

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

extension EventDraft {
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
        guard EventLine.takes(actor: actor) else {
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
