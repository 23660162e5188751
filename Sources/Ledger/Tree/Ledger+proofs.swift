import LMDB
import TransparencyCrypto
public import TransparencyLog

// Functions by which outsiders follow the log. Each call is one short read transaction.

extension Ledger {
    /// The key that verifies the log's checkpoints; its name is the log's origin.
    public var logKey: VerifierKey { key }

    /// Returns the last signed checkpoint, which covers all committed lines.
    ///
    /// - Parameter witnessed: whether to return instead the last checkpoint that a witness cosigned; nil if there is none.
    /// - Throws: `damaged` if the log has lines but no checkpoint that can be read.
    public func checkpoint(witnessed: Bool = false) throws(LedgerError) -> SignedNote? {
        let store = try storeForReading()
        let (last, cosigned) = try store.read { reading throws(LMDBError) in
            (try store.checkpoint(reading), try store.checkpoint(reading, kept: .witnessed))
        }
        if witnessed { return cosigned }
        guard let last else { throw .damaged(position: count, detail: "the log has no checkpoint") }
        return cosigned?.text == last.text ? cosigned : last
    }

    /// Returns a tile's content; nil if the log is too short for it.
    public func content(of tile: Tile) throws(LedgerError) -> [UInt8]? {
        guard tile.isComplete(in: count), tile.level < LogTree.rowLimit else { return nil }
        let store = try storeForReading()
        return try store.tile(tile.level, tile.index, tile.width, try store.beginReading()).flatMap(\.bytes)
    }

    /// Returns the lines of an entry bundle; nil if the log is too short for it.
    public func content(of tile: EntryTile) throws(LedgerError) -> [UInt8]? {
        guard tile.isComplete(in: count) else { return nil }
        var bundle = EntryBundle()
        try scan(from: tile.positions.lowerBound, to: tile.positions.upperBound) { position, line throws(LedgerError) in
            do throws(TransparencyLogError) {
                try bundle.append(line)
            } catch {
                throw .damaged(position: position, detail: "\(error)")
            }
            return true
        }
        return bundle.bytes
    }

    /// Returns the hashes of a proof (RFC 6962 §§ 2.1.1, 2.1.2), whose sizes must be within the log.
    public func hashes(of plan: ProofPlan) throws(LedgerError) -> [Hash] {
        let store = try storeForReading()
        let reading = try store.beginReading()
        var tiles = try TileReader(store, reading)
        return try plan.hashes(using: .crypto) { node throws(LedgerError) in try tiles.hash(of: node, reading) }
    }

    /// Returns the root of the tree over the first `size` lines, which the log must have.
    public func root(ofSize size: Int) throws(LedgerError) -> Hash {
        let store = try storeForReading()
        let reading = try store.beginReading()
        var tiles = try TileReader(store, reading)
        do {
            var peaks: [Hash] = []
            for node in try Tree.peaks(size) { peaks.append(try tiles.hash(of: node, reading)) }
            return try Frontier(size: size, peaks: peaks).root(using: .crypto)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw .invalid(field: "size", detail: "\(error)")
        }
    }

    /// Stores a checkpoint of this log with its cosignatures as the last one that was witnessed.
    ///
    /// The caller must have verified them. Call this on the thread that appends, with no batch open. Throws the errors of
    /// ``Batch/commit()``.
    public func keepWitnessed(_ checkpoint: SignedNote) throws(LedgerError) {
        let store = try storeForWriting()
        let writing = try beginWrite(in: store)
        do { try store.put(checkpoint, as: .witnessed, writing) } catch { throw judge(error) }
        try commit(writing, in: store)
    }
}
