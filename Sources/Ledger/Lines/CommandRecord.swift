import CanonicalJSON
public import CivilTime
import Crypto
public import EventFormat
import TransparencyLog

/// Personal fields, which are sealed in a box.
public struct SealedFields: Sendable, Hashable {
    /// The owner of the key: 1–200 characters, the same as for a stream.
    public var owner: String
    /// The fields as canonical JSON.
    public var fields: [UInt8]
    /// The terms by which the owner can be found, see ``KeyStore/owners(of:)``; they are not stored with the fields.
    public var terms: [[UInt8]] = []

    /// Creates sealed fields of `owner`.
    public init(owner: String, fields: [UInt8], terms: [[UInt8]] = []) {
        self.owner = owner
        self.fields = fields
        self.terms = terms
    }
}

/// The digest that distinguishes a repeated command from a reused id: the SHA-256 of the command's body.
///
/// If the body contains personal fields, the log stores an HMAC of the digest under the key of the fields' owner. Once that key
/// is destroyed, the HMAC reveals nothing, even to somebody who guesses. A body without personal fields is in the log in clear.
public struct BodyDigest: Sendable, Hashable {
    /// The number of bytes of a digest.
    static let count = Hash.byteCount
    /// What is stored for an event that no command caused.
    static let zero = BodyDigest(Hash(littleEndianWords: 0, 0, 0, 0))
    private let hash: Hash

    private init(_ hash: Hash) { self.hash = hash }

    /// Creates a digest from its bytes; nil unless there are 32.
    public init?(_ bytes: Span<UInt8>) {
        guard let hash = Hash(bytes) else { return nil }
        self.hash = hash
    }

    /// Computes the digest of a body in canonical form.
    public init(of body: [UInt8]) { self.init(Array(SHA256.hash(data: body))) }

    private init(_ bytes: [UInt8]) {
        guard let digest = BodyDigest(bytes.span) else { preconditionFailure("SHA-256 has 32 bytes") }
        self = digest
    }

    /// Returns what is stored of the digest if the body contains fields that are sealed with `key`.
    func keyed(by key: SymmetricKey) -> BodyDigest {
        let bytes = SealedBox.context("body", "") + hash.bytes
        return BodyDigest(Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key)))
    }

    /// The most bits in which a stored digest may differ from that of the same body.
    private static let damageLimit = 16

    /// Returns whether this digest, as it was stored, is that of the same body as `other`.
    ///
    /// No line and no hash covers what is stored of a body, so that nothing would detect that a disk has flipped a bit of it, and
    /// the command, sent again, would be taken for another one. Digests of different bodies differ in about half of their 256 bits, and
    /// in 16 or fewer once in 2^173 pairs: where so few differ, it is the same body, and the stored digest is damaged.
    func isStored(of other: BodyDigest) -> Bool {
        var difference = 0
        for (byte, expected) in zip(hash.bytes, other.hash.bytes) { difference += (byte ^ expected).nonzeroBitCount }
        return difference <= Self.damageLimit
    }

    func append(to bytes: inout [UInt8]) { hash.append(to: &bytes) }
}

/// An accepted command with its events.
public struct CommandRecord: Sendable {
    /// The command's id, 1–64 bytes: the events' `cause`.
    public var id: String
    /// The account that sent it.
    public var actor: String
    /// The digest of the command's body.
    public var bodyDigest: BodyDigest
    /// The time of recording, which is not before the last event.
    public var time: Instant
    /// Its events, in order; there is at least one.
    public var drafts: [EventDraft]
    /// Its personal fields, sealed with the first event.
    public var sealed: SealedFields?

    /// Creates the record of a command.
    public init(
        id: String, actor: String, bodyDigest: BodyDigest, time: Instant, drafts: [EventDraft],
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
    /// Creates the record of an event that no command caused; its `cause` is made by labd, see ``OwnCause``.
    public init(own draft: EventDraft, actor: String, time: Instant) {
        self.init(id: Receipt.ownPrefix, actor: actor, bodyDigest: BodyDigest(of: []), time: time, drafts: [draft])
    }

    /// Whether no command caused it.
    var isOwn: Bool { id.hasPrefix(Receipt.ownPrefix) }
}

/// The `cause` of an event that labd itself caused, and not a command: `labd:` and 128 random bits as 32 hexadecimal digits.
///
/// The content of such an event can be guessed: who looked at whom, and when. Accounts that may not read lines may see the
/// hashes of lines. Because of the random bits, no hash confirms a guess. Events in older logs have `labd` without random bits.
public enum OwnCause {
    /// The beginning of every such cause.
    public static let prefix = "labd:"

    /// Creates a new cause each time.
    static func make(_ random: inout RandomPool) -> String {
        var bytes: [UInt8] = []
        random.append(16, to: &bytes)
        return prefix + Hex.encode(bytes.span)
    }

    /// Returns whether an event's cause says that labd itself caused it.
    public static func isOne(_ cause: String) -> Bool { cause == "labd" || cause.hasPrefix(prefix) }
}

/// A command in the log.
public struct RecordedCommand: Sendable, Hashable {
    /// What is stored of the accepted body, see ``Ledger/isRepetition(_:of:)``.
    public let bodyDigest: BodyDigest
    /// The positions of its events.
    public let positions: Range<Int>
}

extension RecordedCommand {
    init(_ receipt: Receipt, at position: Int) {
        self.init(bodyDigest: receipt.bodyDigest, positions: position..<position + receipt.places.count)
    }
}

/// An event that has its place in the log.
public struct AppendedEvent: Sendable, Hashable {
    /// Its position in the log: 0, 1, 2…
    public let position: Int
    /// Its revision in its stream: 1, 2, 3…
    public let revision: Int
    /// Its stream.
    public let subject: String
    /// Its type.
    public let type: String
    /// When it was recorded.
    public let time: Instant
}
