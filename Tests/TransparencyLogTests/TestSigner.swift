import TransparencyCrypto
import TransparencyLog

extension SHA256Function {
    /// The hash of a leaf that is text.
    func leaf(_ entry: String) -> Hash { leaf(Array(entry.utf8)) }

    /// The hash of a leaf of these bytes.
    func leaf(_ entry: [UInt8]) -> Hash { leaf(entry.span) }
}

extension NoteSigner {
    /// A signer called `name`, whose private key is 32 times the byte `seed`.
    static func seeded(_ name: String, _ type: SignatureType = .ed25519, seed: UInt8) throws -> NoteSigner {
        guard let key = SigningKey(seed: [UInt8](repeating: seed, count: SigningKey.seedByteCount)) else {
            throw TransparencyLogError.signatureMissing
        }
        return try key.signer(name: name, type: type)
    }
}
