import LMDB
import Synchronization

// Keys and search terms that a batch creates stay in memory until its commit, which begins by making them durable.

extension KeyStore {
    /// Forgets what a dropped batch created and condemned. With `withStaged`, also forgets what was created by the batch before it,
    /// whose commit failed.
    ///
    /// If it were kept, keys would accumulate while the disk is full, and every attempt would have to write them all.
    func dropUnsaved(withStaged: Bool) {
        state.withLock { state in
            state.unsaved = State.Unsaved()
            state.condemned = []
            if withStaged { state.staged = State.Unsaved() }
        }
    }

    /// Sets what a batch created aside for ``save()``, so that it stays apart from what the next batch creates.
    func stage() {
        state.withLock { state in
            state.staged = state.unsaved
            state.unsaved = State.Unsaved()
        }
    }

    /// Makes the keys and search terms of the staged batch durable; does nothing if there are none.
    ///
    /// If the log's commit then fails, the keys are kept and used for the owners' next fields: a key without a box is harmless,
    /// but a box without a key is lost.
    func save() throws(LedgerError) {
        try state.withLock { state throws(LedgerError) in
            guard !state.staged.isEmpty else { return }
            try state.settle()
            let office = try state.office.key()
            let wrapped = state.staged.keys.map { owner, key in
                let context = SealedBox.context("key", owner)
                return (owner, SealedBox.seal(key.bytes, office, authenticating: context, &state.random))
            }
            let terms = state.staged.terms
            try state.write { tables, writing throws(LMDBError) in
                for (owner, key) in wrapped { try writing.put(tables.keys, owner.utf8Span.span, key.span) }
                for term in terms { try writing.put(tables.terms, term.span, [1].span) }
            }
            for (owner, key) in state.staged.keys { state.remember(key, of: owner) }
            state.staged = State.Unsaved()
        }
    }
}
