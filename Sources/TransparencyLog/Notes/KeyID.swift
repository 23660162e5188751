/// The four bytes that, with its name, say which key made a signature (C2SP signed-note).
///
/// Short on purpose: a name for a key, not a commitment to it.
public struct KeyID: Sendable, Hashable, BitwiseCopyable {
    /// The four bytes, read as a big-endian number.
    public let value: UInt32

    /// The id of this number.
    public init(_ value: UInt32) {
        self.value = value
    }

    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
    public init(name: KeyName, type: SignatureType, publicKey: [UInt8], using sha256: SHA256Function) {
        let hash = sha256.plain(Array(name.text.utf8) + [newline, type.rawValue] + publicKey)
        self.init(hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
    }

    /// The four bytes, in order.
    public var bytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
}

extension KeyID: CustomStringConvertible {
    /// Eight lowercase hexadecimal digits, as in verifier keys.
    public var description: String { Hex.encode(bytes.span) }
}

/// What a key signs, and how (C2SP signed-note, “Signature types”).
public enum SignatureType: UInt8, Sendable, Hashable {
    /// Ed25519 over the note's text.
    case ed25519 = 0x01
    /// A witness' timestamped Ed25519 cosignature of a checkpoint (C2SP tlog-cosignature).
    case cosignature = 0x04
}
