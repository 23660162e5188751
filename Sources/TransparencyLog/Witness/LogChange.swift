/// How a log changed after a witness recorded it. Used by witnesses that fetch checkpoints instead of receiving them.
public enum LogChange: Sendable, Hashable {
    /// The log grew: the recorded tree is the beginning of a larger one.
    case grew
    /// Size and root are the same.
    case same
    /// The log, validly signed, is smaller than before: its end was cut off, or it was replaced by an older copy.
    case rolledBack(from: Int, to: Int)
    /// The log, validly signed, does not begin with the `size` recorded leaves: it has another root for the same size, or the
    /// proof does not verify.
    case rewritten(size: Int)
    /// The checkpoint names a later generation of the log: the recorded origin followed by a slash and a number, or by a
    /// greater number. This must never be accepted silently.
    case anotherGeneration(origin: String)
    /// The checkpoint names another log.
    case anotherLog

    /// Whether the recorded history is unchanged, as for ``grew`` and ``same``.
    public var keepsHistory: Bool { self == .grew || self == .same }

    /// The stable name of this change, for programs.
    public var code: String {
        switch self {
        case .grew: "grew"
        case .same: "same"
        case .rolledBack: "rolled-back"
        case .rewritten: "rewritten"
        case .anotherGeneration: "another-generation"
        case .anotherLog: "another-log"
        }
    }
}

extension LogChange: CustomStringConvertible {
    /// One sentence for a person: what happened, and what to do.
    public var description: String {
        switch self {
        case .grew:
            "The log has only grown since the record; cosign its checkpoint and store the new record."
        case .same:
            "The log is unchanged since the record; there is nothing to do."
        case .rolledBack(let from, let to):
            "The log had \(from) entries and now has \(to), so its end was cut off or it was replaced by an older copy; "
                + "keep both signed checkpoints, accept nothing new, and ask the operator for the missing entries."
        case .rewritten(let size):
            "The log no longer shows the \(size) entries that were recorded; keep both signed checkpoints and the proof "
                + "as evidence, fetch the proof again, and if it fails again trust nothing that the log has added since."
        case .anotherGeneration(let origin):
            "The log continues as “\(origin)”, as it does after a restore that gave up entries; ask the operator what "
                + "was given up, and decide yourself whether to start a record of the new generation."
        case .anotherLog:
            "The checkpoint is of another log, so it says nothing about the recorded one; check where it was fetched from."
        }
    }
}

extension LogChange {
    /// Determines how a log changed since the checkpoint `recorded`, which its key `log` signed, from the log's present
    /// checkpoint and, if that is larger, a consistency proof from the recorded size to the present one (RFC 6962 § 2.1.2). The
    /// proof is ignored if it is not needed, that is, if the log is not larger or had no entry. Extension lines are not
    /// compared.
    ///
    /// A checkpoint of another origin is not verified, because its key is not known here: it is an unproved claim. All other
    /// results are about a checkpoint that the recorded key has signed. A wrong proof looks like a log that was rewritten.
    /// Therefore get the proof only from the log itself, and fetch it again before you accuse anybody.
    ///
    /// - Throws: `checkpoint-malformed`; `signature-missing` or `signature-invalid` if the log's key did not sign;
    ///   `proof-length` if a proof is needed and `path` is nil.
    public init(
        since recorded: Checkpoint, of log: VerifierKey, to present: SignedNote, path: [Hash]?, sha256: SHA256Function,
        ed25519: Ed25519
    ) throws(TransparencyLogError) {
        let claimed = try Checkpoint(present.text)
        guard claimed.origin.utf8.elementsEqual(recorded.origin.utf8) else {
            let isLater = Self.isGeneration(Array(claimed.origin.utf8), after: Array(recorded.origin.utf8))
            self = isLater ? .anotherGeneration(origin: claimed.origin) : .anotherLog
            return
        }
        let now = try VerifiedCheckpoint(present, origin: recorded.origin, log: log, using: ed25519).checkpoint
        guard now.size > recorded.size else {
            self =
                now.size < recorded.size
                ? .rolledBack(from: recorded.size, to: now.size)
                : now.root == recorded.root ? .same : .rewritten(size: recorded.size)
            return
        }
        self = .grew
        guard recorded.size > 0 else { return }
        guard let path else { throw .proofLength }
        let proof = try ConsistencyProof(first: recorded.size, second: now.size, path: path)
        do {
            try proof.verify(from: recorded.root, to: now.root, using: sha256)
        } catch {
            self = .rewritten(size: recorded.size)
        }
    }

    /// Returns whether `later` is `origin` followed by a slash and a positive number, or `origin` with a greater number at its
    /// end.
    static func isGeneration(_ later: [UInt8], after origin: [UInt8]) -> Bool {
        guard let (base, number) = generation(later), number > 0 else { return false }
        if base == origin { return true }
        guard let (recorded, before) = generation(origin) else { return false }
        return base == recorded && number > before
    }

    /// Splits the origin into the part before its final slash and number, and that number.
    private static func generation(_ origin: [UInt8]) -> (base: [UInt8], number: Int)? {
        guard let slash = origin.lastIndex(of: UInt8(ascii: "/")), slash > 0,
            let number = Decimal.decode(origin.span.extracting(droppingFirst: slash + 1))
        else { return nil }
        return (Array(origin[..<slash]), number)
    }
}

extension WitnessRecord {
    /// Returns how the log changed since this record; see ``LogChange/init(since:of:to:path:sha256:ed25519:)``.
    public func change(
        to present: SignedNote, path: [Hash]?, sha256: SHA256Function, ed25519: Ed25519
    ) throws(TransparencyLogError) -> LogChange {
        try LogChange(since: checkpoint, of: log, to: present, path: path, sha256: sha256, ed25519: ed25519)
    }
}
