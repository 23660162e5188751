import LMDB
import TransparencyCrypto
import TransparencyLog

/// Signs the log's checkpoints (C2SP tlog-checkpoint), under the log's origin as the key's name.
struct LogSigner: Sendable {
    private let signer: NoteSigner

    /// What verifies the signatures.
    var key: VerifierKey { signer.key }
    /// The log's name in its checkpoints.
    var origin: String { signer.key.name.text }

    init(_ key: SigningKey, origin: String) throws(LedgerError) {
        do {
            signer = try key.signer(name: origin, type: .ed25519)
        } catch {
            throw .invalid(field: "origin", detail: "it cannot name the key that signs checkpoints: \(error)")
        }
    }

    /// The signed checkpoint of a tree.
    func checkpoint(_ tree: LogTree) throws(LedgerError) -> SignedNote {
        do {
            let text = try Checkpoint(origin: origin, size: tree.size, root: tree.root()).text
            return try SignedNote(text, signatures: [try signer.sign(text)])
        } catch {
            throw .failed(detail: "the checkpoint of \(tree.size) events could not be signed: \(error)")
        }
    }
}

extension Store {
    private static let checkpointKey = Array("checkpoint".utf8)
    private static let witnessedKey = Array("witnessed".utf8)

    /// Puts a checkpoint, in the transaction of what it is about.
    func put(_ checkpoint: SignedNote, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        try transaction.put(meta, Self.checkpointKey.span, checkpoint.bytes.span)
    }

    /// The last checkpoint; nil if there is none that can be read.
    func checkpoint(_ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) -> SignedNote? {
        try note(Self.checkpointKey, transaction)
    }

    /// Puts the last checkpoint that a witness cosigned.
    func putWitnessed(_ checkpoint: SignedNote, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        try transaction.put(meta, Self.witnessedKey.span, checkpoint.bytes.span)
    }

    /// The last checkpoint that a witness cosigned; nil if there is none that can be read.
    func witnessed(_ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) -> SignedNote? {
        try note(Self.witnessedKey, transaction)
    }

    private func note(
        _ key: [UInt8], _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> SignedNote? {
        try transaction.get(meta, key.span) { try? SignedNote(parsing: $0) } ?? nil
    }
}
