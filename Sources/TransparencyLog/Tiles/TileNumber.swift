/// The number of a tile in its row, and its width: `<N>[.p/<W>]` (C2SP tlog-tiles).
///
/// `<N>` is in groups of three digits, all but the last with an `x` before them: `x001/x234/067` is 1,234,067.
struct TileNumber: Sendable, Hashable {
    /// The position in the row, from 0.
    let index: Int
    /// The number of hashes or entries in the tile: 1 to 256.
    let width: Int

    /// The width of a full tile.
    static let fullWidth = 256

    /// Creates the number of the tile at `index` with `width` hashes or entries.
    ///
    /// - Throws: `out-of-range` unless the width is 1 to 256 and a tree has the whole tile at `level`, where each hash covers
    ///   256^level leaves.
    init(index: Int, width: Int, level: Int) throws(TransparencyLogError) {
        guard width >= 1, width <= Self.fullWidth else { throw .outOfRange(field: "width") }
        guard level >= 0, level <= Tile.levelLimit else { throw .outOfRange(field: "level") }
        let places = Tree.sizeLimit >> (8 * level)
        guard index >= 0, index <= places / Self.fullWidth, index * Self.fullWidth <= places - width else {
            throw .outOfRange(field: "index")
        }
        self.init(unchecked: index, width: width)
    }

    /// Creates the number of a tile that is known to be in a tree.
    init(unchecked index: Int, width: Int) {
        self.index = index
        self.width = width
    }

    /// Reads the number in `path`.
    ///
    /// - Throws: `tile-path-malformed`, or `out-of-range` if no tree has it.
    init(path: Span<UInt8>, level: Int) throws(TransparencyLogError) {
        // The number is compared with its one form below; here only what cannot be a number is refused.
        var index = 0
        var at = 0
        while at < path.count {
            let more = path[at] == UInt8(ascii: "x")
            if more { at += 1 }
            guard path.count - at >= 3 else { throw Self.malformed }
            for _ in 0..<3 {
                guard let digit = Decimal.digit(path[at]), index <= (Int.max - 9) / 10 else { throw Self.malformed }
                index = index * 10 + digit
                at += 1
            }
            guard more else { break }
            guard at < path.count, path[at] == UInt8(ascii: "/") else { throw Self.malformed }
            at += 1
        }
        var width = Self.fullWidth
        let rest = path.extracting(droppingFirst: at)
        if rest.starts(with: ".p/".utf8Span.span) {
            guard let number = Decimal.decode(rest.extracting(droppingFirst: 3)), number < Self.fullWidth else {
                throw Self.malformed
            }
            width = number
        }
        try self.init(index: index, width: width, level: level)
        guard self.path.utf8Span.span.isEqual(to: path) else { throw Self.malformed }
    }

    private static var malformed: TransparencyLogError {
        .malformed(.tilePath, line: 0, detail: "expected a number like x001/x234/067, with .p/ and 1–255 if partial")
    }

    /// The number, as in a path.
    var path: String {
        var groups: [String] = []
        var left = index
        repeat {
            let digits = String(left % 1000)
            let padded = String(repeating: "0", count: 3 - digits.count) + digits
            groups.append(groups.isEmpty ? padded : "x" + padded)
            left /= 1000
        } while left > 0
        return groups.reversed().joined(separator: "/") + (width == Self.fullWidth ? "" : ".p/\(width)")
    }

    /// The positions in the row that the tile covers.
    var places: Range<Int> { index * Self.fullWidth..<index * Self.fullWidth + width }
}
