import CanonicalJSON
import EventFormat

/// Buffers that the appending thread reuses, so that an append allocates almost nothing.
///
/// Only the open batch uses them. There is one batch at a time, on one thread, like LMDB's write transaction.
final class AppendBuffers: @unchecked Sendable {
    /// The lines of one command, one after another.
    var writer = JSONWriter(capacity: 4 * EventLine.limit)
    /// The end of each line in `lines`.
    var ends: [Int] = []
    /// The revision of each of the events.
    var revisions: [Int] = []
    var key: [UInt8] = []
    var row: [UInt8] = []
    var random = RandomPool()
    /// The owners whose keys will be destroyed with the batch.
    var tombstones: [Tombstone] = []
    /// The positions of sealed rows by their owners, as seen by the open batch; nil until something is to be erased.
    var sealedByOwner: [String: [UInt32]]?
    /// Whether a batch found the map full, so that the next one needs a larger map.
    var mapWasFull = false
    /// The tree over the lines, as seen by the open batch; nil if it must be read.
    var tree: LogTree?
    /// The receipts and leaves that are not in their tables, as seen by the open batch; nil if they must be read.
    var loose: LooseRows?
    /// Whether the open batch puts receipts into their table, because it has many.
    var isSettling = false
    /// The id for which no command was found last, so that it is not looked up twice.
    var unknownID = ""
    /// Whether the pending index agrees with the committed state.
    private var isCommitted = true

    /// Prepares the buffers for a batch. If the previous batch changed something and was not committed, its entries in `index`
    /// are wrong and must be read again. If it only read, as when every command is refused or known, nothing must be read
    /// again.
    func begin(_ index: SharedIndex) {
        if !isCommitted {
            index.forget()
            tree = nil
            loose = nil
        }
        isSettling = false
        unknownID = ""
        tombstones.removeAll()
        sealedByOwner = nil
    }

    /// Records that the open batch is about to change the pending index or the tree.
    func willChange() { isCommitted = false }

    func commit() { isCommitted = true }

    func forget() {
        tree = nil
        loose = nil
        isCommitted = true
    }
}
