import CanonicalJSON
public import CivilTime
import EventFormat
public import TransparencyLog

/// A restore: replaces a log with a backup, while labd is stopped.
///
/// Both are examined first. A backup that does not verify is refused, and so is one that lacks events of the log, unless the
/// caller wants to discard them. Then the log continues as another generation, with another origin, and the generation's first
/// event says what was given up, so that anybody who has seen a checkpoint of the old log can tell.
public struct Restoration {
    /// The content of the backup.
    public let backup: DatabaseAudit.Outcome
    /// The log that is to be replaced.
    public let present: Present
    private let directory: DataDirectory
    private let keys: KeyFiles
    private let source: DatabaseAudit

    /// The state of the log that a backup is to replace.
    public enum Present: Sendable, Hashable {
        /// There is no log.
        case nothing
        /// The log has exactly the lines of the backup.
        case same
        /// The log is the result of an earlier restore of this backup that gave up events, and has nothing more.
        case restored
        /// The backup continues the log.
        case older(size: Int)
        /// The log continues the backup.
        case newer(Checkpointed)
        /// Neither is the beginning of the other.
        case other(Checkpointed)
        /// The log does not verify; its checkpoint, if that can be read.
        case damaged(LogFault, Checkpointed?)
    }

    /// A checkpoint's statement about a log.
    public struct Checkpointed: Sendable, Hashable {
        /// Its name.
        public let origin: String
        /// How many lines it has.
        public let size: Int
        /// The root over them.
        public let root: Hash
    }

    /// Examines the backup in `path` and the data directory `data`, whose keys must exist, and takes the directory's lock.
    ///
    /// `fault` is a known fault of the present log, whose file is then not opened. LMDB may crash on a damaged file, so callers
    /// should look for faults in a separate process.
    ///
    /// - Throws: `inUse`; `keysUnavailable`; `invalid` for a backup that does not verify; `file`.
    public init(
        of path: String, into data: String, credentials: String? = nil, damaged fault: LogFault? = nil
    ) throws(LedgerError) {
        directory = try DataDirectory(data)
        let keys = KeyFiles(directory: directory.keys, credentials: credentials)
        self.keys = keys
        source = try DatabaseAudit(inDirectory: path, keys)
        switch try source.run(key: nil, progress: { _ in }) {
        case .success(let outcome): backup = outcome
        case .failure(let fault):
            throw .invalid(field: "from", detail: "the backup does not verify: \(fault)")
        }
        guard Files.exists(directory.log + "/data.mdb") else {
            present = .nothing
            return
        }
        if let fault {
            present = .damaged(fault, nil)
            return
        }
        let audit = try DatabaseAudit(inDirectory: directory.log, keys)
        let found: Result<DatabaseAudit.Outcome, LogFault>
        do {
            found = try audit.run(key: nil, rootOfFirst: backup.size, progress: { _ in })
        } catch {
            found = .failure(LogFault(.changed, at: nil, "it cannot be opened: \(error)"))
        }
        switch found {
        case .success(let log):
            let claim = Checkpointed(origin: log.origin, size: log.size, root: log.root)
            if log.rootOfFirst == backup.root {
                let isRestored = log.size == backup.size + 1 && audit.event(at: backup.size)?.restores(backup) == true
                present = log.size == backup.size ? .same : isRestored ? .restored : .newer(claim)
            } else if log.size < backup.size, log.origin == backup.origin,
                case .success(let longer) = try source.run(key: nil, rootOfFirst: log.size, progress: { _ in }),
                longer.rootOfFirst == log.root
            {
                present = .older(size: log.size)
            } else {
                present = .other(claim)
            }
        case .failure(let fault):
            let checkpoint = audit.signedCheckpoint()
            present = .damaged(
                fault, checkpoint.map { Checkpointed(origin: $0.origin, size: $0.size, root: $0.root) })
        }
    }

    /// What would be given up, as a sentence; nil if nothing would.
    public var loss: String? {
        switch present {
        case .restored: nil
        case .nothing, .same, .older:
            directory.length > backup.size
                ? "the log once had \(directory.length) events, of which the last \(directory.length - backup.size) are "
                    + "neither in it nor in the backup" : nil
        case .newer(let log):
            "the log has \(log.size) events, of which the last \(log.size - backup.size) are not in the backup"
        case .other(let log):
            "the log of \(log.origin) with \(log.size) events is not the one from which the backup was made"
        case .damaged(let fault, let log):
            "the log is damaged (\(fault)), and had "
                + (log.map { "\($0.size) events when it was last signed" } ?? "an unknown number of events")
        }
    }

    /// Replaces the log with the backup in one step. A log that was there is kept under the name that is returned.
    ///
    /// - Parameters:
    ///   - now: the time of the machine's clock, which becomes part of the name of the old log.
    ///   - moment: returns, for the time of the backup's last event, the time of the event `log.restored`, which is not before
    ///     it, and its civil day.
    ///   - discarding: whether to give up what ``loss`` describes. A log with the same lines is then replaced too.
    /// - Throws: `invalid` if something would be lost and `discarding` is false; `noSpace`, `file`, `storage`.
    public func run(
        now: Instant, at moment: (Instant) -> (time: Instant, day: String), discarding: Bool
    ) throws(LedgerError) -> String? {
        if present == .restored {
            // An earlier restore was interrupted at its last step.
            try directory.forgetLength()
            return nil
        }
        // Even if the lines are the same, the other tables may be damaged.
        if present == .same, loss == nil, !discarding { return nil }
        if let loss, !discarding { throw .invalid(field: "discard-newer", detail: loss) }
        do throws(LedgerError) {
            return try replace(now: now, at: moment)
        } catch {
            // labd needs the disk space.
            try? directory.clearCopies()
            throw error
        }
    }

    private func replace(
        now: Instant, at moment: (Instant) -> (time: Instant, day: String)
    ) throws(LedgerError) -> String? {
        let target = directory.path + "/log.restoring"
        try directory.clearCopies()
        try clearSecondNames()
        try Files.makeDirectory(target)
        try source.copy(toDirectory: target)
        if loss != nil { try beginGeneration(in: target, at: moment) }
        try Files.sync(target + "/data.mdb")
        var kept: String?
        if present != .nothing {
            let name = directory.path + "/log.replaced-\(now.microseconds).mdb"
            try Files.link(directory.log + "/data.mdb", as: name)
            kept = name
        }
        // The notes are about the replaced file. The note of its length is removed last: an interrupted restore must not leave
        // a log that is too short without a note that shows it.
        try directory.forgetLog()
        try directory.replaceLog(by: target + "/data.mdb")
        try directory.clearCopies()
        try directory.forgetLength()
        return kept
    }

    /// Removes the second name that an interrupted restore gave to the log that is still in place.
    private func clearSecondNames() throws(LedgerError) {
        let log = directory.log + "/data.mdb"
        guard Files.exists(log) else { return }
        for name in try Files.names(in: directory.path) where name.hasPrefix("log.replaced-") {
            let path = directory.path + "/" + name
            if try Files.areSame(path, log) { try Files.remove(path) }
        }
    }

    private func beginGeneration(
        in target: String, at moment: (Instant) -> (time: Instant, day: String)
    ) throws(LedgerError) {
        let store = try Store(inDirectory: target, mapSize: 1 << 30)
        guard let first = try store.event(at: 0), let identity = LogIdentity(first),
            let last = try store.event(at: backup.size - 1)
        else { throw .damaged(position: 0, detail: "the backup does not say whose log it is") }
        let old: Checkpointed?
        switch present {
        case .newer(let log), .other(let log): old = log
        case .damaged(_, let log): old = log
        case .nothing, .same, .restored, .older: old = nil
        }
        // The number is greater than any that was used, so that no two logs share an origin.
        let used = max(
            try store.generation(), old.map { identity.generation(ofOrigin: $0.origin) } ?? 1, directory.generation)
        let next = identity.inGeneration(used + 1)
        try directory.noteGeneration(next.generation)
        var members: [JSONObject.Member] = [
            .init("generation", .integer(Int64(next.generation))), .init("kept", .integer(Int64(backup.size))),
            .init("keptRoot", .string(backup.root.base64)), .init("oldOrigin", .string(old?.origin ?? backup.origin)),
        ]
        if let old {
            members.append(.init("oldSize", .integer(Int64(old.size))))
            members.append(.init("oldRoot", .string(old.root.base64)))
        }
        let (time, day) = moment(last.time)
        let draft = EventDraft(
            subject: "log", type: LogEvent.restored, schema: 1, occurred: day, data: JSONObject(members))
        // New keys for a log that had others would hide that the old ones are lost.
        guard KeyTables.areBegun(inDirectory: directory.keys) else {
            throw .keysUnavailable(
                detail:
                    "\(directory.keys) has no keys; restore them first (labctl keys restore), then run the restore again"
            )
        }
        let keys = try KeyStore(inDirectory: directory.keys, credentials: keys.credentials)
        try store.begin(
            draft, generationOf: next, at: identity.simulated ? last.time : max(time, last.time),
            try LogSigner(keys.log(), origin: next.checkpointOrigin))
    }
}

extension StoredEvent {
    /// Returns whether this is the first event after a restore of that backup.
    fileprivate func restores(_ backup: DatabaseAudit.Outcome) -> Bool {
        guard type == LogEvent.restored, case .integer(let kept)? = data["kept"],
            case .string(let root)? = data["keptRoot"]
        else { return false }
        return Int(kept) == backup.size && root == backup.root.base64
    }
}

extension LogIdentity {
    /// Returns the generation whose checkpoints have this origin; 1 if the origin is not of this log.
    func generation(ofOrigin text: String) -> Int {
        guard text.hasPrefix(origin + "/") else { return 1 }
        return Int(text.dropFirst(origin.utf8.count + 1)) ?? 1
    }
}
