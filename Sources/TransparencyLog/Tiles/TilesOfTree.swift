/// The tiles that a tree has, or those that it has since it was smaller (C2SP tlog-tiles): the entry bundles first, then
/// the hashes from level 0 up; each row from left to right, a partial tile, if any, at its end.
///
/// Level L has ⌊size / 256^L⌋ hashes, in as many full tiles as they fill and one partial tile of the rest. Nothing is
/// held in memory.
public struct TilesOfTree: Sendable, Hashable, Sequence {
    private let size: Int
    private let older: Int

    /// The tiles of a tree of `size` leaves that the same tree of `older` leaves did not have, as full or as wide.
    ///
    /// - Throws: `out-of-range` unless 0 ≤ older ≤ size ≤ ``Tree/sizeLimit``.
    public init(size: Int, since older: Int = 0) throws(TransparencyLogError) {
        try Tree.check(size)
        guard older >= 0, older <= size else { throw .outOfRange(field: "older") }
        self.size = size
        self.older = older
    }

    /// Gives the tiles, in order.
    public func makeIterator() -> Iterator { Iterator(size: size, older: older) }

    /// Gives one tile after the other.
    public struct Iterator: IteratorProtocol, Sendable {
        private let size: Int
        private let older: Int
        /// −1 for the entries, whose row is as long as that of level 0.
        private var row = -1
        private var index: Int

        fileprivate init(size: Int, older: Int) {
            self.size = size
            self.older = older
            index = older / Tile.fullWidth
        }

        /// The next tile, or nil after the last.
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

        /// How many hashes, or entries, the row has in a tree of that size.
        private func hashes(_ size: Int) -> Int { row < 0 ? size : size >> (8 * row) }
    }
}
