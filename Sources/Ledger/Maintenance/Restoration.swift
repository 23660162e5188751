import CanonicalJSON
public import TransparencyLog

/// Puts a backup in the place of a log, with no labd running.
///
/// Looks at both first: a backup that does not verify is refused, and so is one that lacks events which the log has,
/// unless it is said that they are to be discarded. Then the log goes on as another generation, under an origin of its
/// own, and its first event says what was given up: whoever saw a checkpoint of the old one can tell.
public struct Restoration {
    /// What is in the backup.
    public let backup: DatabaseAudit.Outcome
    /// What is in the place where it is to go.
    public let present: Present
    private let directory: DataDirectory
    private let keys: KeyFiles
    private let source: DatabaseAudit

    /// The log that a backup is to replace.
    public enum Present: Sendable, Hashable {
        /// None is there.
        case nothing
        /// It has exactly the lines of the backup.
        case same
        /// It is what a restore of this backup that gave something up made of it, and has nothing more.
        case restored
        /// The backup goes on from it.
        case older(size: Int)
        /// It goes on from the backup.
        case newer(Checkpointed)
        /// The backup is not its beginning, nor it the backup's.
        case other(Checkpointed)
        /// It does not verify; what its checkpoint says, if that can be read.
        case damaged(LogFault, Checkpointed?)
    }

    /// What a checkpoint says of a log.
    public struct Checkpointed: Sendable, Hashable {
        /// Its name.
        public let origin: String
        /// How many lines it has.
        public let size: Int
        /// The root over them.
        public let root: Hash
    }

    /// Looks at the backup in `path` and at the data directory `data`, whose keys must be there, and takes its lock.
    ///
    /// - Parameter fault: what is known to be wrong with the log that is there; its file is not opened then. LMDB may crash
    ///   on a damaged one, so whoever can should find that out in a process of its own.
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

    /// What would be given up, in words; nil if nothing would.
    public var loss: String? {
        switch present {
        case .restored: nil
        case .nothing, .same, .older:
            directory.length > backup.size
                ? "the log had \(directory.length) events once, of which the last \(directory.length - backup.size) are "
                    + "neither in it any more nor in the backup" : nil
        case .newer(let log):
            "the log has \(log.size) events, of which the last \(log.size - backup.size) are not in the backup"
        case .other(let log):
            "the log of \(log.origin) with \(log.size) events is not the one that the backup was made of"
        case .damaged(let fault, let log):
            "the log is damaged (\(fault)), and had "
                + (log.map { "\($0.size) events when it was signed last" } ?? "an unknown number of events")
        }
    }

    /// Puts the backup in the log's place, in one step; what was there stays beside it under the name that is returned,
    /// if anything was.
    ///
    /// - Parameters:
    ///   - now: what the machine's clock shows; part of the name of the log that was there.
    ///   - moment: from the time of the backup's last event, that of the event `log.restored`, not before it, and its civil day.
    ///   - discarding: that what ``loss`` says is to be given up; and that a log with the same lines is replaced, too.
    /// - Throws: `invalid` where something would be lost and `discarding` is false; `noSpace`, `file`, `storage`.
    public func run(
        now: Timestamp, at moment: (Timestamp) -> (time: Timestamp, day: String), discarding: Bool
    ) throws(LedgerError) -> String? {
        if present == .restored {
            // Broken off at its last step.
            try directory.forgetLength()
            return nil
        }
        // With the same lines, what lies beside them may still be damaged.
        if present == .same, loss == nil, !discarding { return nil }
        if let loss, !discarding { throw .invalid(field: "discard-newer", detail: loss) }
        do throws(LedgerError) {
            return try replace(now: now, at: moment)
        } catch {
            // The room is labd's.
            try? directory.clearCopies()
            throw error
        }
    }

    private func replace(
        now: Timestamp, at moment: (Timestamp) -> (time: Timestamp, day: String)
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
        // What was noted is of the other file. But how long that was is forgotten last: a restore that is broken off must not
        // leave a log that is too short with nothing to show it.
        try directory.forgetLog()
        try directory.replaceLog(by: target + "/data.mdb")
        try directory.clearCopies()
        try directory.forgetLength()
        return kept
    }

    /// Takes away the second name that a restore which was broken off gave the log that is still in its place.
    private func clearSecondNames() throws(LedgerError) {
        let log = directory.log + "/data.mdb"
        guard Files.exists(log) else { return }
        for name in try Files.names(in: directory.path) where name.hasPrefix("log.replaced-") {
            let path = directory.path + "/" + name
            if try Files.areSame(path, log) { try Files.remove(path) }
        }
    }

    private func beginGeneration(
        in target: String, at moment: (Timestamp) -> (time: Timestamp, day: String)
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
        // Later than any that was used, so that no two logs share an origin.
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
            subject: "log", type: "log.restored", schema: 1, occurred: day, data: JSONObject(members))
        // New keys beside a log that had others would hide that these are lost.
        guard KeyTables.areBegun(inDirectory: directory.keys) else {
            throw .keysUnavailable(
                detail:
                    "\(directory.keys) has no keys; put them back first (labctl keys restore), then run the restore again"
            )
        }
        let keys = try KeyStore(inDirectory: directory.keys, credentials: keys.credentials)
        try store.begin(
            draft, generationOf: next, at: identity.simulated ? last.time : max(time, last.time),
            try LogSigner(keys.log, origin: next.checkpointOrigin))
    }
}

extension StoredEvent {
    /// Whether this is the first event after a restore of that backup.
    fileprivate func restores(_ backup: DatabaseAudit.Outcome) -> Bool {
        guard type == "log.restored", case .integer(let kept)? = data["kept"],
            case .string(let root)? = data["keptRoot"]
        else { return false }
        return Int(kept) == backup.size && root == backup.root.base64
    }
}

extension LogIdentity {
    /// The generation whose checkpoints have this origin; 1 if it is none of this log's.
    func generation(ofOrigin text: String) -> Int {
        guard text.hasPrefix(origin + "/") else { return 1 }
        return Int(text.dropFirst(origin.utf8.count + 1)) ?? 1
    }
}
