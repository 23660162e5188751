import CanonicalJSON

/// Room that the appending thread uses again and again, so that an append allocates next to nothing.
///
/// Only the open batch touches it; there is one at a time, on one thread, as LMDB's write transaction.
final class AppendBuffers: @unchecked Sendable {
    /// The lines of one command, one after the other.
    var writer = JSONWriter(capacity: 4 * EventLine.limit)
    /// Where each of the lines ends in it.
    var ends: [Int] = []
    /// The revision of each of the events.
    var revisions: [Int] = []
    var key: [UInt8] = []
    var row: [UInt8] = []
    var random = RandomPool()
    /// Whose keys go with the batch, as it stands.
    var tombstones: [Tombstone] = []
    /// The positions of sealed rows by their owners, as the open batch has them; nil until something is to be erased.
    var sealedByOwner: [String: [UInt32]]?
    /// Whether a batch found the map full, so that the next one must have a larger.
    var mapWasFull = false
    /// The tree over the lines, as the open batch has it; nil if it must be read.
    var tree: LogTree?
    /// The id that was last found to be of no command, so that it is not sought twice.
    var unknownID = ""
    /// Whether what is pending is what is committed.
    private var isCommitted = true

    /// A batch begins. If the one before changed something and was not committed, what it left in `index` is not so; if it only
    /// asked, as one does in which every command is refused or known, there is nothing to be read again.
    func begin(_ index: SharedIndex) {
        if !isCommitted {
            index.forget()
            tree = nil
        }
        unknownID = ""
        tombstones.removeAll()
        sealedByOwner = nil
    }

    /// The open batch is about to change what is pending, or the tree.
    func willChange() { isCommitted = false }

    func commit() { isCommitted = true }

    func forget() {
        tree = nil
        isCommitted = true
    }
}
