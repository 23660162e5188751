import LMDB
import Synchronization

/// The pending index, shared between the appending thread and readers.
///
/// It also contains what the staged and the open batch have appended; readers skip positions that are not committed. Rows that a
/// batch has put into a run are removed after the commit. A reader that first reads this index and then begins a transaction therefore misses
/// nothing: what it did not find here is in the runs that the manifest of its transaction names, and these runs are whole in
/// that transaction, however they are merged meanwhile.
final class SharedIndex: Sendable {
    private struct State {
        var index: PendingIndex?
        /// The key of a log that has no runs yet.
        let key = IndexKey.random()
        /// What is kept of an index that was forgotten, because reading it takes long.
        var filter: KnownFilter?
    }

    private let state = Mutex(State())

    /// Loads the pending rows and the filter, unless they are known.
    func load(_ store: Store) throws(LedgerError) {
        try state.withLock { state throws(LedgerError) in
            guard state.index?.hasFilter != true else { return }
            let (known, key, filter) = (state.index, state.key, state.filter.take())
            state.index = nil
            state.index = try store.read { reading throws(LMDBError) in
                var index: PendingIndex
                if let known { index = known } else { index = try PendingIndex.read(store, reading, key: key) }
                try index.loadFilter(store, reading, filter)
                return index
            }
        }
    }

    /// Marks the known rows as wrong or uncertain, so that they are read again.
    func forget() {
        state.withLock { state in
            if let known = state.index?.knownFilter { state.filter = known }
            state.index = nil
        }
    }

    /// Reads or changes the index, which must be loaded.
    func with<Result: Sendable>(_ body: (inout PendingIndex) -> Result) -> Result? {
        state.withLock { state in
            guard var known = state.index.take() else { return nil }
            defer { state.index = known }
            return body(&known)
        }
    }

    /// Lends `body` the index, with rows that are committed and rows that are not. It is loaded if it is not known.
    func read<Result: Sendable>(
        _ store: Store, _ body: (PendingIndex) -> Result
    ) throws(LedgerError) -> Result {
        try state.withLock { state throws(LedgerError) in
            if let index = state.index { return body(index) }
            let key = state.key
            let read = try store.read { reading throws(LMDBError) in
                try PendingIndex.read(store, reading, key: key)
            }
            state.index = read
            return body(read)
        }
    }
}
