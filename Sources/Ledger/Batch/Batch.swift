public import CivilTime
public import EventFormat
import LMDB
import TransparencyLog

/// A batch of appends that become durable together, in one write transaction of the log.
///
/// All batches of a ledger are begun, used and ended on one thread, one after another; a second one before the end of the first
/// would wait for itself. Decide before you append: after a failed put the batch is poisoned, and nothing of it can be kept. A
/// batch that goes out of scope without `commit` is aborted.
public struct Batch: ~Copyable {
    let ledger: Ledger
    let store: Store
    let transaction: WriteTransaction
    /// The position of the next event.
    public internal(set) var count: Int
    /// The time of the last event, including this batch's events.
    public internal(set) var lastTime: Instant
    /// The number of bytes of lines, receipts and sealed fields that were put so far.
    public internal(set) var bytes = 0
    /// Whether a put failed, so that the batch can only be aborted.
    public internal(set) var isPoisoned: Bool

    /// Returns the command with this id, also from this batch; nil if there is none.
    public borrowing func earlier(_ id: String) throws(LedgerError) -> RecordedCommand? {
        let known = ledger.index.with { index in
            let hash = index.key.command(id)
            return (
                hash: hash, key: index.key, waiting: index.positions(hash),
                runs: index.mayBeInRuns(hash) ? index.manifest?.runs ?? [] : [], hasTables: index.tablesEnd > 1
            )
        }
        guard let known else { throw .poisoned }
        var found: [(position: Int, receipt: Receipt?)] = []
        do {
            var candidates = known.waiting
            if !known.runs.isEmpty { candidates += try store.positions(known.hash, in: known.runs, transaction) }
            if known.hasTables, let position = try store.indexedCommand(id, transaction) { candidates.append(position) }
            for position in candidates { found.append((position, try receipt(at: position))) }
        } catch {
            throw LedgerError(error)
        }
        for (position, receipt) in found {
            if let receipt, receipt.id == id { return RecordedCommand(receipt, at: position) }
            // Another command may have the same half of a hash, but a row of the index has that of its command.
            guard let receipt, known.key.command(receipt.id).row == known.hash.row else {
                throw .damaged(position: position, detail: "the receipt of the command \(id) is missing")
            }
        }
        ledger.buffers.unknownID = id
        return nil
    }

    /// Returns the last revision of a stream, including this batch's events; 0 if there is none.
    public borrowing func revision(of subject: String) throws(LedgerError) -> Int {
        let known = ledger.index.with { index in
            let hash = index.key.stream(subject)
            let revision = index.revision(hash)
            return (
                hash: hash, revision: revision,
                runs: revision == nil && index.mayBeInRuns(hash) ? index.manifest?.runs ?? [] : [],
                hasTables: index.tablesEnd > 1 || subject == Self.firstStream
            )
        }
        guard let known else { throw .poisoned }
        if let revision = known.revision { return revision }
        guard !subject.isEmpty, subject.utf8.count <= EventDraft.nameLimit else { return 0 }
        do {
            var revision = try store.lastRevision(of: subject, known.hash, in: known.runs, transaction)
            if revision == nil, known.hasTables {
                revision = try store.lastIndexedRevision(of: subject, transaction, &ledger.buffers.key)
            }
            guard let revision, revision > 0 else { return 0 }
            ledger.index.with { $0.remember(revision, known.hash) }
            return revision
        } catch {
            throw LedgerError(error)
        }
    }

    /// The stream of the log's first event, which is in no run.
    private static let firstStream = "log"

    /// Returns the event at a position, also from this batch; nil if there is none.
    public borrowing func event(at position: Int) throws(LedgerError) -> StoredEvent? {
        try store.event(at: position, transaction)
    }

    /// Reads the events that are not yet in a run of the index, and the tree's right edge, unless they are
    /// known from the previous batch.
    fileprivate borrowing func readPending() throws(LedgerError) {
        do { try ledger.index.load(store, transaction) } catch { throw LedgerError(error) }
        let buffers = ledger.buffers
        do {
            if buffers.loose == nil { buffers.loose = try store.loose(transaction) ?? LooseRows(from: count) }
        } catch {
            throw LedgerError(error)
        }
        if ledger.buffers.tree == nil { ledger.buffers.tree = try LogTree(size: count, store, transaction) }
    }

    /// Makes the batch durable, and returns how many events the log now has.
    ///
    /// New keys become durable before the events that need them. Keys are destroyed after the events of their erasure are
    /// durable; everything for this that needs disk space is prepared before the commit. Throws `poisoned`, `noSpace`,
    /// `mapFull` and `keysUnavailable`, after which nothing of the batch is kept and another may begin. After any other error
    /// the ledger accepts no appends until ``Ledger/reopen()``.
    public consuming func commit() throws(LedgerError) -> Int {
        guard let signer = ledger.signer else { throw Self.isOfCopy }
        return try commit { tree throws(LedgerError) in try signer.checkpoint(tree) }
    }

    /// Why a copy of another log records nothing of its own.
    static let isOfCopy = LedgerError.invalid(field: "log", detail: "it is a copy of another log")

    /// As ``commit()``, with what puts a checkpoint of the tree: returns it, unless it is not to be put as the last one.
    consuming func commit(
        _ checkpoint: (LogTree) throws(LedgerError) -> SignedNote?
    ) throws(LedgerError) -> Int {
        guard !isPoisoned else { throw .poisoned }
        let (ledger, count, time) = (ledger, count, lastTime)
        try ledger.keys.save()
        ledger.buffers.willChange()
        let change = try settleIndex()
        try putTree(checkpoint)
        let tombstones = ledger.buffers.tombstones
        if !tombstones.isEmpty { try ledger.keys.prepareErasure(tombstones) }
        try ledger.commit(transaction, in: store)
        ledger.buffers.commit()
        ledger.index.with { $0.committed(change, appended: count - ledger.progress.count) }
        ledger.progress.move(to: count, lastTime: time)
        if !tombstones.isEmpty {
            do { try ledger.keys.finishRewriting() } catch {
                // The events are in the log, so the keys that must still be destroyed are found when the log is read again.
                ledger.fail("keys could not be destroyed: \(error)")
                throw .failed(detail: "keys could not be destroyed: \(error)")
            }
        }
        return count
    }

    /// Writes pending rows of the index into its tables, if there are many, and goes on merging. Readers find them in memory until
    /// they are committed.
    private borrowing func settleIndex() throws(LedgerError) -> IndexChange? {
        guard let index = ledger.index.copy() else { throw .poisoned }
        do {
            return try index.settle(
                appended: count - ledger.progress.count, upTo: count, interval: ledger.options.indexInterval, store,
                transaction)
        } catch {
            throw ledger.judge(error)
        }
    }

    /// Puts the new nodes of the tree, and its signed checkpoint.
    private borrowing func putTree(
        _ checkpoint: (LogTree) throws(LedgerError) -> SignedNote?
    ) throws(LedgerError) {
        guard let tree = ledger.buffers.tree, tree.size == count else {
            throw .failed(detail: "the tree has \(ledger.buffers.tree?.size ?? 0) lines, and the log \(count)")
        }
        let checkpoint = try checkpoint(tree)
        do {
            try putLooseRows()
            if let checkpoint { try store.put(checkpoint, transaction) }
        } catch {
            throw ledger.judge(error)
        }
    }

    /// Puts the receipts and leaves that are not in their tables into `meta`; or into their tables, if they are too many.
    private borrowing func putLooseRows() throws(LMDBError) {
        let buffers = ledger.buffers
        guard let loose = buffers.loose else { return }
        if !buffers.isSettling, loose.fit { return try store.put(loose, transaction) }
        if !buffers.isSettling { try store.put(receiptsOf: loose, transaction) }
        try buffers.tree?.write(to: store.tiles, transaction)
        try store.put(nil, transaction)
        buffers.loose = LooseRows(from: count)
    }

    /// Returns the receipt of the command whose first event is at a position, also from this batch.
    private borrowing func receipt(at position: Int) throws(LMDBError) -> Receipt? {
        if let loose = ledger.buffers.loose?.receipt(at: position) { return loose }
        return try store.receipt(at: position, transaction)
    }

    /// Returns the root of the Merkle tree over all lines so far, including this batch's, in base64 (RFC 6962 § 2.1).
    public borrowing func root() -> String { (ledger.buffers.tree ?? LogTree()).root().base64 }

    /// Drops the batch.
    public consuming func abort() {}

    /// Poisons the batch after a failed put.
    mutating func poison(_ error: LMDBError) -> LedgerError {
        isPoisoned = true
        return ledger.judge(error)
    }
}

extension Ledger {
    /// Begins a batch, after making sure that the map has space for it.
    public func beginBatch() throws(LedgerError) -> Batch {
        let store = try storeForWriting()
        buffers.begin(index)
        do {
            try store.growMap(doubling: buffers.mapWasFull)
            buffers.mapWasFull = false
        } catch {
            throw judge(error)
        }
        let transaction = try beginWrite(in: store)
        keys.dropUnsaved()
        let batch = Batch(
            ledger: self, store: store, transaction: transaction, count: count, lastTime: lastTime, isPoisoned: false)
        try batch.readPending()
        return batch
    }
}

extension Store {
    /// The free bytes that a batch should find: enough for tens of thousands of events.
    private static let headroom = 64 << 20

    /// Doubles the map if little of it is free, or if it was full. It waits for readers only if the map was full.
    func growMap(doubling: Bool) throws(LMDBError) {
        let usage = environment.usage()
        if doubling {
            try environment.grow(to: 2 * usage.mapSize)
        } else if usage.mapSize - usage.used < min(Self.headroom, usage.mapSize / 4) {
            _ = try environment.growIfIdle(to: 2 * usage.mapSize)
        }
    }
}
