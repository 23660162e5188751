/// A filter of the hashes in the index (Bloom 1970): says of almost every hash that is not there that it is not.
///
/// Most ids and many streams of commands are new. With the filter, that is found without reading the index. It grows by parts,
/// each twice as large as the one before, so that adding never takes long.
struct IndexFilter: Sendable {
    /// How many bits there are for each hash.
    private static let share = 16

    private struct Part {
        /// Blocks of 512 bits, so that a look reads one line of the processor's cache.
        var words: [UInt64]
        let mask: UInt64
        var count = 0
        let limit: Int

        init(limit: Int) {
            let blocks = max(1, limit * IndexFilter.share / 512)
            words = Array(repeating: 0, count: blocks * 8)
            mask = UInt64(blocks - 1)
            self.limit = limit
        }
    }

    private var parts: [Part]

    /// Creates a filter for at least `count` hashes.
    init(forAtLeast count: Int) {
        var limit = 1 << 16
        while limit < count { limit *= 2 }
        parts = [Part(limit: limit)]
    }

    mutating func insert(_ hash: UInt64) {
        if parts[parts.count - 1].count == parts[parts.count - 1].limit {
            parts.append(Part(limit: 2 * parts[parts.count - 1].limit))
        }
        let last = parts.count - 1
        parts[last].count += 1
        let block = Int(truncatingIfNeeded: hash >> 32 & parts[last].mask) * 8
        var bits = Self.mixed(hash)
        for _ in 0..<4 {
            parts[last].words[block + Int(truncatingIfNeeded: bits & 7)] |= 1 << (bits >> 3 & 63)
            bits >>= 9
        }
    }

    /// The bits that choose four bits of a block, from the half of the hash that does not choose the block.
    private static func mixed(_ hash: UInt64) -> UInt64 { (hash & 0xFFFF_FFFF) &* 0x9E37_79B9_7F4A_7C15 }

    /// Returns false if the hash was not inserted.
    func mayHave(_ hash: UInt64) -> Bool {
        for part in parts {
            let block = Int(truncatingIfNeeded: hash >> 32 & part.mask) * 8
            var bits = Self.mixed(hash)
            var isThere = true
            for _ in 0..<4 {
                let word = part.words[block + Int(truncatingIfNeeded: bits & 7)]
                isThere = isThere && word & (1 << (bits >> 3 & 63)) != 0
                bits >>= 9
            }
            if isThere { return true }
        }
        return false
    }
}
