import TransparencyCrypto
import TransparencyLog

/// A log in memory, consisting of its leaf hashes, with its key and that of a witness.
struct TestLog {
    static let time = 1_700_000_000
    let origin: String
    var leaves: [Hash]
    let signer: NoteSigner
    let witnessSigner: NoteSigner

    /// Creates a log of `count` leaves; `salt` changes those from leaf `from` on.
    init(_ count: Int, origin: String = "example.com/log", salt: String = "", from: Int = 0, key: UInt8 = 1) throws {
        self.origin = origin
        leaves = (0..<count).map { index in
            SHA256Function.crypto.leaf(Array("leaf \(index)\(index >= from ? salt : "")".utf8).span)
        }
        signer = try Self.signer(key, origin, .ed25519)
        witnessSigner = try Self.signer(2, "example.com/witness", .cosignature)
    }

    static func signer(_ seed: UInt8, _ name: String, _ type: SignatureType) throws -> NoteSigner {
        guard let key = SigningKey(seed: Array(repeating: seed, count: 32)) else { throw FixtureError.seed }
        return try key.signer(name: name, type: type)
    }

    func root(_ size: Int) -> Hash {
        var frontier = Frontier()
        for leaf in leaves.prefix(size) { frontier.append(leaf, using: .crypto) }
        return frontier.root(using: .crypto)
    }

    func path(from first: Int, to second: Int) throws -> [Hash] {
        guard first > 0 else { return [] }
        return try ProofPlan.consistency(from: first, to: second).hashes(using: .crypto) { node in
            var level = Array(leaves[node.leaves])
            while level.count > 1 {
                level = stride(from: 0, to: level.count, by: 2).map {
                    SHA256Function.crypto.node(level[$0], level[$0 + 1])
                }
            }
            return level[0]
        }
    }

    func note(_ size: Int, root: Hash? = nil, extensions: [String] = []) throws -> SignedNote {
        let checkpoint = try Checkpoint(
            origin: origin, size: size, root: root ?? self.root(size), extensions: extensions)
        return try SignedNote(checkpoint.text, signatures: [signer.sign(checkpoint.text)])
    }

    func request(from first: Int, to second: Int) throws -> AddCheckpointRequest {
        try AddCheckpointRequest(oldSize: first, path: path(from: first, to: second), note: note(second))
    }

    /// The record of a witness that has cosigned `size`.
    func record(_ size: Int, at time: Int = time) throws -> WitnessRecord {
        let note = try note(size)
        let cosigned = try note.adding(witnessSigner.cosign(Checkpoint(note.text), at: time))
        return try WitnessRecord(cosigned, origin: origin, log: signer.key, witness: witnessSigner.key, using: .crypto)
    }

    func witness(_ size: Int?) throws -> Witness {
        if let size { Witness(continuing: try record(size)) } else { Witness(origin: origin, log: signer.key) }
    }

    func judge(
        _ request: AddCheckpointRequest, having size: Int?, signer: NoteSigner? = nil, at time: Int = time
    ) throws -> Witness.Approval {
        try witness(size).judge(
            request, signer: signer ?? witnessSigner, at: time, sha256: .crypto, ed25519: .crypto)
    }

    func parse(_ bytes: [UInt8]) throws(WitnessError) -> WitnessRecord {
        try WitnessRecord(
            parsing: bytes.span, origin: origin, log: signer.key, witness: witnessSigner.key, using: .crypto)
    }

    func change(from record: WitnessRecord, to note: SignedNote, path: [Hash]? = nil) throws -> LogChange {
        try record.change(to: note, path: path, sha256: .crypto, ed25519: .crypto)
    }
}

enum FixtureError: Error { case seed, store }

extension Hash {
    /// This hash with one bit changed.
    func flipped(_ bit: Int) -> Hash {
        var bytes = bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return Hash(bytes.span) ?? self
    }
}
