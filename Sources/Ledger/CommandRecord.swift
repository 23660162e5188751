public import CanonicalJSON

/// An event that a command asks for, before it has its place in the log.
public struct EventDraft: Sendable, Hashable {
    /// The stream: 1–200 printable ASCII characters, no space, quote or backslash.
    public var subject: String
    /// The event's name, of the same characters.
    public var type: String
    /// The version of `data` for this type, from 1.
    public var schema: Int
    /// The civil day on which it happened, `YYYY-MM-DD`.
    public var occurred: String
    /// The clear fields, flags among them: one JSON object in canonical form, stored as it is.
    public var data: [UInt8]

    /// A draft of an event, whose data must be one JSON object in canonical form.
    public init(subject: String, type: String, schema: Int, occurred: String, canonicalData: [UInt8]) {
        self.subject = subject
        self.type = type
        self.schema = schema
        self.occurred = occurred
        data = canonicalData
    }

    /// A draft of an event.
    public init(subject: String, type: String, schema: Int, occurred: String, data: JSONObject) {
        self.init(
            subject: subject, type: type, schema: schema, occurred: occurred, canonicalData: data.canonicalBytes)
    }
}

/// Personal fields, which go into a box of their own.
public struct SealedFields: Sendable, Hashable {
    /// Under whose key: 1–200 characters as those of a stream.
    public var owner: String
    /// The fields as canonical JSON.
    public var fields: [UInt8]

    /// Fields of `owner`.
    public init(owner: String, fields: [UInt8]) {
        self.owner = owner
        self.fields = fields
    }
}

/// The HMAC of a command's body, by which a repetition is told from a reused id: 32 bytes.
public struct BodyMAC: Sendable, Hashable {
    /// How many bytes it has.
    static let count = 32
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Nil unless `bytes` are 32.
    public init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.count else { return nil }
        func word(_ start: Int) -> UInt64 {
            var word: UInt64 = 0
            for index in start..<start + 8 { word = word << 8 | UInt64(bytes[index]) }
            return word
        }
        words = (word(0), word(8), word(16), word(24))
    }

    /// Two are equal if all their bytes are.
    public static func == (left: Self, right: Self) -> Bool { left.words == right.words }

    /// By its bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

    func append(to bytes: inout [UInt8]) {
        for word in [words.0, words.1, words.2, words.3] { bytes.append(bigEndian: word) }
    }
}

/// A command that was accepted, and its events.
public struct CommandRecord: Sendable {
    /// The command's id, 1–64 bytes: the events' `cause`.
    public var id: String
    /// The account that sent it.
    public var actor: String
    /// See ``KeyStore/bodyMAC(over:)``.
    public var bodyMAC: BodyMAC
    /// When it is recorded; not before the last event.
    public var time: Timestamp
    /// Its events, in order, at least one.
    public var drafts: [EventDraft]
    /// Its personal fields, sealed with the first event.
    public var sealed: SealedFields?

    /// A command's record.
    public init(
        id: String, actor: String, bodyMAC: BodyMAC, time: Timestamp, drafts: [EventDraft], sealed: SealedFields? = nil
    ) {
        self.id = id
        self.actor = actor
        self.bodyMAC = bodyMAC
        self.time = time
        self.drafts = drafts
        self.sealed = sealed
    }
}

/// A command in the log.
public struct RecordedCommand: Sendable, Hashable {
    /// The HMAC of the body that was accepted.
    public let bodyMAC: BodyMAC
    /// The positions of its events.
    public let positions: Range<Int>

    init(_ receipt: Receipt, at position: Int) {
        bodyMAC = receipt.bodyMAC
        positions = position..<position + receipt.places.count
    }
}

/// An event that has its place in the log.
public struct AppendedEvent: Sendable, Hashable {
    /// 0, 1, 2… in the log.
    public let position: Int
    /// 1, 2, 3… in its stream.
    public let revision: Int
    /// Its stream.
    public let subject: String
    /// Its name.
    public let type: String
    /// When it was recorded.
    public let time: Timestamp
}
