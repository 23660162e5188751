/// A public key with its name, in the form that verifiers get: `name+hex(key id)+base64(type ‖ public key)` (C2SP signed-note,
/// “Verifier keys”). The id is always the one that C2SP derives from the rest.
public struct VerifierKey: Sendable, Hashable {
    /// The maximum number of bytes of a verifier key's text.
    public static let limit = KeyName.limit + 100

    /// The name, as in signature lines.
    public let name: KeyName
    /// The id, as in signature lines.
    public let id: KeyID
    /// The kind of its signatures.
    public let type: SignatureType
    /// The Ed25519 public key (RFC 8032 § 5.1.5), 32 bytes. Only verification checks whether it is a point.
    public let publicKey: [UInt8]

    /// Creates a key from its parts.
    ///
    /// - Throws: `verifier-key-malformed` if the public key does not have 32 bytes.
    public init(
        name: KeyName, type: SignatureType, publicKey: [UInt8], using sha256: SHA256Function
    ) throws(TransparencyLogError) {
        guard publicKey.count == Ed25519.publicKeyByteCount else {
            throw .malformed(.verifierKey, line: 0, detail: "an Ed25519 public key has 32 bytes")
        }
        self.name = name
        self.type = type
        self.publicKey = publicKey
        id = KeyID(name: name, type: type, publicKey: publicKey, using: sha256)
    }

    /// Reads a key from `text`.
    ///
    /// - Throws: `verifier-key-malformed`, `verifier-key-too-large` or `key-name-malformed`; `base64-malformed` and
    ///   `hex-malformed` for those parts; `key-type-unsupported` unless it is 0x01 or 0x04; `key-id-mismatch`.
    public init(parsing text: String, using sha256: SHA256Function) throws(TransparencyLogError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.limit else {
            throw .tooLarge(.verifierKey, limit: Self.limit, detail: "bytes")
        }
        // The base64 part may contain plus signs; name and id do not.
        let parts = bytes.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw .malformed(.verifierKey, line: 0, detail: "expected a name, an id and a key joined by plus signs")
        }
        let (nameText, idText, keyText) = (parts[0], parts[1], parts[2])
        let name = try KeyName(nameText.span)
        guard idText.count == 8 else {
            throw .malformed(.verifierKey, line: 0, detail: "expected a key id of eight hexadecimal digits")
        }
        let id = try Hex.decode(idText.span)
        let material = try Base64.decode(keyText.span)
        guard let first = material.first else {
            throw .malformed(.verifierKey, line: 0, detail: "expected a signature type and a public key")
        }
        guard let type = SignatureType(rawValue: first) else { throw .keyTypeUnsupported(first) }
        try self.init(name: name, type: type, publicKey: Array(material.dropFirst()), using: sha256)
        guard id == self.id.bytes else { throw .keyIDMismatch(name: name.text) }
    }
}

extension VerifierKey: CustomStringConvertible {
    /// The text that ``init(parsing:using:)`` reads.
    public var description: String { "\(name)+\(id)+\(Base64.encode(([type.rawValue] + publicKey).span))" }
}
