/// The place of a perfect subtree: the leaves `number · 2^level ..< (number + 1) · 2^level`.
///
/// Level 0 are the leaves. Its hash is MTH(D[number · 2^level : (number + 1) · 2^level]) (RFC 6962 § 2.1); it never
/// changes once its last leaf is in the log.
public struct Node: Sendable, Hashable, BitwiseCopyable {
    /// How many times two subtrees were joined to make this one: 0 for a leaf.
    public let level: Int
    /// Which one of its level, from 0.
    public let number: Int

    /// The place `number` at `level`.
    ///
    /// - Throws: `out-of-range` if either is negative or no tree of ``Tree/sizeLimit`` leaves has such a place.
    public init(level: Int, number: Int) throws(TransparencyLogError) {
        guard level >= 0, level <= 62 else { throw .outOfRange(field: "level") }
        guard number >= 0, number < Tree.sizeLimit >> level else { throw .outOfRange(field: "number") }
        self.init(unchecked: level, number)
    }

    /// The place at an index of the dense order: `SplitStoredHashIndex` of golang.org/x/mod/sumdb/tlog. Undoes
    /// ``storedIndex``.
    ///
    /// - Throws: `out-of-range` if no tree stores a node there.
    public init(storedIndex index: Int) throws(TransparencyLogError) {
        guard index >= 0, index < Tree.denseCount(Tree.sizeLimit) else { throw .outOfRange(field: "index") }
        // Leaf n is stored at 2n − (one bits of n), so the leaf that completed this node is a little past index/2.
        var leaf = index / 2
        var stored = Tree.denseCount(leaf)
        while index - stored > (leaf + 1).trailingZeroBitCount {
            stored += 1 + (leaf + 1).trailingZeroBitCount
            leaf += 1
        }
        self.init(unchecked: index - stored, leaf >> (index - stored))
    }

    /// The place, known to be in a tree.
    init(unchecked level: Int, _ number: Int) {
        self.level = level
        self.number = number
    }

    /// The index in the dense order (see ``Tree``): that of its last leaf, plus its level.
    public var storedIndex: Int { Tree.denseCount(leaves.upperBound - 1) + level }

    /// The leaves below it.
    public var leaves: Range<Int> { number << level..<(number + 1) << level }
}
