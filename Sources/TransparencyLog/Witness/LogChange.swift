/// What became of a log since a witness' record of it: for those who fetch its checkpoints instead of being sent them.
public enum LogChange: Sendable, Hashable {
    /// The recorded tree is the beginning of a larger one.
    case grew
    /// The same size, the same root.
    case same
    /// The log, validly signed, is smaller than it was: history was cut off, or an older copy was put back.
    case rolledBack(from: Int, to: Int)
    /// What the log shows, validly signed, does not begin with the `size` leaves recorded: another root for the same
    /// size, or a proof that does not hold.
    case rewritten(size: Int)
    /// The checkpoint names a later generation of the log: the recorded origin and a slash and a number, or the same
    /// with a greater number. Never to be accepted silently.
    case anotherGeneration(origin: String)
    /// The checkpoint names another log.
    case anotherLog

    /// Whether the recorded history still stands: ``grew`` and ``same``.
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
            "The log only grew since the record; cosign its checkpoint and store the new record."
        case .same:
            "The log is as it was recorded; there is nothing to do."
        case .rolledBack(let from, let to):
            "The log had \(from) entries and now has \(to), so its end was cut off or an older copy was put back; keep "
                + "both signed checkpoints, accept nothing new, and ask the operator for the missing entries."
        case .rewritten(let size):
            "The log no longer shows the \(size) entries that were recorded; keep both signed checkpoints and the proof "
                + "as evidence, fetch the proof once more, and if it fails again trust nothing of the log since."
        case .anotherGeneration(let origin):
            "The log goes on under “\(origin)”, as after a restore that gave entries up; find out from the operator what "
                + "was given up, and start a record of the new generation only by a decision of your own."
        case .anotherLog:
            "The checkpoint is that of another log, so it says nothing of the recorded one; check where it was fetched."
        }
    }
}

extension LogChange {
    /// What became of a log since the checkpoint `recorded`, which its key `log` signed, given the checkpoint that it
    /// shows now and, if that is larger, a consistency proof from the recorded size to it (RFC 6962 § 2.1.2). The proof
    /// is not looked at if it is not needed, that is if the log is not larger or had no entry. Extension lines are not
    /// compared.
    ///
    /// Nothing of a checkpoint of another origin is verified, as its key is not known here: such a checkpoint is a
    /// claim, whoever made it. All other answers are about a checkpoint that the recorded key has signed. A wrong proof
    /// looks like a log that was rewritten; so let nobody but the log make it, and fetch it again before you accuse.
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

    /// Whether `later` is `origin`, a slash and a number from 1 on; or is `origin` but for a greater number at its end.
    static func isGeneration(_ later: [UInt8], after origin: [UInt8]) -> Bool {
        guard let (base, number) = generation(later), number > 0 else { return false }
        if base == origin { return true }
        guard let (recorded, before) = generation(origin) else { return false }
        return base == recorded && number > before
    }

    /// The origin without the slash and the number that it ends with, and that number.
    private static func generation(_ origin: [UInt8]) -> (base: [UInt8], number: Int)? {
        guard let slash = origin.lastIndex(of: UInt8(ascii: "/")), slash > 0,
            let number = Decimal.decode(origin.span.extracting(droppingFirst: slash + 1))
        else { return nil }
        return (Array(origin[..<slash]), number)
    }
}

extension WitnessRecord {
    /// What became of the log since this record; see ``LogChange/init(since:of:to:path:sha256:ed25519:)``.
    public func change(
        to present: SignedNote, path: [Hash]?, sha256: SHA256Function, ed25519: Ed25519
    ) throws(TransparencyLogError) -> LogChange {
        try LogChange(since: checkpoint, of: log, to: present, path: path, sha256: sha256, ed25519: ed25519)
    }
}
