/// The position of a perfect subtree, which has the leaves `number · 2^level ..< (number + 1) · 2^level`.
///
/// Level 0 contains the leaves. The hash of the subtree is MTH(D[number · 2^level : (number + 1) · 2^level]) (RFC 6962 § 2.1);
/// it never changes once its last leaf is in the log.
public struct Node: Sendable, Hashable, BitwiseCopyable {
    /// The height of the subtree: 0 for a leaf.
    public let level: Int
    /// The number of the subtree in its level, from 0.
    public let number: Int

    /// Creates the position `number` at `level`.
    ///
    /// - Throws: `out-of-range` if either is negative or no tree of ``Tree/sizeLimit`` leaves has such a position.
    public init(level: Int, number: Int) throws(TransparencyLogError) {
        guard level >= 0, level <= 62 else { throw .outOfRange(field: "level") }
        guard number >= 0, number < Tree.sizeLimit >> level else { throw .outOfRange(field: "number") }
        self.init(unchecked: level, number)
    }

    /// Creates a position that is known to be in a tree.
    init(unchecked level: Int, _ number: Int) {
        self.level = level
        self.number = number
    }

    /// The leaves of the subtree.
    public var leaves: Range<Int> { number << level..<(number + 1) << level }
}
