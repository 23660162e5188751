/// A binary heap of the cursors of runs that are merged, with the cursor of the least record first.
struct RunHeap {
    private var cursors: [RunCursor] = []

    /// The cursor whose record comes first; nil if all runs have ended.
    var first: RunCursor? { cursors.first }

    /// Adds a cursor that is at a record.
    mutating func insert(_ cursor: RunCursor) {
        cursors.append(cursor)
        var child = cursors.count - 1
        while child > 0, Self.precedes(cursors[child], cursors[(child - 1) / 2]) {
            cursors.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Advances the first cursor with `advance`, and removes it if its run has ended.
    mutating func advanceFirst(_ advance: (inout RunCursor) throws -> Bool) rethrows {
        guard !cursors.isEmpty else { return }
        if try !advance(&cursors[0]) {
            cursors.swapAt(0, cursors.count - 1)
            cursors.removeLast()
        }
        sink()
    }

    /// Moves the first cursor down to its place in the heap.
    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < cursors.count && Self.precedes(cursors[child], cursors[least]) {
                least = child
            }
            guard least != parent else { return }
            cursors.swapAt(parent, least)
            parent = least
        }
    }

    private static func precedes(_ a: RunCursor, _ b: RunCursor) -> Bool {
        if a.key != b.key { return a.key.lexicographicallyPrecedes(b.key) }
        return a.value.lexicographicallyPrecedes(b.value)
    }
}
