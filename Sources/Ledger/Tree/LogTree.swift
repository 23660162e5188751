import LMDB
import TransparencyCrypto
import TransparencyLog

/// The Merkle tree over the lines (RFC 6962 § 2.1), as the appending thread grows it: its right edge, and the tiles that are
/// not yet put.
///
/// Of the tree's nodes the store keeps those that C2SP tlog-tiles serves, which are every eighth level in rows of 256. They
/// take half the space of all nodes, and a node on a level between them takes at most a few hundred hashes to compute.
struct LogTree: Sendable {
    /// The number of rows of a log of 2^31 lines.
    static let rowLimit = 4

    private(set) var frontier = Frontier()
    /// The hashes of the incomplete tile at the end of each row.
    private var edges: [[UInt8]] = Array(repeating: [], count: Self.rowLimit)
    /// Tiles that were completed and are not put yet.
    private var full: [(key: [UInt8], content: [UInt8])] = []
    /// The size that was written last.
    private var written = 0

    /// Creates the tree without lines.
    init() {}

    /// The number of lines in the tree.
    var size: Int { frontier.size }

    /// Appends a line's leaf, and returns it.
    @discardableResult
    mutating func append(_ line: Span<UInt8>) -> Hash {
        let leaf = SHA256Function.crypto.leaf(line)
        append(leaf)
        return leaf
    }

    private mutating func append(_ leaf: Hash) {
        // The leaf, and the subtrees of 256, 65,536, … lines that it completes, at most one in each row.
        var completed: [4 of Hash?] = [4 of Hash?](repeating: nil)
        let number = frontier.size
        frontier.append(leaf, using: .crypto) { node, hash in
            if node.level & 7 == 0, node.level >> 3 < Self.rowLimit { completed[node.level >> 3] = hash }
        }
        for row in 0..<Self.rowLimit {
            guard let hash = completed[row] else { return }
            hash.append(to: &edges[row])
            if edges[row].count == Tile.fullWidth * Hash.byteCount {
                full.append((TileRow.key(row, number >> (8 * row) / Tile.fullWidth), edges[row]))
                edges[row].removeAll(keepingCapacity: true)
            }
        }
    }

    /// The root of the tree: MTH of the lines so far.
    func root() -> Hash { frontier.root(using: .crypto) }

    /// Puts the new nodes into the table.
    func write(to table: Table, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        for (key, content) in full { try transaction.put(table, key.span, content.span) }
        for row in 0..<Self.rowLimit where size >> (8 * row) > written >> (8 * row) && !edges[row].isEmpty {
            let key = TileRow.key(row, size >> (8 * row) / Tile.fullWidth)
            let edge = edges[row]
            try transaction.put(table, key.span, edge.span)
        }
    }

    /// Records that the new nodes are put.
    mutating func noteWritten() {
        full.removeAll(keepingCapacity: true)
        written = size
    }
}

/// A row of the table `tiles`: tile level (1 byte) ‖ index (4 bytes) → up to 256 hashes of 32 bytes.
enum TileRow {
    static func key(_ level: Int, _ index: Int) -> [UInt8] {
        var key = [UInt8(truncatingIfNeeded: level)]
        key.append(bigEndian: UInt32(truncatingIfNeeded: index))
        return key
    }
}

extension LogTree {
    /// Reads the tree of all `size` lines from the store. What is only in ``LooseRows`` counts as not written.
    ///
    /// - Throws: `damaged`, with the first line below it, if a tile at the right edge is missing or too short.
    init(
        size: Int, _ store: Store, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) {
        let loose: LooseRows?
        do { loose = try store.loose(transaction) } catch { throw LedgerError(error) }
        written = loose?.first ?? size
        for row in (0..<Self.rowLimit).reversed() {
            let count = written >> (8 * row)
            let (index, width) = (count / Tile.fullWidth, count % Tile.fullWidth)
            guard width > 0 else { continue }
            let hashes = try store.tile(row, index, width, transaction)
            for hash in hashes {
                do throws(TransparencyLogError) {
                    try frontier.append(subtree: hash, level: 8 * row, using: .crypto)
                } catch {
                    throw .damaged(position: frontier.size, detail: "the tree's right edge does not fit: \(error)")
                }
                hash.append(to: &edges[row])
            }
        }
        for leaf in loose?.leaves ?? [] { append(leaf) }
        guard self.size == size else {
            throw .damaged(position: self.size, detail: "the tree ends here, and the log has \(size) lines")
        }
    }
}

extension Store {
    /// Returns the first `width` hashes of a tile.
    ///
    /// - Throws: `damaged`, with the first line below it, if it is missing or too short.
    func tile(
        _ level: Int, _ index: Int, _ width: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> [Hash] {
        var found: [Hash] = []
        do {
            try transaction.get(tiles, TileRow.key(level, index).span) { content in
                var start = 0
                while found.count < width, start + Hash.byteCount <= content.count,
                    let hash = Hash(content.extracting(start..<start + Hash.byteCount))
                {
                    found.append(hash)
                    start += Hash.byteCount
                }
            }
        } catch {
            throw LedgerError(error)
        }
        if found.count < width, level == 0 {
            let loose: LooseRows?
            do { loose = try self.loose(transaction) } catch { throw LedgerError(error) }
            while found.count < width, let leaf = loose?.leaf(at: index * Tile.fullWidth + found.count) {
                found.append(leaf)
            }
        }
        guard found.count == width else {
            throw .damaged(
                position: index * Tile.fullWidth << (8 * level),
                detail: "the tree has no tile \(level)/\(index) of \(width) hashes")
        }
        return found
    }
}
