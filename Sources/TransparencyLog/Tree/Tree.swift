/// How the nodes of a tree lie, and in which order they are stored.
///
/// A tree of `size` leaves holds all perfect subtrees of them (``Node``). They are stored in *dense order*, that of
/// `StoredHashIndex` in golang.org/x/mod/sumdb/tlog: each leaf, then at once every subtree that it completes, from the
/// smallest to the largest. So a tree only ever grows at its end, and what a tree of some size holds is a prefix of what
/// any larger one holds:
///
///     index   0      1      2      3      4      5      6      7
///     node   (0,0)  (0,1)  (1,0)  (0,2)  (0,3)  (1,1)  (2,0)  (0,4)
public enum Tree {
    /// The greatest number of leaves: 2^62, so that every index in dense order is an `Int`.
    public static let sizeLimit = 1 << 62

    /// How many nodes a tree of `size` leaves stores: size + ⌊size/2⌋ + ⌊size/4⌋ + … = 2·size − (one bits of size).
    ///
    /// It is also the dense index of leaf number `size`. The nodes that leaf number n adds have the indices
    /// `storedCount(n)..<storedCount(n + 1)`.
    ///
    /// - Throws: `out-of-range` unless `size` is 0 to ``sizeLimit``.
    public static func storedCount(_ size: Int) throws(TransparencyLogError) -> Int {
        try check(size)
        return denseCount(size)
    }

    /// The perfect subtrees that make up a tree of `size` leaves, from left to right, each larger than the next: one for
    /// every one bit of `size`. Their hashes are what a ``Frontier`` is resumed from.
    ///
    /// - Throws: `out-of-range` unless `size` is 0 to ``sizeLimit``.
    public static func peaks(_ size: Int) throws(TransparencyLogError) -> [Node] {
        try check(size)
        return subtrees(of: 0..<size)
    }

    /// Throws unless `size` is one that a tree can have.
    static func check(_ size: Int) throws(TransparencyLogError) {
        guard size >= 0, size <= sizeLimit else { throw .outOfRange(field: "size") }
    }

    /// ``storedCount(_:)`` of a size that was checked.
    static func denseCount(_ size: Int) -> Int { size + (size - size.nonzeroBitCount) }

    /// The perfect subtrees of the leaves in `range`, largest first, where the range starts at a multiple of the largest
    /// power of two that is not greater than its count: such are all the ranges of RFC 6962's definitions.
    static func subtrees(of range: Range<Int>) -> [Node] {
        var nodes: [Node] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let level = Int.bitWidth - 1 - (range.upperBound - start).leadingZeroBitCount
            nodes.append(Node(unchecked: level, start >> level))
            start += 1 << level
        }
        return nodes
    }

    /// The largest power of two below `count`, which is at least 2 (k in RFC 6962 § 2.1).
    static func split(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
