public import CanonicalJSON
import Crypto

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
    /// By what the owner can be found, see ``KeyStore/owners(of:)``; not kept with the fields.
    public var terms: [[UInt8]] = []

    /// Fields of `owner`.
    public init(owner: String, fields: [UInt8], terms: [[UInt8]] = []) {
        self.owner = owner
        self.fields = fields
        self.terms = terms
    }
}

/// By what a repetition of a command is told from a reused id: the SHA-256 of its body.
///
/// Where the body holds personal fields, what is kept is the HMAC of it under the key of the fields' owner: once that key
/// is destroyed it says nothing any more, also to whoever guesses. A body without any stands in the log in clear.
public struct BodyDigest: Sendable, Hashable {
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

    /// The digest of a body in canonical form.
    public init(of body: [UInt8]) { self.init(Array(SHA256.hash(data: body))) }

    private init(_ bytes: [UInt8]) {
        guard let digest = BodyDigest(bytes.span) else { preconditionFailure("SHA-256 has 32 bytes") }
        self = digest
    }

    /// What is kept of it where the body holds fields that are sealed with `key`.
    func keyed(by key: SymmetricKey) -> BodyDigest {
        var bytes = SealedBox.context("body", "")
        append(to: &bytes)
        return BodyDigest(Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key)))
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
    /// The digest of what was sent.
    public var bodyDigest: BodyDigest
    /// When it is recorded; not before the last event.
    public var time: Timestamp
    /// Its events, in order, at least one.
    public var drafts: [EventDraft]
    /// Its personal fields, sealed with the first event.
    public var sealed: SealedFields?

    /// A command's record.
    public init(
        id: String, actor: String, bodyDigest: BodyDigest, time: Timestamp, drafts: [EventDraft],
        sealed: SealedFields? = nil
    ) {
        self.id = id
        self.actor = actor
        self.bodyDigest = bodyDigest
        self.time = time
        self.drafts = drafts
        self.sealed = sealed
    }
}

extension CommandRecord {
    /// An event that no command causes: its `cause` is labd's own, see ``OwnCause``.
    public init(own draft: EventDraft, actor: String, time: Timestamp) {
        self.init(id: Receipt.ownPrefix, actor: actor, bodyDigest: BodyDigest(of: []), time: time, drafts: [draft])
    }

    /// Whether no command causes it.
    var isOwn: Bool { id.hasPrefix(Receipt.ownPrefix) }
}

/// The `cause` of an event that no command caused, but labd itself: `labd:` and 128 random bits as 32 hexadecimal digits.
///
/// What such an event says can be guessed: who looked at whom, and when. The hashes of lines are shown to those who may not
/// read lines; with the random bits among its bytes, no hash confirms a guess. Logs begun before have `labd` alone.
public enum OwnCause {
    /// What every such cause begins with.
    public static let prefix = "labd:"

    /// Another one each time.
    static func make(_ random: inout RandomPool) -> String {
        var bytes: [UInt8] = []
        random.append(16, to: &bytes)
        let digits = Array("0123456789abcdef".utf8)
        return prefix + String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Whether an event's cause says that labd itself caused it.
    public static func isOne(_ cause: String) -> Bool { cause == "labd" || cause.hasPrefix(prefix) }
}

/// A command in the log.
public struct RecordedCommand: Sendable, Hashable {
    /// What is kept of the body that was accepted, see ``Ledger/isRepetition(_:of:)``.
    public let bodyDigest: BodyDigest
    /// The positions of its events.
    public let positions: Range<Int>

    init(bodyDigest: BodyDigest, positions: Range<Int>) {
        self.bodyDigest = bodyDigest
        self.positions = positions
    }

    init(_ receipt: Receipt, at position: Int) {
        bodyDigest = receipt.bodyDigest
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
