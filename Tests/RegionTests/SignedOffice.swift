import TransparencyCrypto
import TransparencyLog

/// A log's key, and checkpoints that it signs.
struct SignedOffice {
    let signer: NoteSigner
    var key: VerifierKey { signer.key }

    init(seed: UInt8, name: String = "labd.example/chiari") throws {
        guard let key = SigningKey(seed: [UInt8](repeating: seed, count: 32)) else { throw Unusable() }
        signer = try key.signer(name: name, type: .ed25519)
    }

    struct Unusable: Error {}

    func checkpoint(of size: Int, root: Hash) throws -> SignedNote {
        let text = try Checkpoint(origin: key.name.text, size: size, root: root).text
        return try SignedNote(text, signatures: [try signer.sign(text)])
    }
}
