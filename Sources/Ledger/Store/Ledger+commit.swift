import LMDB
import Synchronization

// Every write transaction of the log begins and ends here, so that one piece of code decides what a failure means: whether the
// next one may begin, or the log must first be opened again.

extension Ledger {
    /// Begins a write transaction. Called by the thread that commits.
    func beginWrite(in store: Store) throws(LedgerError) -> WriteTransaction {
        do { return try store.environment.beginWrite() } catch { throw decide(error, store, isCommit: false) }
    }

    /// Makes the changes of a write transaction durable.
    ///
    /// - Throws: `noSpace` and `mapFull`, after which nothing of it is kept and another may begin. After any other error,
    ///   `failed`, the content of the disk is unknown, and the ledger accepts nothing until ``reopen()``.
    func commit(_ transaction: consuming WriteTransaction, in store: Store) throws(LedgerError) {
        do { try transaction.commit() } catch { throw decide(error, store, isCommit: true) }
    }

    /// Tests whether the log accepts commits, with a commit that changes nothing. Call this on the thread that appends, with no
    /// batch open.
    ///
    /// - Throws: the errors of ``StagedBatch/commit()``; `noSpace` also if there is hardly any free space.
    public func probe() throws(LedgerError) {
        let store = try storeForWriting()
        guard !Files.isFull(directory.log) else { throw .noSpace }
        let writing = try beginWrite(in: store)
        do { try store.putFormat(hasLooseRows: store.loose(writing) != nil, writing) } catch { throw judge(error) }
        try commit(writing, in: store)
    }

    private func decide(_ error: LMDBError, _ store: Store, isCommit: Bool) -> LedgerError {
        let judged = judge(error)
        // A full disk leaves the log as it was, unless there was no space for the meta page: then LMDB begins no further
        // transaction.
        var mustReopen = store.environment.isGivenUp
        if isCommit, case .storage = judged { mustReopen = true }
        guard mustReopen else { return judged }
        fail("\(error)")
        return .failed(detail: "\(error)")
    }

    /// Converts an error of LMDB. A full map is noted, so that the next batch enlarges it.
    func judge(_ error: LMDBError) -> LedgerError {
        if error.code == .mapFull { mapWasFull.store(true, ordering: .relaxed) }
        // LMDB returns EIO for a write that was cut short, whatever the reason.
        if error.code == .io, Files.isFull(directory.log) { return .noSpace }
        return LedgerError(error)
    }
}
