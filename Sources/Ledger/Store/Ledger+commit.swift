import LMDB

// Every write transaction of the log that labd works in begins and ends here, so that one piece of code decides what a failure
// means: whether the next one may begin, or the log must be opened anew first.

extension Ledger {
    /// Begins a write transaction. Called by the thread that appends.
    func beginWrite(in store: Store) throws(LedgerError) -> WriteTransaction {
        do { return try store.environment.beginWrite() } catch { throw decide(error, store, isCommit: false) }
    }

    /// Makes a write transaction's changes durable.
    ///
    /// - Throws: `noSpace` and `mapFull`, after which nothing of it is kept and another may begin; after any other error, `failed`,
    ///   what the disk holds is not known, and the ledger takes nothing until ``reopen()``.
    func commit(_ transaction: consuming WriteTransaction, in store: Store) throws(LedgerError) {
        do { try transaction.commit() } catch { throw decide(error, store, isCommit: true) }
    }

    /// Tries whether the log takes anything, by a commit that changes nothing. Called by the thread that appends, with no batch open.
    ///
    /// - Throws: as ``Batch/commit()``; `noSpace` also where there is hardly any room.
    public func probe() throws(LedgerError) {
        let store = try storeForWriting()
        guard !Files.isFull(directory.log) else { throw .noSpace }
        let writing = try beginWrite(in: store)
        do { try store.putFormat(writing) } catch { throw judge(error) }
        try commit(writing, in: store)
    }

    private func decide(_ error: LMDBError, _ store: Store, isCommit: Bool) -> LedgerError {
        let judged = judge(error)
        // A full disk leaves the log as it was, unless it was the meta page that had no room: then LMDB begins nothing more.
        var mustReopen = store.environment.isGivenUp
        if isCommit, case .storage = judged { mustReopen = true }
        guard mustReopen else { return judged }
        fail("\(error)")
        return .failed(detail: "\(error)")
    }

    /// What an error of LMDB's means here; a full map is noted, so that the next batch finds a larger one.
    func judge(_ error: LMDBError) -> LedgerError {
        if error.code == .mapFull { buffers.mapWasFull = true }
        // LMDB answers EIO for a write that was cut short, whatever the reason.
        if error.code == .io, Files.isFull(directory.log) { return .noSpace }
        return LedgerError(error)
    }
}
