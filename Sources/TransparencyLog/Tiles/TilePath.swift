/// The tile that a path below a log's prefix refers to (C2SP tlog-tiles).
public enum TilePath: Sendable, Hashable {
    /// Hashes: `tile/<L>/<N>[.p/<W>]`.
    case hashes(Tile)
    /// Entries: `tile/entries/<N>[.p/<W>]`.
    case entries(EntryTile)

    /// The maximum number of bytes of a path: no tree has a longer one.
    public static let limit = 64

    /// Reads a path, which has no slash at its beginning. Every tile has exactly one path.
    ///
    /// - Throws: `tile-path-malformed`, or `out-of-range` if no tree of ``Tree/sizeLimit`` leaves has the tile.
    public init(parsing path: String) throws(TransparencyLogError) {
        let bytes = Array(path.utf8)
        guard bytes.count <= Self.limit else { throw .tooLarge(.tilePath, limit: Self.limit, detail: "bytes") }
        let parts = bytes.split(separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual("tile".utf8) else {
            throw .malformed(.tilePath, line: 0, detail: "expected tile/, a level or entries, and a number")
        }
        let (row, place) = (parts[1], parts[2])
        if row.elementsEqual("entries".utf8) {
            self = .entries(EntryTile(try TileNumber(path: place.span, level: 0)))
        } else {
            guard let level = Decimal.decode(row.span), level <= 63 else {
                throw .malformed(.tilePath, line: 0, detail: "expected a level of 0 to 63")
            }
            self = .hashes(Tile(level, try TileNumber(path: place.span, level: level)))
        }
    }

    /// The path that ``init(parsing:)`` reads.
    public var path: String {
        switch self {
        case .hashes(let tile): tile.path
        case .entries(let tile): tile.path
        }
    }
}
