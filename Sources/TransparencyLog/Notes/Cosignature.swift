/// A witness's statement that, as of a time, a checkpoint is the largest consistent one that it has seen of a log (C2SP
/// tlog-cosignature, cosignature/v1).
public struct Cosignature: Sendable, Hashable {
    /// When the witness signed, in seconds since 1970-01-01T00:00:00Z. The time is signed too.
    public let time: Int
    /// The Ed25519 signature of ``message(of:at:)``, 64 bytes.
    public let signature: [UInt8]

    /// Creates a cosignature from a time, which is not negative, and 64 bytes of signature.
    ///
    /// - Throws: `cosignature-malformed`.
    public init(time: Int, signature: [UInt8]) throws(TransparencyLogError) {
        guard time >= 0, signature.count == Ed25519.signatureByteCount else {
            throw .malformed(.cosignature, line: 0, detail: "expected a time from 0 on and a signature of 64 bytes")
        }
        self.time = time
        self.signature = signature
    }

    /// Reads the cosignature in a note's signature of the type 0x04: 8 bytes of time, big-endian, and 64 bytes of signature.
    ///
    /// - Throws: `cosignature-malformed`, also for times beyond 2^63 − 1.
    public init(_ bytes: [UInt8]) throws(TransparencyLogError) {
        guard bytes.count == 8 + Ed25519.signatureByteCount else {
            throw .malformed(.cosignature, line: 0, detail: "expected 72 bytes")
        }
        let time = bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard let time = Int(exactly: time) else {
            throw .malformed(.cosignature, line: 0, detail: "the time is beyond 2^63 − 1")
        }
        try self.init(time: time, signature: Array(bytes.dropFirst(8)))
    }

    /// The 72 bytes that ``init(_:)`` reads.
    public var bytes: [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: time >> $0) } + signature
    }

    /// Returns the message that a witness signs: the line `cosignature/v1`, a line with `time` and the seconds, and the
    /// checkpoint's text.
    public static func message(of checkpoint: Checkpoint, at time: Int) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + checkpoint.text.utf8
    }
}
