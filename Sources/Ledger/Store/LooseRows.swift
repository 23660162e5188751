import LMDB
import TransparencyLog

/// What the tables `receipts` and `tiles` do not have yet: the receipts and the leaves of the last few events, in one row of
/// `meta`.
///
/// The commit of a lone command would change five pages more if it changed these tables. `meta` is changed by every commit in any
/// case, for the checkpoint. The rows are put into their tables when there are too many of them, and when labd stops.
///
/// The row: first position (4 bytes) ‖ number of leaves (1 byte) ‖ leaves ‖ for each receipt: its position (4 bytes) ‖ its length
/// (2 bytes) ‖ its row. The leaves are those of the last events, and end within one tile, which is incomplete.
struct LooseRows: Sendable {
    /// With these limits `meta` is usually one page.
    static let leafLimit = 16
    private static let byteLimit = 1_400

    /// The position of the first event whose leaf is here.
    private(set) var first: Int
    private(set) var leaves: [Hash] = []
    private(set) var receipts: [(position: UInt32, row: [UInt8])] = []
    private var receiptBytes = 0

    /// Creates rows of no event; the next one has the position `first`.
    init(from first: Int) { self.first = first }

    var isEmpty: Bool { leaves.isEmpty && receipts.isEmpty }

    /// Whether the rows still fit into one row of `meta`.
    private var fit: Bool {
        leaves.count <= Self.leafLimit && receiptBytes <= Self.byteLimit
            && (first + leaves.count) / Tile.fullWidth == first / Tile.fullWidth
    }

    /// What a batch does with the rows.
    enum Change: Sendable {
        /// They stay loose, with those of the batch.
        case keep(LooseRows)
        /// The rows so far, and those of the batch, go into their tables.
        case settle(LooseRows)
    }

    /// Returns what a batch with these leaves and receipts does with the rows. Unless `isKept`, all go into their tables.
    func adding(_ leaves: [Hash], _ receipts: PackedRows, isKept: Bool) -> Change {
        guard isKept else { return .settle(self) }
        var more = self
        more.leaves += leaves
        receipts.forEach { more.append([UInt8](copying: $1), at: $0) }
        return more.fit ? .keep(more) : .settle(self)
    }

    private mutating func append(_ receipt: [UInt8], at position: UInt32) {
        receipts.append((position, receipt))
        receiptBytes += receipt.count + 6
    }

    /// Returns the leaf of the event at a position, if it is here.
    func leaf(at position: Int) -> Hash? {
        leaves.indices.contains(position - first) ? leaves[position - first] : nil
    }

    /// Returns the receipt whose first event is at a position, if it is here.
    func receipt(at position: Int) -> Receipt? {
        receipts.first { Int($0.position) == position }.flatMap { Receipt($0.row.span) }
    }

    init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= 5 else { return nil }
        self.init(from: Int(bytes.bigEndian(at: 0)))
        var at = 5
        for _ in 0..<bytes[4] {
            guard at + Hash.byteCount <= bytes.count, let leaf = Hash(bytes.extracting(at..<at + Hash.byteCount)) else {
                return nil
            }
            leaves.append(leaf)
            at += Hash.byteCount
        }
        while at < bytes.count {
            guard at + 6 <= bytes.count else { return nil }
            let end = at + 6 + Int(bytes[at + 4]) << 8 + Int(bytes[at + 5])
            guard end <= bytes.count else { return nil }
            append([UInt8](copying: bytes.extracting(at + 6..<end)), at: bytes.bigEndian(at: at))
            at = end
        }
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: first))
        bytes.append(UInt8(truncatingIfNeeded: leaves.count))
        for leaf in leaves { leaf.append(to: &bytes) }
        for (position, row) in receipts {
            bytes.append(bigEndian: position)
            bytes.append(bigEndian: UInt16(truncatingIfNeeded: row.count))
            bytes.append(contentsOf: row)
        }
        return bytes
    }

    /// The name of the row in `meta`.
    static let name = Array("loose".utf8)

    /// Reads the rows that a transaction sees, from the table `meta`; nil if there are none.
    static func read(
        _ meta: Table, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> LooseRows? {
        try transaction.get(meta, name.span) { LooseRows($0) } ?? nil
    }
}

extension Store {
    /// Returns the rows that are not in `receipts` and `tiles` yet; nil if there are none.
    func loose(_ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) -> LooseRows? {
        try LooseRows.read(meta, transaction)
    }

    /// Puts the rows into `meta`, in place of those before; without any, removes these.
    func put(_ loose: LooseRows?, _ writing: borrowing WriteTransaction) throws(LMDBError) {
        if let loose {
            try writing.put(meta, LooseRows.name.span, loose.bytes.span)
        } else {
            try writing.delete(meta, LooseRows.name.span)
        }
        try putFormat(hasLooseRows: loose != nil, writing)
    }

    /// Puts receipts into their table.
    func put(receiptsOf loose: LooseRows, _ writing: borrowing WriteTransaction) throws(LMDBError) {
        for (position, row) in loose.receipts { try writing.put(receipts, position, row.span, .append) }
    }

    /// Puts loose rows into their tables, so that everything is where older versions look for it.
    func settleLooseRows(_ writing: borrowing WriteTransaction) throws(LedgerError) {
        let end: Int
        do {
            guard let loose = try loose(writing) else { return }
            try put(receiptsOf: loose, writing)
            end = try self.end(writing)
        } catch {
            throw LedgerError(error)
        }
        let tree = try LogTree(size: end, self, writing)
        do {
            try tree.write(to: tiles, writing)
            try put(nil, writing)
        } catch {
            throw LedgerError(error)
        }
    }
}

extension Ledger {
    /// Puts loose rows into their tables, so that an older version can open the log. Call this with no batch open.
    func settleLooseRows() throws(LedgerError) {
        let store = try storeForWriting()
        let writing = try beginWrite(in: store)
        try store.settleLooseRows(writing)
        try commit(writing, in: store)
        buffers.forget()
    }
}
