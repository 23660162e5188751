public import CivilTime
public import EventFormat
import LMDB
import Synchronization
import TransparencyLog

/// A batch of appends that become durable together. It is collected in memory, and put in one write transaction at its commit.
///
/// All batches of a ledger are begun and used on one thread, one after another. A batch that goes out of scope without ``commit()``
/// or ``stage()`` is dropped.
public struct Batch: ~Copyable {
    let ledger: Ledger
    let store: Store
    /// The position of its first event.
    let start: Int
    /// What it puts.
    var rows = BatchRows()
    /// The batch before it, unless that was committed when this one began.
    let before: StagedRows?
    /// The position of the next event.
    public internal(set) var count: Int
    /// The time of the last event, including this batch's events.
    public internal(set) var lastTime: Instant
    /// The number of bytes of lines, receipts and sealed fields so far.
    public internal(set) var bytes = 0

    /// Returns the command with this id, also from this batch; nil if there is none.
    public borrowing func earlier(_ id: String) throws(LedgerError) -> RecordedCommand? {
        let known = ledger.index.with { index in
            let hash = index.key.command(id)
            return (
                hash: hash, key: index.key, waiting: index.positions(hash),
                isInTables: index.mayBeInRuns(hash) || index.tablesEnd > 1
            )
        }
        guard let known else { throw .poisoned }
        var candidates = known.waiting
        if known.isInTables {
            candidates += try store.read { reading throws(LMDBError) in try store.candidates(id, reading) }
        }
        for position in candidates {
            let receipt = try receipt(at: position)
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
                hash: hash, revision: revision, isInRuns: revision == nil && index.mayBeInRuns(hash),
                hasTables: index.tablesEnd > 1 || subject == Self.firstStream
            )
        }
        guard let known else { throw .poisoned }
        if let revision = known.revision { return revision }
        guard known.isInRuns || known.hasTables, !subject.isEmpty, subject.utf8.count <= EventDraft.nameLimit else {
            return 0
        }
        let found = try store.read { reading throws(LMDBError) in
            if known.isInRuns, let found = try store.lastRevision(of: subject, known.hash, reading) { return found }
            return known.hasTables
                ? try store.lastIndexedRevision(of: subject, reading, &ledger.buffers.key) : 0
        }
        if found > 0 { ledger.index.with { $0.remember(found, known.hash) } }
        return found
    }

    /// The stream of the log's first event, which is in no run.
    private static let firstStream = "log"

    /// Returns the event at a position, also from this batch; nil if there is none.
    public borrowing func event(at position: Int) throws(LedgerError) -> StoredEvent? {
        guard let line = rows.line(at: position) ?? before?.rows.line(at: position) else {
            return try store.event(at: position)
        }
        return try EventLine.read(line.span, at: position)
    }

    /// Returns the receipt of the command whose first event is at a position, also from this batch.
    private borrowing func receipt(at position: Int) throws(LedgerError) -> Receipt? {
        if let known = rows.receipt(at: position) ?? before?.rows.receipt(at: position) { return known }
        return try store.read { reading throws(LMDBError) in try store.receipt(at: position, reading) }
    }

    /// Reads the events that are not yet in a run of the index, and the tree's right edge, unless they are
    /// known from the previous batch.
    fileprivate borrowing func readPending() throws(LedgerError) {
        try ledger.index.load(store)
        let buffers = ledger.buffers
        guard buffers.loose == nil || buffers.tree == nil else { return }
        let transaction = try store.beginReading()
        do { buffers.loose = try store.loose(transaction) ?? LooseRows(from: count) } catch { throw LedgerError(error) }
        buffers.tree = try LogTree(size: count, store, transaction)
    }

    /// Makes the batch durable, and returns how many events the log now has.
    ///
    /// - Throws: as ``stage()`` and ``StagedBatch/commit()``.
    public consuming func commit() throws(LedgerError) -> Int { try stage().commit() }

    /// Ends the batch: what was appended to it waits for its commit.
    ///
    /// - Throws: `poisoned` if the batch before is not committed.
    public consuming func stage() throws(LedgerError) -> StagedBatch {
        guard let signer = ledger.signer else { throw Self.isOfCopy }
        return try stage { tree throws(LedgerError) in try signer.checkpoint(tree) }
    }

    /// Why a copy of another log records nothing of its own.
    static let isOfCopy = LedgerError.invalid(field: "log", detail: "it is a copy of another log")

    /// As ``stage()``, with what makes a checkpoint of the tree: returns it, unless none is to be put as the last one.
    consuming func stage(
        _ checkpoint: @escaping @Sendable (LogTree) throws(LedgerError) -> SignedNote?
    ) throws(LedgerError) -> StagedBatch {
        if let before, !before.isCommitted { throw .poisoned }
        let buffers = ledger.buffers
        guard let tree = buffers.tree, let loose = buffers.loose, tree.size == count else {
            throw .failed(detail: "the tree has \(buffers.tree?.size ?? 0) lines, and the log \(count)")
        }
        buffers.willChange()
        // With more events than may stay loose, not all leaves were kept.
        let mayStay = ledger.options.keepsLooseRows && count - start == buffers.leaves.count
        let change = loose.adding(buffers.leaves, rows.receipts, isKept: mayStay)
        switch change {
        case .keep(let more): buffers.loose = more
        case .settle:
            buffers.loose = LooseRows(from: count)
            buffers.tree?.noteWritten()
        }
        guard
            let plan = ledger.index.with({
                $0.plan(appended: count - start, upTo: count, interval: ledger.options.indexInterval)
            })
        else { throw .poisoned }
        let staged = StagedBatch(self, tree, change, plan, checkpoint)
        ledger.keys.stage()
        buffers.stage(staged)
        return staged
    }

    /// Returns the root of the Merkle tree over all lines so far, including this batch's, in base64 (RFC 6962 § 2.1).
    public borrowing func root() -> String { (ledger.buffers.tree ?? LogTree()).root().base64 }

    /// Drops the batch.
    public consuming func abort() {}
}

extension Ledger {
    /// Begins a batch. One that was staged before may still be on its way to the disk.
    public func beginBatch() throws(LedgerError) -> Batch {
        let store = try storeForWriting()
        keys.dropUnsaved(withStaged: try buffers.begin(index))
        let before = buffers.staged
        // If the batch before has just been committed, both are the same.
        let (count, time) = before.map { ($0.end, $0.lastTime) } ?? (count, lastTime)
        let batch = Batch(ledger: self, store: store, start: count, before: before, count: count, lastTime: time)
        try batch.readPending()
        return batch
    }

    /// Makes sure that the map has space for a batch.
    func growMap(of store: Store) throws(LedgerError) {
        do {
            try store.growMap(doubling: mapWasFull.exchange(false, ordering: .relaxed))
        } catch {
            throw judge(error)
        }
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
