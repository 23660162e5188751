/// The tiles of a tree, or those that it did not have when it was smaller (C2SP tlog-tiles): first the entry bundles, then the
/// hashes from level 0 upwards, each row from left to right, with a partial tile, if any, at its end.
///
/// Level L has ⌊size / 256^L⌋ hashes, in as many full tiles as they fill and a partial tile for the rest. The tiles are
/// generated one by one.
public struct TilesOfTree: Sendable, Hashable, Sequence {
    private let size: Int
    private let older: Int

    /// Creates the sequence of tiles of a tree of `size` leaves, without those that the same tree of `older` leaves had with
    /// the same width.
    ///
    /// - Throws: `out-of-range` unless 0 ≤ older ≤ size ≤ ``Tree/sizeLimit``.
    public init(size: Int, since older: Int = 0) throws(TransparencyLogError) {
        try Tree.check(size)
        guard older >= 0, older <= size else { throw .outOfRange(field: "older") }
        self.size = size
        self.older = older
    }

    /// Returns an iterator over the tiles, in order.
    public func makeIterator() -> Iterator { Iterator(size: size, older: older) }

    /// An iterator over the tiles.
    public struct Iterator: IteratorProtocol, Sendable {
        private let size: Int
        private let older: Int
        /// The present level; −1 for the entries, whose row is as long as that of level 0.
        private var row = -1
        private var index: Int

        fileprivate init(size: Int, older: Int) {
            self.size = size
            self.older = older
            index = older / Tile.fullWidth
        }

        /// Returns the next tile, or nil after the last.
        public mutating func next() -> TilePath? {
            while row <= Tile.levelLimit {
                let count = hashes(size)
                let left = count - index * Tile.fullWidth
                if left > 0, count > hashes(older) {
                    let number = TileNumber(unchecked: index, width: left < Tile.fullWidth ? left : Tile.fullWidth)
                    index += 1
                    return row < 0 ? .entries(EntryTile(number)) : .hashes(Tile(row, number))
                }
                row += 1
                index = hashes(older) / Tile.fullWidth
            }
            return nil
        }

        /// Returns how many hashes or entries the row has in a tree of that size.
        private func hashes(_ size: Int) -> Int { row < 0 ? size : size >> (8 * row) }
    }
}
