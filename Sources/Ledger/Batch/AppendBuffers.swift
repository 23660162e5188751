import CanonicalJSON
import EventFormat
import TransparencyLog

/// What the appending thread keeps from one batch to the next: buffers, so that an append allocates almost nothing, and what it
/// knows of the end of the log.
///
/// Only the open batch uses it. There is one batch at a time, on one thread.
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
    /// The positions of sealed rows by their owners, as seen by the open batch; nil until something is to be erased.
    var sealedByOwner: [String: [UInt32]]?
    /// The tree over the lines, as seen by the open batch; nil if it must be read.
    var tree: LogTree?
    /// The receipts and leaves that are not in their tables, as they are after the batch that was staged last; nil if they must be
    /// read.
    var loose: LooseRows?
    /// The leaves of the open batch, as far as they may stay loose.
    var leaves: [Hash] = []
    /// The id for which no command was found last, so that it is not looked up twice.
    var unknownID = ""
    /// The batch that was staged last, unless it is known to be committed.
    private(set) var staged: StagedRows?
    /// Whether the open batch has changed what is known here, and the pending index.
    private var isChanged = false

    /// Prepares for a batch. If the last one changed something and was dropped, or its commit failed, what is known is wrong and must
    /// be read again; true in this case. If it only read, as when every command is refused or known, nothing must be read again.
    ///
    /// - Throws: `poisoned` if a batch was dropped while the one before it is on its way to the disk.
    func begin(_ index: SharedIndex) throws(LedgerError) -> Bool {
        let isWrong = isChanged || staged?.isLost == true
        if isWrong {
            if staged?.isWaiting == true { throw .poisoned }
            index.forget()
            forget()
        }
        if staged?.isCommitted == true { staged = nil }
        leaves.removeAll(keepingCapacity: true)
        unknownID = ""
        sealedByOwner = nil
        return isWrong
    }

    /// Records that the open batch is about to change the pending index or the tree.
    func willChange() { isChanged = true }

    /// Records that the open batch takes nothing more.
    func stage(_ batch: StagedBatch) {
        staged = batch.staged
        isChanged = false
    }

    func forget() {
        tree = nil
        loose = nil
        staged = nil
        isChanged = false
    }
}
