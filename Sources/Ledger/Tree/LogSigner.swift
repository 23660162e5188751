import LMDB
import TransparencyCrypto
import TransparencyLog

/// A signer of the log's checkpoints (C2SP tlog-checkpoint). The name of its key is the log's origin.
struct LogSigner: Sendable {
    private let signer: NoteSigner

    /// The key that verifies the signatures.
    var key: VerifierKey { signer.key }
    /// The log's name in its checkpoints.
    private var origin: String { key.name.text }
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
    /// The checkpoints that are kept, by their names in `meta`.
    enum KeptCheckpoint: String {
        /// The last one, which is put in the transaction of the lines that it covers.
        case last = "checkpoint"
        /// The last one that a witness cosigned.
        case witnessed
        /// In a copy whose last lines are not all there, the one that covers them.
        case awaited
    }

    /// Puts a checkpoint in place of the one that was kept.
    func put(
        _ checkpoint: SignedNote, as kept: KeptCheckpoint = .last, _ transaction: borrowing WriteTransaction
    ) throws(LMDBError) {
        try transaction.put(meta, kept.rawValue.utf8Span.span, checkpoint.bytes.span)
    }

    /// Removes a checkpoint, if there is one.
    func remove(_ kept: KeptCheckpoint, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        try transaction.delete(meta, kept.rawValue.utf8Span.span)
    }

    /// Returns a checkpoint that is kept; nil if none can be read.
    func checkpoint(
        _ transaction: borrowing some Transaction & ~Copyable, kept: KeptCheckpoint = .last
    ) throws(LMDBError) -> SignedNote? {
        try transaction.get(meta, kept.rawValue.utf8Span.span) { try? SignedNote(parsing: $0) } ?? nil
    }
}
