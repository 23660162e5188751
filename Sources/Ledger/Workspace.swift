internal import CanonicalJSON

/// Room that the appending thread uses again and again, so that an append allocates next to nothing.
///
/// Only the open batch touches it; there is one at a time, on one thread, as LMDB's write transaction.
final class Workspace: @unchecked Sendable {
    /// How many streams' last revisions are remembered.
    private static let revisionLimit = 65_536

    /// The lines of one command, one after the other.
    var writer = JSONWriter(capacity: 4 * EventLine.limit)
    /// Where each of the lines ends in it.
    var ends: [Int] = []
    /// The revision of each of the events.
    var revisions: [Int] = []
    var key: [UInt8] = []
    var row: [UInt8] = []
    var random = RandomPool()
    /// Whether a batch found the map full, so that the next one must have a larger.
    var mapWasFull = false
    /// Last revisions by stream, as the open batch sees them.
    private var known: [String: Int] = [:]
    /// Whether what is known is what is committed.
    private var isCommitted = true

    /// A batch begins. If the one before was not committed, what it knew is not so.
    func begin() {
        if !isCommitted || known.count > Self.revisionLimit { known.removeAll(keepingCapacity: true) }
        isCommitted = false
    }

    func commit() { isCommitted = true }

    func forget() {
        known.removeAll()
        isCommitted = true
    }

    subscript(subject: String) -> Int? {
        get { known[subject] }
        set { known[subject] = newValue }
    }
}
