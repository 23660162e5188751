/// Up to 256 entries one after another, each as its length in two bytes, big-endian, and its bytes (C2SP tlog-tiles, “Log
/// entries”).
public struct EntryBundle: Sendable {
    /// The maximum number of bytes of an entry.
    public static let entryLimit = 65_535

    /// The bundle as it is sent.
    public private(set) var bytes: [UInt8] = []
    private var count = 0

    /// Creates a bundle without entries.
    public init() {}

    /// Appends an entry.
    ///
    /// - Throws: `entry-bundle-too-large` if the entry has more than ``entryLimit`` bytes, or the bundle 256 entries.
    public mutating func append(_ entry: Span<UInt8>) throws(TransparencyLogError) {
        guard entry.count <= Self.entryLimit else {
            throw .tooLarge(.entryBundle, limit: Self.entryLimit, detail: "bytes in an entry")
        }
        guard count < Tile.fullWidth else {
            throw .tooLarge(.entryBundle, limit: Tile.fullWidth, detail: "entries")
        }
        bytes.append(UInt8(truncatingIfNeeded: entry.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: entry.count))
        bytes.append(copying: entry)
        count += 1
    }
}
