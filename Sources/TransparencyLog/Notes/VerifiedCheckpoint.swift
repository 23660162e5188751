/// A checkpoint that the log named in it has signed, with the witnesses that cosigned it. It is created only by verification.
public struct VerifiedCheckpoint: Sendable, Hashable {
    /// The checkpoint that the log signed.
    public let checkpoint: Checkpoint
    /// The known witnesses that signed, in the note's order, each once. The reader decides how many are enough.
    public let witnesses: [VerifiedNote.Signature]

    /// Verifies that `note` contains a checkpoint of the log `origin` that the key `log` signed (C2SP tlog-checkpoint,
    /// tlog-cosignature). Signatures by keys other than `log` and `known` are ignored.
    ///
    /// - Throws: `checkpoint-malformed`; `origin-mismatch`; `signature-missing` if `log` did not sign; `signature-invalid` if a
    ///   signature by `log` or one of `known` is invalid; `key-ambiguous`.
    public init(
        _ note: SignedNote, origin: String, log: VerifierKey, witnesses known: [VerifierKey] = [],
        using ed25519: Ed25519
    ) throws(TransparencyLogError) {
        checkpoint = try Checkpoint(note.text)
        guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else {
            throw .originMismatch(found: checkpoint.origin)
        }
        let verified = try note.verified(by: [log] + known, using: ed25519)
        guard verified.signatures.contains(where: { $0.key == log }) else { throw .signatureMissing }
        witnesses = verified.signatures.filter { $0.key != log }
    }
}
