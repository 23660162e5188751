import Crypto
public import TransparencyLog

extension Ed25519 {
    /// Ed25519 (RFC 8032) by swift-crypto.
    public static let crypto = Ed25519 { signature, message, publicKey in
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// The private half of a key that signs checkpoints, or cosigns them.
///
/// It is stored and read as its seed of 32 bytes (RFC 8032 § 5.1.5). Its name, and what it signs, are given where it is used.
public struct SigningKey: Sendable {
    /// How many bytes a seed has.
    public static let seedByteCount = 32

    private let key: Curve25519.Signing.PrivateKey

    /// Creates a new key from the system's random source.
    public init() {
        key = Curve25519.Signing.PrivateKey()
    }

    /// Creates the key of a seed; nil unless the seed has 32 bytes.
    public init?(seed: [UInt8]) {
        guard seed.count == Self.seedByteCount, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else { return nil }
        self.key = key
    }

    /// The seed. Anybody who has it can sign in the key's name.
    public var seed: [UInt8] { Array(key.rawRepresentation) }

    /// Returns a signer of notes that uses this key under a name.
    ///
    /// - Throws: `key-name-malformed`.
    public func signer(name: String, type: SignatureType) throws(TransparencyLogError) -> NoteSigner {
        let verifier = try VerifierKey(
            name: KeyName(name), type: type, publicKey: Array(key.publicKey.rawRepresentation), using: .crypto)
        let key = key
        return NoteSigner(key: verifier) { message in (try? key.signature(for: message)).map { Array($0) } }
    }
}
