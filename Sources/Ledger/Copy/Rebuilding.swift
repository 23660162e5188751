import TransparencyCrypto
public import TransparencyLog

/// A log that is made of its lines, as an export, an auditor or a region's stream has them, for ``Restoration`` to put in place.
public struct Rebuilding: ~Copyable {
    /// What was made.
    public struct Outcome: Sendable, Hashable {
        /// How many lines the log has.
        public let lines: Int
        /// How many boxes of sealed fields it has.
        public let boxes: Int
        /// How many of its first lines have their boxes: those that the backup had.
        public let linesWithBoxes: Int
    }

    /// The directory in which it is made, which is removed with this value.
    public let path: String
    private let keys: KeyFiles
    private let key: VerifierKey
    private let checkpoint: SignedNote
    private var copier: LogCopier?
    private var lock: DirectoryLock?

    /// Prepares to rebuild the log of the data directory `data` next to the present one.
    ///
    /// - Parameters:
    ///   - data: the directory, whose keys must be there: the checkpoint is verified by the log's.
    ///   - credentials: a directory with keys that a service manager passes, if there is one.
    ///   - checkpoint: the signed checkpoint over all lines.
    /// - Throws: `keysUnavailable`; `invalid` for a checkpoint that the log's key did not sign; `file`.
    public init(in data: String, credentials: String? = nil, checkpoint: SignedNote) throws(LedgerError) {
        let data = try ResolvedPath(data).path
        let keys = KeyFiles(directory: data + "/keys", credentials: credentials)
        let key = try keys.key(of: checkpoint)
        let path = data + "/log.rebuilding"
        // A labd that runs is noticed before anything is made beside its log.
        lock = try DirectoryLock(in: data)
        try Self.remove(path)
        self.keys = keys
        self.key = key
        self.checkpoint = checkpoint
        self.path = path
        copier = nil
    }

    deinit { try? Self.remove(path) }

    /// Appends the next line.
    ///
    /// - Throws: `damaged` for what is no line, or that of another position; `invalid`; `noSpace`, `storage`.
    public mutating func append(_ line: [UInt8]) throws(LedgerError) {
        if copier == nil {
            try Ledger.beginCopy(inDirectory: path, of: key, firstLine: line, coveredBy: checkpoint)
            copier = LogCopier(try Ledger(copyInDirectory: path, of: key), coveredBy: checkpoint)
        } else {
            try copier?.append(line)
        }
    }

    /// Puts what is left, and the boxes from a backup, if one is given. The log in ``path`` is then whole.
    ///
    /// - Throws: `damaged` if the lines are not those that the checkpoint covers; `invalid` for a backup that does not verify or is of
    ///   another log; `noSpace`, `storage`.
    public mutating func finish(boxesFromBackup backup: String?) throws(LedgerError) -> Outcome {
        guard let copier = copier.take() else { throw .invalid(field: "from", detail: "there are no lines") }
        let copy = copier.copy
        try copier.finish()
        let taken = try backup.map { backup throws(LedgerError) in try copy.copyBoxes(fromBackup: backup, keys) }
        try copy.settleLooseRows()
        // The restore takes it next.
        lock = nil
        return Outcome(lines: copy.count, boxes: taken?.boxes ?? 0, linesWithBoxes: min(taken?.lines ?? 0, copy.count))
    }

    private static func remove(_ path: String) throws(LedgerError) {
        let directories = ["log", "log.restoring"]
        for directory in directories.map({ "\(path)/\($0)" }) + [path] where Files.exists(directory) {
            for name in try Files.names(in: directory) where !directories.contains(name) {
                try Files.remove(directory + "/" + name)
            }
            try Files.removeDirectory(directory)
        }
    }
}

extension KeyFiles {
    /// Returns the verifier key of the log, which signed a checkpoint.
    ///
    /// - Throws: `keysUnavailable`; `invalid` for a checkpoint that it did not sign.
    fileprivate func key(of checkpoint: SignedNote) throws(LedgerError) -> VerifierKey {
        do {
            let key = try verifierKey(named: try Checkpoint(checkpoint.text).origin)
            _ = try VerifiedCheckpoint(checkpoint, origin: key.name.text, log: key, using: .crypto)
            return key
        } catch let error as LedgerError {
            throw error
        } catch {
            throw .invalid(field: "checkpoint", detail: "it does not verify by the key \(log): \(error)")
        }
    }
}
