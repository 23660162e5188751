/// A witness's knowledge of one log, from which it judges what the log asks it to cosign (C2SP tlog-witness).
///
/// This is a value; judging does not change it. The program that keeps it must complete one judgement, from this value to the
/// stored record, before it begins another. Otherwise an older checkpoint may replace a newer one (C2SP tlog-witness, “The
/// witness MUST persist”).
public struct Witness: Sendable {
    /// The log's identity, as its checkpoints have it.
    public let origin: String
    /// The log's key.
    public let log: VerifierKey
    /// The checkpoint that was cosigned last; nil if none was.
    public let last: Checkpoint?

    /// Creates a witness that has cosigned nothing of the log `origin`, whose key is `log`.
    ///
    /// Do not use this for a witness that has lost its record: it would forget what it has vouched for. Give such a witness a
    /// new key.
    public init(origin: String, log: VerifierKey) {
        self.origin = origin
        self.log = log
        last = nil
    }

    /// Restores the witness to its state after it cosigned the checkpoint of `record`.
    public init(continuing record: WitnessRecord) {
        origin = record.checkpoint.origin
        log = record.log
        last = record.checkpoint
    }

    /// The size of the checkpoint that was cosigned last; 0 if none was. A request's old size must be equal to it.
    public var size: Int { last?.size ?? 0 }

    /// A cosignature that may be sent once its record is stored. Only a judgement creates one.
    public struct Approval: Sendable, Hashable {
        /// The record, which must be stored before the request is answered.
        public let record: WitnessRecord

        /// The witness's state after the record was stored.
        public var witness: Witness { Witness(continuing: record) }

        /// Stores the record and returns the body of the answer, which has the status 200: the line of the cosignature, `— name
        /// base64`, and a newline. `store` must keep the record so that it survives a crash; the body is returned only after
        /// it.
        ///
        /// - Throws: what `store` throws.
        public func answer<Failure: Error>(
            storing store: (WitnessRecord) throws(Failure) -> Void
        ) throws(Failure) -> [UInt8] {
            try store(record)
            return record.cosignature.line
        }
    }

    /// Returns the cosignature that `request` asks for, by `signer` and as of `time`, seconds since 1970-01-01T00:00:00Z, if
    /// the log signed the checkpoint and it is consistent with the one cosigned last (C2SP tlog-witness, “add-checkpoint”;
    /// tlog-cosignature).
    ///
    /// If the witness has not cosigned anything yet, the last root is that of the empty tree. A checkpoint that was already
    /// cosigned is cosigned again. Signatures by keys other than the log's are ignored and dropped.
    ///
    /// - Throws: ``WitnessError``, whose ``WitnessError/status`` and ``WitnessError/body`` are the answer, in this order:
    ///   `log-unknown` (404) for another origin; `not-signed-by-log` (403); `old-size-too-large` (400); `old-size-conflict`
    ///   (409); `proof-invalid` (422), also for a proof that is not empty if the old size is 0 or equal to the checkpoint's;
    ///   `root-conflict` (409) for the same size with another root; `cosigning-failed` (500).
    public func judge(
        _ request: AddCheckpointRequest, signer: NoteSigner, at time: Int, sha256: SHA256Function, ed25519: Ed25519
    ) throws(WitnessError) -> Approval {
        try checkSignature(of: request, using: ed25519)
        let checkpoint = request.checkpoint
        guard request.oldSize <= checkpoint.size else {
            throw .oldSizeTooLarge(old: request.oldSize, size: checkpoint.size)
        }
        guard request.oldSize == size else { throw .oldSizeConflict(size: size) }
        try checkConsistency(of: request, using: sha256)
        do {
            let own = request.note.signatures.filter { $0.name == log.name && $0.id == log.id }
            let note = try SignedNote(checkpoint.text, signatures: own + [signer.cosign(checkpoint, at: time)])
            let record = try WitnessRecord(note, origin: origin, log: log, witness: signer.key, using: ed25519)
            return Approval(record: record)
        } catch {
            throw .cosigningFailed(name: signer.key.name.text)
        }
    }

    /// Throws unless the checkpoint is the log's, and signed by its key.
    private func checkSignature(
        of request: AddCheckpointRequest, using ed25519: Ed25519
    ) throws(WitnessError) {
        do {
            _ = try VerifiedCheckpoint(request.note, origin: origin, log: log, using: ed25519)
        } catch {
            if case .originMismatch(let found) = error { throw .logUnknown(origin: found) }
            throw .notSignedByLog(name: log.name.text)
        }
    }

    /// Throws unless the tree cosigned last, whose size is the request's old size, is the beginning of the checkpoint's tree.
    private func checkConsistency(
        of request: AddCheckpointRequest, using sha256: SHA256Function
    ) throws(WitnessError) {
        let checkpoint = request.checkpoint
        let root = last?.root ?? sha256.emptyRoot
        if size == 0 || size == checkpoint.size {
            guard request.path.isEmpty else { throw .proofInvalid(old: size, size: checkpoint.size) }
            guard size < checkpoint.size || root == checkpoint.root else { throw .rootConflict(size: size) }
            return
        }
        do {
            try ConsistencyProof(first: size, second: checkpoint.size, path: request.path)
                .verify(from: root, to: checkpoint.root, using: sha256)
        } catch {
            throw .proofInvalid(old: size, size: checkpoint.size)
        }
    }
}
