/// The coordinates of up to 256 neighbouring entries: `tile/entries/<N>[.p/<W>]` (C2SP tlog-tiles). The content of the tile is
/// an ``EntryBundle``.
public struct EntryTile: Sendable, Hashable {
    let number: TileNumber

    /// The number of the bundle, from 0.
    public var index: Int { number.index }
    /// The number of its entries: 1 to 256.
    public var width: Int { number.width }

    /// Creates the coordinates of the bundle at `index`, with `width` entries.
    ///
    /// - Throws: `out-of-range` if no tree has it.
    public init(index: Int, width: Int = Tile.fullWidth) throws(TransparencyLogError) {
        self.init(try TileNumber(index: index, width: width, level: 0))
    }

    init(_ number: TileNumber) {
        self.number = number
    }

    /// The path, relative to the log's prefix.
    public var path: String { "tile/entries/\(number.path)" }

    /// The positions of its entries, from 0.
    public var positions: Range<Int> { number.places }

    /// Returns whether a tree of `size` leaves has all of its entries.
    public func isComplete(in size: Int) -> Bool { size >= positions.upperBound }
}
