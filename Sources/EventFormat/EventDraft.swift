public import CanonicalJSON

/// The types of the events by which labd itself begins a log, and a generation of it.
public enum LogEvent {
    /// The log's first event, which says whose log it is.
    public static let created = "log.created"
    /// The first event after a restore that gave up events.
    public static let restored = "log.restored"
}

/// An event that a command causes, before it has its place in the log.
public struct EventDraft: Sendable, Hashable {
    /// The stream: 1–200 printable ASCII characters, no space, quote or backslash.
    public var subject: String
    /// The event's type, of the same characters.
    public var type: String
    /// The version of `data` for this type, from 1.
    public var schema: Int
    /// The civil day on which it happened, `YYYY-MM-DD`.
    public var occurred: String
    /// The clear fields, including flags: a JSON object in canonical form, which is stored unchanged.
    public var data: [UInt8]

    /// The greatest number of bytes of a stream's name, of an event's and of an owner's: well within a key of LMDB's.
    package static let nameLimit = 200

    /// Creates a draft of an event, whose data must be a JSON object in canonical form.
    public init(subject: String, type: String, schema: Int, occurred: String, canonicalData: [UInt8]) {
        self.subject = subject
        self.type = type
        self.schema = schema
        self.occurred = occurred
        data = canonicalData
    }

    /// Creates a draft of an event.
    public init(subject: String, type: String, schema: Int, occurred: String, data: JSONObject) {
        self.init(
            subject: subject, type: type, schema: schema, occurred: occurred, canonicalData: data.canonicalBytes)
    }
}
