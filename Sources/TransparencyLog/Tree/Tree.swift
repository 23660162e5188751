/// The shape of a tree.
public enum Tree {
    /// The maximum number of leaves: 2^62, so that the number of all nodes is an `Int`.
    public static let sizeLimit = 1 << 62

    /// Returns the perfect subtrees that make up a tree of `size` leaves, from left to right, each larger than the next: one
    /// for every one bit of `size`. A ``Frontier`` is resumed from their hashes.
    ///
    /// - Throws: `out-of-range` unless `size` is 0 to ``sizeLimit``.
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
