/// The right edge of a growing tree: its perfect subtrees, one for every one bit of its size.
///
/// Appending a leaf takes one node hash on average, and no memory beyond the array of at most 62 hashes. The root can be
/// computed at any time. (Other software calls this a compact range.) A frontier is resumed from storage with the hashes of
/// ``Tree/peaks(_:)``.
public struct Frontier: Sendable, Hashable {
    /// The number of leaves that were appended.
    public private(set) var size: Int
    /// The hashes of ``Tree/peaks(_:)`` of the size, in that order.
    public private(set) var peaks: [Hash]

    /// Creates the tree without leaves.
    public init() {
        size = 0
        peaks = []
        peaks.reserveCapacity(32)
    }

    /// Creates the tree of `size` leaves whose peaks, in the order of ``Tree/peaks(_:)``, have these hashes.
    ///
    /// - Throws: `out-of-range` if no tree has that size, or if that size has another number of peaks.
    public init(size: Int, peaks: [Hash]) throws(TransparencyLogError) {
        try Tree.check(size)
        guard peaks.count == size.nonzeroBitCount else { throw .outOfRange(field: "peaks") }
        self.size = size
        self.peaks = peaks
    }

    /// Appends a leaf, given its hash, and passes each node that it completes to `completed`: the leaf itself, then the subtrees
    /// that end with it, from the smallest up.
    ///
    /// - Precondition: the size is below ``Tree/sizeLimit``, 2^62.
    public mutating func append(
        _ leaf: Hash, using sha256: SHA256Function, completed: (Node, Hash) -> Void = { _, _ in }
    ) {
        precondition(size < Tree.sizeLimit, "a log has at most 2^62 leaves")
        join(leaf, at: 0, using: sha256, completed)
    }

    /// Appends all the leaves of a perfect subtree at once, given its root, so that several threads can each hash a part of a
    /// log.
    ///
    /// - Throws: `out-of-range` unless the size is a multiple of 2^level and stays within ``Tree/sizeLimit``.
    public mutating func append(
        subtree: Hash, level: Int, using sha256: SHA256Function
    ) throws(TransparencyLogError) {
        guard level >= 0, level <= 62, size <= Tree.sizeLimit - (1 << level), size & ((1 << level) - 1) == 0 else {
            throw .outOfRange(field: "level")
        }
        join(subtree, at: level, using: sha256) { _, _ in }
    }

    /// The root of the present tree: MTH(D[0:size]) (RFC 6962 § 2.1).
    public func root(using sha256: SHA256Function) -> Hash {
        sha256.fold(peaks) ?? sha256.emptyRoot
    }

    /// Adds a subtree, and joins it with the one before it as long as both have the same size.
    private mutating func join(
        _ subtree: Hash, at level: Int, using sha256: SHA256Function, _ completed: (Node, Hash) -> Void
    ) {
        let number = size >> level
        let joins = (~number).trailingZeroBitCount
        var hash = subtree
        completed(Node(unchecked: level, number), hash)
        for step in 0..<joins {
            hash = sha256.node(peaks[peaks.count - 1 - step], hash)
            completed(Node(unchecked: level + step + 1, number >> (step + 1)), hash)
        }
        peaks.removeLast(joins)
        peaks.append(hash)
        size += 1 << level
    }
}
