/// A tile of the tree: up to 256 neighbouring hashes of one level, `tile/<L>/<N>[.p/<W>]` (C2SP tlog-tiles).
///
/// Tile level L contains nodes of level 8·L: the n-th tile is, for each i from 0, MTH(D[(256·n + i) · 256^L : (256·n + i + 1) ·
/// 256^L]). A tile never changes; a partial one is the beginning of the full one.
public struct Tile: Sendable, Hashable {
    /// The number of hashes in a full tile.
    public static let fullWidth = TileNumber.fullWidth
    /// The highest level at which a tree of ``Tree/sizeLimit`` leaves has tiles. (C2SP allows levels up to 63; the others are
    /// empty.)
    public static let levelLimit = 7

    /// The tile's level, 0 for leaves.
    public let level: Int
    let number: TileNumber

    /// The number of the tile in its level, from 0.
    public var index: Int { number.index }
    /// The number of its hashes: 1 to 256.
    public var width: Int { number.width }

    /// Creates the tile with these coordinates.
    ///
    /// - Throws: `out-of-range` if no tree has it.
    public init(level: Int, index: Int, width: Int = fullWidth) throws(TransparencyLogError) {
        self.init(level, try TileNumber(index: index, width: width, level: level))
    }

    init(_ level: Int, _ number: TileNumber) {
        self.level = level
        self.number = number
    }

    /// The path, relative to the log's prefix.
    public var path: String { "tile/\(level)/\(number.path)" }

    /// Returns whether a tree of `size` leaves has all of its hashes.
    public func isComplete(in size: Int) -> Bool {
        size >= 0 && size >> (8 * level) >= number.places.upperBound
    }
}
