import LMDB

/// The open tables of `log/`, which are replaced as a whole when the ledger is reopened.
final class Store: Sendable {
    /// The layout of the tables; another layout gets another name. Versions before 0.2 refuse the second one, in which they would
    /// miss receipts.
    private static let format = "4"
    private static let formatWithLooseRows = "5"
    /// The number of tables, including spare ones for later versions.
    private static let maxTables = 16

    let environment: Environment
    /// position → line
    let events: Table
    /// first position → what is stored of a command, see `Receipt`
    let receipts: Table
    /// subject ‖ 0x00 ‖ revision → position, up to `indexed`. Later positions are in `runs` and `merged`; a log that this version
    /// began has only its first event here.
    let streams: Table
    /// command id → first position, up to `indexed`
    let commands: Table
    /// number → chunk of a run of the index, see `IndexRun`
    let runs: Table
    /// number → chunk of a run that was merged from others
    let merged: Table
    /// position → owner, box
    let sealed: Table
    /// level ‖ index → up to 256 hashes of the tree, see `TileRow`
    let tiles: Table
    /// name → value
    let meta: Table

    init(inDirectory directory: String, mapSize: Int) throws(LedgerError) {
        let found: String?
        do {
            let options = Environment.Options(mapSize: mapSize, maxTables: Self.maxTables)
            environment = try Environment(inDirectory: directory, options)
            try environment.clearStaleReaders()
            events = try environment.openTable("events", keys: .integers)
            receipts = try environment.openTable("receipts", keys: .integers)
            streams = try environment.openTable("streams")
            commands = try environment.openTable("commands")
            runs = try environment.openTable("runs", keys: .integers)
            merged = try environment.openTable("merged", keys: .integers)
            sealed = try environment.openTable("sealed", keys: .integers)
            tiles = try environment.openTable("tiles")
            meta = try environment.openTable("meta")
            found = try environment.beginRead().get(meta, Array("format".utf8).span) {
                String(decoding: [UInt8](copying: $0), as: UTF8.self)
            }
            if found == nil {
                let writing = try environment.beginWrite()
                try putFormat(hasLooseRows: false, writing)
                try writing.commit()
            }
        } catch {
            throw LedgerError(error)
        }
        if let found, ![Self.format, Self.formatWithLooseRows].contains(found) {
            throw .formatUnsupported(found: found)
        }
    }

    /// Stores the layout of the tables, which depends on whether there are ``LooseRows``.
    func putFormat(hasLooseRows: Bool, _ writing: borrowing WriteTransaction) throws(LMDBError) {
        let format = hasLooseRows ? Self.formatWithLooseRows : Self.format
        try writing.put(meta, Array("format".utf8).span, Array(format.utf8).span)
    }

    /// Returns the number of rows of each table.
    func rowCounts() throws(LedgerError) -> [Int] {
        try read { reading throws(LMDBError) in
            var counts: [Int] = []
            for table in [events, receipts, streams, commands, runs, merged, sealed, tiles, meta] {
                counts.append(try reading.count(table))
            }
            return counts
        }
    }

    /// Lends `body` a new read transaction, which ends with it.
    func read<Result>(
        _ body: (borrowing ReadTransaction) throws(LMDBError) -> Result
    ) throws(LedgerError) -> Result {
        do { return try body(try environment.beginRead()) } catch { throw LedgerError(error) }
    }

    /// Begins a read transaction; end it soon.
    func beginReading() throws(LedgerError) -> ReadTransaction {
        do { return try environment.beginRead() } catch { throw LedgerError(error) }
    }

    /// Returns the position after the last event.
    func end(_ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) -> Int {
        try transaction.withCursor(events) { cursor throws(LMDBError) in
            try cursor.move(.last) { key, _ in Int(key.native) + 1 } ?? 0
        }
    }
}

extension Span<UInt8> {
    /// Returns an integer key of LMDB, in the machine's byte order, which is little-endian wherever labd runs.
    var native: UInt32 {
        guard count == 4 else { return 0 }
        return UInt32(self[0]) | UInt32(self[1]) << 8 | UInt32(self[2]) << 16 | UInt32(self[3]) << 24
    }
}
