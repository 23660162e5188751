import LMDB
import TransparencyLog

/// Appends that become durable together: one write transaction of the log.
///
/// All batches of a ledger are begun, used and ended on one thread, one after the other; a second one before the first
/// has ended would wait for itself. Decide first, append then: after a put that failed the batch is poisoned and
/// nothing of it can be kept. Going out of scope without `commit` aborts it.
public struct Batch: ~Copyable {
    let ledger: Ledger
    let store: Store
    let transaction: WriteTransaction
    /// The position of the next event.
    public internal(set) var count: Int
    /// The time of the last event, this batch's included.
    public internal(set) var lastTime: Timestamp
    /// How many bytes of lines, receipts and sealed fields were put so far.
    public internal(set) var bytes = 0
    /// Whether a put failed, so that the batch can only be aborted.
    public internal(set) var isPoisoned: Bool

    /// The command with this id, this batch's included; nil if there is none.
    public borrowing func earlier(_ id: String) throws(LedgerError) -> RecordedCommand? {
        let position: Int?
        let receipt: Receipt?
        do {
            if let waiting = ledger.index.with({ $0[id] }) ?? nil {
                position = waiting
            } else {
                position = try store.indexedCommand(id, transaction)
            }
            if let position { receipt = try store.receipt(at: position, transaction) } else { receipt = nil }
        } catch {
            throw LedgerError(error)
        }
        guard let position else {
            ledger.workspace.unknownID = id
            return nil
        }
        guard let receipt, receipt.id == id else {
            throw .damaged(position: position, detail: "the receipt of the command \(id) is not there")
        }
        return RecordedCommand(receipt, at: position)
    }

    /// The last revision of a stream, this batch's events included; 0 if there is none.
    public borrowing func revision(of subject: String) throws(LedgerError) -> Int {
        if let known = ledger.index.with({ $0.revision(of: subject) }) ?? nil { return known }
        guard !subject.isEmpty, subject.utf8.count <= EventDraft.nameLimit else { return 0 }
        do {
            let revision = try store.lastIndexedRevision(of: subject, transaction, &ledger.workspace.key)
            ledger.index.with { $0.remember(revision, of: subject) }
            return revision
        } catch {
            throw LedgerError(error)
        }
    }

    /// The event at a position, this batch's included; nil if there is none.
    public borrowing func event(at position: Int) throws(LedgerError) -> StoredEvent? {
        guard let key = UInt32(exactly: position) else { return nil }
        let line: [UInt8]?
        do { line = try transaction.get(store.events, key) { [UInt8](copying: $0) } } catch { throw LedgerError(error) }
        guard let line else { return nil }
        return try EventLine.read(line.span, at: position)
    }

    /// Reads what the tables `commands` and `streams` do not have yet, and the tree's right edge, unless they are known
    /// from the batch before.
    fileprivate borrowing func readPending() throws(LedgerError) {
        do { try ledger.index.load(store, transaction) } catch { throw LedgerError(error) }
        if ledger.workspace.tree == nil { ledger.workspace.tree = try LogTree(size: count, store, transaction) }
    }

    /// Makes the batch durable, and answers how many events the log has now.
    ///
    /// New keys are durable before the events that need them, and keys are destroyed once the events that say so are
    /// durable; what would take room for that is prepared before. Throws `poisoned`, `noSpace`, `mapFull` and
    /// `keysUnavailable`, after which nothing of the batch is kept and another may begin; after any other error the
    /// ledger takes no appends until ``Ledger/reopen()``.
    public consuming func commit() throws(LedgerError) -> Int {
        guard !isPoisoned else { throw .poisoned }
        let (ledger, count, time) = (ledger, count, lastTime)
        try ledger.keys.save()
        ledger.workspace.willChange()
        let isSettled = try settleIndex()
        try putTree()
        let tombstones = ledger.workspace.tombstones
        if !tombstones.isEmpty { try ledger.keys.prepareErasure(tombstones) }
        try ledger.commit(transaction, in: store)
        ledger.workspace.commit()
        if isSettled { ledger.index.with { $0.clear() } }
        ledger.progress.move(to: count, lastTime: time)
        if !tombstones.isEmpty {
            do { try ledger.keys.finishRewriting() } catch {
                // The events are in the log: whoever reads it again finds out whose keys are still to be destroyed.
                ledger.fail("keys could not be destroyed: \(error)")
                throw .failed(detail: "keys could not be destroyed: \(error)")
            }
        }
        return count
    }

    /// Puts what waits for the tables `commands` and `streams` into them, if it is much. Readers find it in memory until it is
    /// committed.
    private borrowing func settleIndex() throws(LedgerError) -> Bool {
        guard let waiting = ledger.index.copy(atLeast: ledger.options.indexInterval) else { return false }
        do { try waiting.settle(upTo: count, store, transaction) } catch { throw ledger.judge(error) }
        return true
    }

    /// Puts what the tree has grown by, and the signed checkpoint of it.
    private borrowing func putTree() throws(LedgerError) {
        guard let tree = ledger.workspace.tree, tree.size == count else {
            throw .failed(detail: "the tree has \(ledger.workspace.tree?.size ?? 0) lines, and the log \(count)")
        }
        let checkpoint = try ledger.signer.checkpoint(tree)
        do {
            try ledger.workspace.tree?.write(to: store.tiles, transaction)
            try store.put(checkpoint, transaction)
        } catch {
            throw ledger.judge(error)
        }
    }

    /// The root of the Merkle tree over all lines so far, this batch's included, in base64 (RFC 6962 § 2.1).
    public borrowing func root() -> String { (ledger.workspace.tree ?? LogTree()).root().base64 }

    /// Drops the batch.
    public consuming func abort() {}

    /// After a put that failed.
    mutating func poison(_ error: LMDBError) -> LedgerError {
        isPoisoned = true
        return ledger.judge(error)
    }
}

extension Ledger {
    /// Begins a batch, once the map has room for it.
    public func beginBatch() throws(LedgerError) -> Batch {
        let store = try storeForWriting()
        workspace.begin(index)
        do {
            try store.makeRoom(doubling: workspace.mapWasFull)
            workspace.mapWasFull = false
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
    /// What a batch should find free: enough for tens of thousands of events.
    private static let headroom = 64 << 20

    /// Doubles the map if little of it is free, or if it was full. Only in need does it wait for readers.
    func makeRoom(doubling: Bool) throws(LMDBError) {
        let room = environment.room()
        if doubling {
            try environment.grow(to: 2 * room.mapSize)
        } else if room.mapSize - room.used < min(Self.headroom, room.mapSize / 4) {
            _ = try environment.growIfIdle(to: 2 * room.mapSize)
        }
    }
}
