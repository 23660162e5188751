public import EventFormat
import LMDB
public import TransparencyLog

// A copy of another log: what a region keeps of an office, and what an office's log is rebuilt from. It has the lines of that log,
// in the same tables, and the checkpoints that the log's own key signed; it has no keys, and signs nothing.

extension Ledger {
    /// Whether this is a copy of another log, which takes that log's lines and no commands.
    public var isCopy: Bool { signer == nil }

    /// Whether the directory has a log, or the beginning of a copy of one.
    public static func isBegun(inDirectory path: String) -> Bool { Files.exists(path + "/log/data.mdb") }

    /// Begins a copy in the directory, which has no log, with the first line of the log that `key` signs.
    ///
    /// `checkpoint` is one that covers the line, and was verified.
    /// - Throws: `invalid` if the line is not the first one of that log; `inUse`, `file`, `storage`.
    public static func beginCopy(
        inDirectory path: String, of key: VerifierKey, firstLine line: [UInt8], coveredBy checkpoint: SignedNote
    ) throws(LedgerError) {
        let event = try EventLine.read(line.span, at: 0)
        guard let identity = LogIdentity(event), identity.hasCheckpoints(of: key) else {
            throw .invalid(field: "line", detail: "it is not the first one of the log of \(key.name.text)")
        }
        let directory = try DataDirectory(path, hasKeys: false)
        guard !Files.exists(directory.log + "/data.mdb") else {
            throw .invalid(field: "directory", detail: "\(path) has a log already")
        }
        // What is interrupted here is begun again: the file is moved to its place when it is whole.
        let partial = directory.path + "/log.restoring"
        try directory.clearCopies()
        try Files.makeDirectory(partial)
        do {
            let store = try Store(inDirectory: partial, mapSize: 1 << 30)
            try store.begin(copyOf: line, event, coveredBy: checkpoint)
        }
        try Files.sync(partial + "/data.mdb")
        try directory.replaceLog(by: partial + "/data.mdb")
        try directory.clearCopies()
    }

    /// Where a copy ends: the tree over its lines, and the stamp of the last of them.
    ///
    /// - Throws: `damaged`; `storage`.
    public func copiedEnd() throws(LedgerError) -> (tree: Frontier, last: LineStamp?) {
        let store = try storeForReading()
        let count = count
        let tree = try LogTree(size: count, store, try store.beginReading()).frontier
        guard count > 0, let line = try store.line(at: count - 1) else { return (tree, nil) }
        return (tree, LineStamp(line.span))
    }

    /// How many lines a copy has once those are appended that were verified and begun to be appended; ``count``, unless appending them was
    /// interrupted.
    ///
    /// - Throws: `storage`.
    public func copiedSizeToReach() throws(LedgerError) -> Int {
        let store = try storeForReading()
        let awaited = try store.read { reading throws(LMDBError) in try store.checkpoint(reading, kept: .awaited) }
        guard let awaited, let checkpoint = try? Checkpoint(awaited.text) else { return count }
        return max(count, checkpoint.size)
    }

    /// Appends verified lines of whole commands to a copy, in one transaction.
    fileprivate func append(
        copied lines: [(line: [UInt8], event: StoredEvent)], coveredBy checkpoint: SignedNote, isLast: Bool
    ) throws(LedgerError) {
        guard isCopy else { throw .invalid(field: "log", detail: "it is no copy, and has lines of its own") }
        while true {
            do throws(LedgerError) {
                var batch = try beginBatch()
                var start = 0
                while start < lines.count {
                    let first = lines[start].event
                    let end = lines[start...].dropFirst().firstIndex { !$0.event.isOfCommand(of: first) } ?? lines.count
                    try batch.append(copied: lines[start..<end])
                    start = end
                }
                try batch.commit(coveredBy: checkpoint, isLast: isLast)
                return
            } catch .mapFull {
                // The next batch finds a larger map.
            }
        }
    }
}

/// Appends the lines that a checkpoint covers to a copy, in transactions of some thousand lines.
///
/// If it is interrupted, the copy has a part of them, and is continued with those that follow.
public struct LogCopier {
    /// The number of lines after which a transaction ends with the command.
    private static let portion = 4_096

    let copy: Ledger
    private let checkpoint: SignedNote
    private var waiting: [(line: [UInt8], event: StoredEvent)] = []

    /// Prepares to append lines that were verified by `checkpoint`.
    public init(_ copy: Ledger, coveredBy checkpoint: SignedNote) {
        self.copy = copy
        self.checkpoint = checkpoint
    }

    /// Appends the next line.
    ///
    /// - Throws: `damaged` for what is no line, or that of another position; `invalid`; the errors of ``Batch/commit()``.
    public mutating func append(_ line: [UInt8]) throws(LedgerError) {
        let event = try EventLine.read(line.span, at: copy.count + waiting.count)
        if waiting.count >= Self.portion, let before = waiting.last?.event, !event.isOfCommand(of: before) {
            try copy.append(copied: waiting, coveredBy: checkpoint, isLast: false)
            waiting.removeAll(keepingCapacity: true)
        }
        waiting.append((line, event))
    }

    /// Appends what is left. The checkpoint, whose last line was appended, is then the copy's.
    ///
    /// - Throws: `damaged` if the lines do not have the checkpoint's root: then those of this call are not appended.
    public consuming func finish() throws(LedgerError) {
        try copy.append(copied: waiting, coveredBy: checkpoint, isLast: true)
    }
}

extension StoredEvent {
    /// Whether the command that caused another event, before this one, caused it too. What labd itself caused is alone.
    fileprivate func isOfCommand(of before: StoredEvent) -> Bool {
        cause == before.cause && !OwnCause.isOne(cause)
    }
}

extension LogIdentity {
    /// Returns whether a key signs the checkpoints of this log, of whatever generation.
    func hasCheckpoints(of key: VerifierKey) -> Bool {
        inGeneration(generation(ofOrigin: key.name.text)).checkpointOrigin == key.name.text
    }
}
