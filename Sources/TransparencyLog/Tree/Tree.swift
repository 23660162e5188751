/// The shape of a tree, and the order in which its nodes are stored.
///
/// A tree of `size` leaves consists of all their perfect subtrees (``Node``). They are stored in *dense order*, as by
/// `StoredHashIndex` in golang.org/x/mod/sumdb/tlog: each leaf is followed immediately by every subtree that it completes, from
/// the smallest to the largest. Therefore the stored tree grows only at its end, and the nodes of a tree are a prefix of the
/// nodes of every larger one:
///
///     index   0      1      2      3      4      5      6      7
///     node   (0,0)  (0,1)  (1,0)  (0,2)  (0,3)  (1,1)  (2,0)  (0,4)
public enum Tree {
    /// The maximum number of leaves: 2^62, so that every index in dense order is an `Int`.
    public static let sizeLimit = 1 << 62

    /// Returns the number of nodes that a tree of `size` leaves stores: size + ⌊size/2⌋ + ⌊size/4⌋ + … = 2·size − (one bits of
    /// size).
    ///
    /// It is also the dense index of leaf number `size`. The nodes that leaf number n adds have the indices
    /// `storedCount(n)..<storedCount(n + 1)`.
    ///
    /// - Throws: `out-of-range` unless `size` is 0 to ``sizeLimit``.
    public static func storedCount(_ size: Int) throws(TransparencyLogError) -> Int {
        try check(size)
        return denseCount(size)
    }

    /// Returns the perfect subtrees that make up a tree of `size` leaves, from left to right, each larger than the next: one
    /// for every one bit of `size`. A ``Frontier`` is resumed from their hashes.
    ///
    /// - Throws: `out-of-range` unless `size` is 0 to ``sizeLimit``.
    public static func peaks(_ size: Int) throws(TransparencyLogError) -> [Node] {
        try check(size)
        return subtrees(of: 0..<size)
    }

    /// Throws unless a tree can have the size `size`.
    static func check(_ size: Int) throws(TransparencyLogError) {
        guard size >= 0, size <= sizeLimit else { throw .outOfRange(field: "size") }
    }

    /// Returns ``storedCount(_:)`` of a size that was already checked.
    static func denseCount(_ size: Int) -> Int { size + (size - size.nonzeroBitCount) }

    /// Returns the perfect subtrees of the leaves in `range`, largest first. The range must start at a multiple of the largest
    /// power of two that is not greater than its count, as all ranges in RFC 6962's definitions do.
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

    /// Returns the largest power of two below `count` (k in RFC 6962 § 2.1); `count` must be at least 2.
    static func split(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
