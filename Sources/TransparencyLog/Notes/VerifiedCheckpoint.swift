/// A checkpoint that the log it names has signed, and the witnesses that cosigned it. Only verification makes one.
public struct VerifiedCheckpoint: Sendable, Hashable {
    /// What the log signed.
    public let checkpoint: Checkpoint
    /// The known witnesses that signed, in the note's order, each once. How many are enough is the reader's policy.
    public let witnesses: [VerifiedNote.Signature]

    /// The checkpoint of `note`, if it is that of the log `origin` and the key `log` signed it (C2SP tlog-checkpoint,
    /// tlog-cosignature). Signatures by keys other than `log` and `known` are ignored.
    ///
    /// - Throws: `checkpoint-malformed`; `origin-mismatch`; `signature-missing` if `log` did not sign;
    ///   `signature-invalid` if a signature by `log` or one of `known` is not good; `key-ambiguous`.
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
