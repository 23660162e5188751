import Crypto
import TransparencyLog

extension SHA256Function {
    /// swift-crypto's SHA-256, wired as a composition root would.
    static let crypto = SHA256Function { head, tail in
        var hasher = SHA256()
        // The buffers live as long as the spans they are borrowed from; update copies what it keeps.
        unsafe head.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        unsafe tail.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        // A SHA-256 digest has 32 bytes: the four loads are within it.
        return unsafe hasher.finalize().withUnsafeBytes { digest in
            unsafe Hash(
                littleEndianWords: UInt64(littleEndian: digest.loadUnaligned(as: UInt64.self)),
                UInt64(littleEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt64(littleEndian: digest.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
                UInt64(littleEndian: digest.loadUnaligned(fromByteOffset: 24, as: UInt64.self)))
        }
    }

    /// The hash of a leaf that is text.
    func leaf(_ entry: String) -> Hash { leaf(Array(entry.utf8)) }

    /// The hash of a leaf of these bytes.
    func leaf(_ entry: [UInt8]) -> Hash { leaf(entry.span) }
}

extension Ed25519 {
    /// swift-crypto's Ed25519.
    static let crypto = Ed25519 { signature, message, publicKey in
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

extension NoteSigner {
    /// A signer called `name`, whose private key is 32 times the byte `seed`.
    static func seeded(_ name: String, _ type: SignatureType = .ed25519, seed: UInt8) throws -> NoteSigner {
        let bytes = [UInt8](repeating: seed, count: 32)
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        let verifier = try VerifierKey(
            name: KeyName(name), type: type, publicKey: Array(key.publicKey.rawRepresentation), using: .crypto)
        return NoteSigner(key: verifier) { message in
            guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else { return nil }
            return (try? key.signature(for: message)).map { Array($0) }
        }
    }
}
