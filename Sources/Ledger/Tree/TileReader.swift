import LMDB
import TransparencyCrypto
import TransparencyLog

/// A reader of the tree's nodes from its tiles, within one read transaction of the caller.
struct TileReader {
    private let store: Store
    private var tiles: [[UInt8]: [Hash]] = [:]
    /// The number of lines that the transaction sees.
    private let size: Int

    init(_ store: Store, _ transaction: borrowing some Transaction & ~Copyable) throws(LedgerError) {
        self.store = store
        do { size = try store.end(transaction) } catch { throw LedgerError(error) }
    }

    /// Returns the hash of a perfect subtree within the size.
    mutating func hash(
        of node: Node, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> Hash {
        let row = node.level / 8
        let first = node.number << (node.level % 8)
        let index = first / Tile.fullWidth
        let key = TileRow.key(row, index)
        let hashes: [Hash]
        if let known = tiles[key] {
            hashes = known
        } else {
            let width = min(Tile.fullWidth, size >> (8 * row) - index * Tile.fullWidth)
            hashes = try store.tile(row, index, width, transaction)
            tiles[key] = hashes
        }
        let start = first % Tile.fullWidth
        let end = start + 1 << (node.level % 8)
        guard end <= hashes.count else {
            throw .damaged(
                position: node.leaves.lowerBound, detail: "the tree has no node \(node.level)/\(node.number)")
        }
        return SHA256Function.crypto.perfectRoot(hashes[start..<end])
    }
}

extension SHA256Function {
    /// Returns the root over neighbouring nodes of one level, whose number is a power of two.
    func perfectRoot(_ nodes: ArraySlice<Hash>) -> Hash {
        var row = Array(nodes)
        while row.count > 1 {
            row = stride(from: 0, to: row.count - 1, by: 2).map { node(row[$0], row[$0 + 1]) }
        }
        return row.first ?? emptyRoot
    }
}

/// The tree's leaves of lines that are read one after another.
struct LeafTiles {
    private let size: Int
    private var index = -1
    private var hashes: [Hash] = []

    init(size: Int) {
        self.size = size
    }

    /// Throws `damaged` if a line's leaf is not the one in the tree at its position.
    mutating func check(_ line: Span<UInt8>, at position: Int, _ store: Store) throws(LedgerError) {
        if position / Tile.fullWidth != index {
            index = position / Tile.fullWidth
            let width = min(Tile.fullWidth, size - index * Tile.fullWidth)
            hashes = try store.tile(0, index, width, try store.beginReading())
        }
        guard SHA256Function.crypto.leaf(line) == hashes[position % Tile.fullWidth] else {
            throw .damaged(position: position, detail: "its bytes are not those that the tree has")
        }
    }
}
