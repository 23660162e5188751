import CivilTime
import LMDB
import Synchronization
import TransparencyLog

/// What the next batch knows of a staged one: its rows, and whether it has been committed.
final class StagedRows: Sendable {
    private enum Fate: Int, AtomicRepresentable { case waiting, committed, lost }

    let rows: BatchRows
    /// The number of events that the log has with them.
    let end: Int
    /// The time of the last event.
    let lastTime: Instant
    private let fate = Atomic(Fate.waiting)

    init(_ rows: BatchRows, end: Int, lastTime: Instant) {
        self.rows = rows
        self.end = end
        self.lastTime = lastTime
    }

    var isWaiting: Bool { fate.load(ordering: .acquiring) == .waiting }
    var isCommitted: Bool { fate.load(ordering: .acquiring) == .committed }
    var isLost: Bool { fate.load(ordering: .acquiring) == .lost }

    func end(committed: Bool) { fate.store(committed ? .committed : .lost, ordering: .releasing) }
}

/// A batch that takes nothing more and waits for its commit. It is in memory alone.
///
/// Any thread may commit it. Until that has ended, the thread that appends may begin the next batch and append to it: it finds what
/// is staged as if it were recorded. Only one batch is on its way to the disk; the next is staged after the commit. If that fails,
/// what was begun on top of it is lost too, and nothing of either is kept.
public struct StagedBatch: Sendable {
    /// What the next batch knows of it.
    let staged: StagedRows
    private let ledger: Ledger
    private let appended: Int
    private let tree: LogTree
    private let loose: LooseRows.Change
    private let plan: IndexPlan?
    private let checkpoint: @Sendable (LogTree) throws(LedgerError) -> SignedNote?

    init(
        _ batch: borrowing Batch, _ tree: LogTree, _ loose: LooseRows.Change, _ plan: IndexPlan?,
        _ checkpoint: @escaping @Sendable (LogTree) throws(LedgerError) -> SignedNote?
    ) {
        ledger = batch.ledger
        staged = StagedRows(batch.rows, end: batch.count, lastTime: batch.lastTime)
        appended = batch.count - batch.start
        self.tree = tree
        self.loose = loose
        self.plan = plan
        self.checkpoint = checkpoint
    }

    private var rows: BatchRows { staged.rows }

    /// Whether keys are destroyed with it. Commit it before the next batch is begun: in that nothing must be sealed for their owners.
    public var destroysKeys: Bool { !rows.tombstones.isEmpty }

    /// Makes the batch durable, and returns how many events the log now has. Called once.
    ///
    /// New keys become durable before the events that need them. Keys are destroyed after the events of their erasure are
    /// durable; everything for this that needs disk space is prepared before the commit. Throws `noSpace`, `mapFull` and
    /// `keysUnavailable`, after which nothing of the batch is kept and another may begin. After any other error the ledger accepts
    /// no appends until ``Ledger/reopen()``.
    public func commit() throws(LedgerError) -> Int {
        do throws(LedgerError) { try write() } catch {
            staged.end(committed: false)
            throw error
        }
        return staged.end
    }

    private func write() throws(LedgerError) {
        let store = try ledger.storeForWriting()
        try ledger.keys.save()
        let checkpoint = try checkpoint(tree)
        try ledger.growMap(of: store)
        let transaction = try ledger.beginWrite(in: store)
        let change: IndexChange?
        do {
            try rows.put(store, transaction)
            change = try plan?.settle(store, transaction)
            try putLooseRows(store, transaction)
            if let checkpoint { try store.put(checkpoint, transaction) }
        } catch {
            throw ledger.judge(error)
        }
        if destroysKeys { try ledger.keys.prepareErasure(rows.tombstones) }
        try ledger.commit(transaction, in: store)
        ledger.index.with { $0.committed(change, appended: appended) }
        ledger.progress.move(to: staged.end, lastTime: staged.lastTime)
        if destroysKeys {
            do { try ledger.keys.finishRewriting() } catch {
                // The events are in the log, so the keys that must still be destroyed are found when the log is read again.
                ledger.fail("keys could not be destroyed: \(error)")
                throw .failed(detail: "keys could not be destroyed: \(error)")
            }
        }
        staged.end(committed: true)
    }

    /// Puts the receipts and leaves that are not in their tables into `meta`; or into their tables, if they are too many.
    private func putLooseRows(_ store: Store, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        switch loose {
        case .keep(let loose): try store.put(loose, transaction)
        case .settle(let before):
            try store.put(receiptsOf: before, transaction)
            try rows.putReceipts(store, transaction)
            try tree.write(to: store.tiles, transaction)
            try store.put(nil, transaction)
        }
    }
}
