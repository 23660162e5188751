import LMDB
import TransparencyCrypto
import TransparencyLog

/// A signer of the log's checkpoints (C2SP tlog-checkpoint). The name of its key is the log's origin.
struct LogSigner: Sendable {
    private let signer: NoteSigner

    /// The key that verifies the signatures.
    var key: VerifierKey { signer.key }
    /// The log's name in its checkpoints.
    var origin: String { signer.key.name.text }

    init(_ key: SigningKey, origin: String) throws(LedgerError) {
        do {
            signer = try key.signer(name: origin, type: .ed25519)
        } catch {
            throw .invalid(field: "origin", detail: "it cannot be the name of the key that signs checkpoints: \(error)")
        }
    }

    /// Returns the signed checkpoint of a tree.
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

    /// Puts a checkpoint, in the transaction of the lines that it covers.
    func put(_ checkpoint: SignedNote, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        try transaction.put(meta, Self.checkpointKey.span, checkpoint.bytes.span)
    }

    /// Returns the last checkpoint; nil if none can be read.
    func checkpoint(_ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) -> SignedNote? {
        try note(Self.checkpointKey, transaction)
    }

    /// Puts the last checkpoint that a witness cosigned.
    func putWitnessed(_ checkpoint: SignedNote, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        try transaction.put(meta, Self.witnessedKey.span, checkpoint.bytes.span)
    }

    /// Returns the last checkpoint that a witness cosigned; nil if none can be read.
    func witnessed(_ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) -> SignedNote? {
        try note(Self.witnessedKey, transaction)
    }

    private func note(
        _ key: [UInt8], _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> SignedNote? {
        try transaction.get(meta, key.span) { try? SignedNote(parsing: $0) } ?? nil
    }
}
