/// Up to 256 entries one after another, each as its length in two bytes, big-endian, and its bytes (C2SP tlog-tiles, “Log
/// entries”).
public struct EntryBundle: Sendable, Hashable {
    /// The maximum number of bytes of an entry.
    public static let entryLimit = 65_535

    /// The bundle as it is stored and sent.
    public private(set) var bytes: [UInt8] = []
    /// The range of each entry in ``bytes``, without its length.
    public private(set) var ranges: [Range<Int>] = []

    /// Creates a bundle without entries.
    public init() {}

    /// Reads a bundle of `width` entries from `bytes`; the entries may be empty.
    ///
    /// - Throws: `entry-bundle-malformed` unless `bytes` consist of exactly `width` entries; `entry-bundle-too-large` for more
    ///   than 256.
    public init(parsing bytes: [UInt8], width: Int) throws(TransparencyLogError) {
        guard width <= Tile.fullWidth else {
            throw .tooLarge(.entryBundle, limit: Tile.fullWidth, detail: "entries")
        }
        var at = 0
        while at < bytes.count {
            guard ranges.count < width, bytes.count - at >= 2 else { throw Self.malformed(width) }
            let length = Int(bytes[at]) << 8 | Int(bytes[at + 1])
            at += 2
            guard bytes.count - at >= length else { throw Self.malformed(width) }
            ranges.append(at..<at + length)
            at += length
        }
        guard ranges.count == width else { throw Self.malformed(width) }
        self.bytes = bytes
    }

    private static func malformed(_ width: Int) -> TransparencyLogError {
        .malformed(.entryBundle, line: 0, detail: "expected \(width) entries with their lengths")
    }

    /// Appends an entry.
    ///
    /// - Throws: `entry-bundle-too-large` if the entry has more than ``entryLimit`` bytes, or the bundle 256 entries.
    public mutating func append(_ entry: Span<UInt8>) throws(TransparencyLogError) {
        guard entry.count <= Self.entryLimit else {
            throw .tooLarge(.entryBundle, limit: Self.entryLimit, detail: "bytes in an entry")
        }
        guard ranges.count < Tile.fullWidth else {
            throw .tooLarge(.entryBundle, limit: Tile.fullWidth, detail: "entries")
        }
        bytes.append(UInt8(truncatingIfNeeded: entry.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: entry.count))
        ranges.append(bytes.count..<bytes.count + entry.count)
        bytes.append(copying: entry)
    }

    /// The entries, in order.
    public var entries: some RandomAccessCollection<ArraySlice<UInt8>> { ranges.lazy.map { bytes[$0] } }
}
