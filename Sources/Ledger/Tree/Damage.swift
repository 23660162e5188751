import LMDB
import Synchronization
import TransparencyCrypto
import TransparencyLog

/// A piece of the log that is not as it was written.
public struct Damage: Sendable, Hashable {
    /// The position of the first line concerned; the log's length if the damage is at the log's end.
    public let position: Int
    /// What was found.
    public let detail: String

    init(position: Int, _ detail: String) {
        self.position = position
        self.detail = detail
    }
}

/// The damage found so far, in order of position. Nothing is ever removed, because a damaged log is not repaired while labd
/// runs.
final class DamageList: Sendable {
    /// The maximum number of entries: a disk that fails everywhere need not be listed line by line.
    private static let limit = 1_000

    private let found = Mutex<[Damage]>([])

    var all: [Damage] { found.withLock { $0 } }
    var first: Damage? { found.withLock { $0.first } }

    func note(_ damage: [Damage]) {
        guard !damage.isEmpty else { return }
        found.withLock { found in
            for damage in damage
            where found.count < Self.limit && !found.contains(where: { $0.position == damage.position }) {
                found.append(damage)
            }
            found.sort { $0.position < $1.position }
        }
    }
}

extension Store {
    /// Returns the damage in the lines of a tile of level 0, in a log of `size` lines, by comparing each line with its leaf,
    /// and the tile with the one above.
    func damage(inTile index: Int, size: Int) throws(LedgerError) -> [Damage] {
        let first = index * Tile.fullWidth
        let width = min(Tile.fullWidth, size - first)
        guard width > 0 else { return [] }
        do throws(LedgerError) {
            let leaves = try leaves(first, width)
            let hashes = try tile(0, index, width, try beginReading())
            var damage: [Damage] = []
            for offset in 0..<width where leaves[offset] != hashes[offset] {
                damage.append(
                    Damage(
                        position: first + offset,
                        leaves[offset] == nil ? "no event" : "its bytes are not those that the tree has"))
            }
            if width == Tile.fullWidth, let above = try self.damage(above: hashes, level: 0, index) {
                damage.append(above)
            }
            return damage
        } catch {
            guard case .damaged(let position, let detail) = error else { throw error }
            return [Damage(position: position, detail)]
        }
    }

    /// Returns the damage between a full tile and its hash in the tile above and, if that tile is thereby full, in those
    /// further above.
    private func damage(above hashes: [Hash], level: Int, _ index: Int) throws(LedgerError) -> Damage? {
        guard level + 1 < LogTree.rowLimit else { return nil }
        let (parent, place) = (index / Tile.fullWidth, index % Tile.fullWidth)
        let row = try tile(level + 1, parent, place + 1, try beginReading())
        guard row.last == SHA256Function.crypto.perfectRoot(hashes[...]) else {
            return Damage(
                position: index << (8 * (level + 1)),
                "the tree's tiles \(level)/\(index) and \(level + 1)/\(parent) do not fit")
        }
        return row.count == Tile.fullWidth ? try damage(above: row, level: level + 1, parent) : nil
    }

    /// Returns the leaves of `width` lines from `first` on; nil for a missing line.
    private func leaves(_ first: Int, _ width: Int) throws(LedgerError) -> [Hash?] {
        var leaves: [Hash?] = Array(repeating: nil, count: width)
        func visit(_ key: Span<UInt8>, _ line: Span<UInt8>) -> Bool {
            let position = Int(key.native)
            guard position < first + width else { return false }
            leaves[position - first] = SHA256Function.crypto.leaf(line)
            return true
        }
        try read { reading throws(LMDBError) in
            try reading.withCursor(events, givingPagesBack: true) { cursor throws(LMDBError) in
                var goesOn = try cursor.seek(UInt32(truncatingIfNeeded: first), visit) ?? false
                while goesOn { goesOn = try cursor.move(.next, visit) ?? false }
            }
        }
        return leaves
    }
}

extension Ledger {
    /// The damage that was found, in order of position. While there is any, the log accepts no commands.
    public var damage: [Damage] { damages.all }

    /// The number of lines, from the first on, that the last verification has covered. See ``noteVerified(_:)``.
    public var verified: Int { min(directory.verified, count) }

    /// Notes the progress of the verification of the whole log, so that the next start continues there.
    public func noteVerified(_ count: Int) throws(LedgerError) { try directory.noteVerified(count) }

    /// Records damage that was found while reading.
    public func note(_ error: LedgerError) {
        guard case .damaged(let position, let detail) = error else { return }
        damages.note([Damage(position: position, detail)])
    }

    /// Verifies the 256 lines of a tile of level 0 against the tree, and the tree above it, and records damage.
    ///
    /// - Returns: the position after the last verified line; nil if there was none.
    public func verify(tile index: Int) throws(LedgerError) -> Int? {
        let size = count
        guard index * Tile.fullWidth < size else { return nil }
        damages.note(try storeForReading().damage(inTile: index, size: size))
        return min(size, (index + 1) * Tile.fullWidth)
    }
}
