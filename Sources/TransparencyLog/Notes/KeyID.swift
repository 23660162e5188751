/// The four bytes that, together with its name, identify the key that made a signature (C2SP signed-note).
///
/// The id is short on purpose: it identifies a key, and does not commit to it.
public struct KeyID: Sendable, Hashable, BitwiseCopyable {
    /// The four bytes, read as a big-endian number.
    public let value: UInt32

    /// Creates the id with this number.
    public init(_ value: UInt32) {
        self.value = value
    }

    /// Derives the id of a key: the first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
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

/// The kind of a key's signatures (C2SP signed-note, “Signature types”).
public enum SignatureType: UInt8, Sendable, Hashable {
    /// Ed25519 over the note's text.
    case ed25519 = 0x01
    /// A witness's timestamped Ed25519 cosignature of a checkpoint (C2SP tlog-cosignature).
    case cosignature = 0x04
}
