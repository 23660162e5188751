import CStores

/// LMDB as labd opens it: a commit has returned once it is on the disk.
struct LMDBStore: Store {
    private let environment: OpaquePointer
    private let events: MDB_dbi
    /// By stream and revision, and by id: in the order of their keys.
    private let streams: MDB_dbi
    private let ids: MDB_dbi
    /// What labd writes instead, in the order of the positions, and its last checkpoint.
    private let receipts: MDB_dbi
    private let meta: MDB_dbi
    private var position = 0
    /// Whether the two indexes are kept with each commit; otherwise receipts and a checkpoint are.
    var keepsIndexes = false

    init(directory: String) throws {
        var opened: OpaquePointer?
        try Self.check(mdb_env_create(&opened))
        guard let environment = opened else { throw Failure("no environment") }
        self.environment = environment
        try Self.check(mdb_env_set_mapsize(environment, 1 << 36))
        try Self.check(mdb_env_set_maxdbs(environment, 8))
        try Self.check(mdb_env_open(environment, directory, 0, 0o600))
        var transaction: OpaquePointer?
        try Self.check(mdb_txn_begin(environment, nil, 0, &transaction))
        func table(_ name: String) throws -> MDB_dbi {
            var table: MDB_dbi = 0
            try Self.check(mdb_dbi_open(transaction, name, UInt32(MDB_CREATE), &table))
            return table
        }
        events = try table("events")
        streams = try table("streams")
        ids = try table("ids")
        receipts = try table("receipts")
        meta = try table("meta")
        try Self.check(mdb_txn_commit(transaction))
    }

    private static func check(_ code: Int32) throws {
        guard code == 0 else { throw Failure("LMDB: \(String(cString: mdb_strerror(code)))") }
    }

    mutating func commit(_ work: ArraySlice<Work>) throws {
        var transaction: OpaquePointer?
        try Self.check(mdb_txn_begin(environment, nil, 0, &transaction))
        var receipt: [UInt8] = []
        let first = Self.key(position)
        for row in work {
            let key = Self.key(position)
            try put(transaction, events, key, row.line, MDB_APPEND)
            if keepsIndexes {
                try put(transaction, streams, row.stream + Self.key(row.revision), key, MDB_NOOVERWRITE)
                try put(transaction, ids, row.id, key, MDB_NOOVERWRITE)
            } else {
                receipt += row.id + row.stream + Self.key(row.revision)
                // The length of a digest of the command.
                receipt += [UInt8](repeating: 7, count: 16)
            }
            position += 1
        }
        if !keepsIndexes {
            try put(transaction, receipts, first, receipt, MDB_APPEND)
            // A checkpoint's length.
            try put(transaction, meta, [1], [UInt8](repeating: 7, count: 250), 0)
        }
        try Self.check(mdb_txn_commit(transaction))
    }

    private static func key(_ number: Int) -> [UInt8] {
        var key: [UInt8] = []
        key.add(number, bytes: 8)
        return key
    }

    private func put(_ transaction: OpaquePointer?, _ table: MDB_dbi, _ key: [UInt8], _ value: [UInt8], _ flags: Int32)
        throws
    {
        try key.withUnsafeBytes { key in
            try value.withUnsafeBytes { value in
                var name = MDB_val(mv_size: key.count, mv_data: UnsafeMutableRawPointer(mutating: key.baseAddress))
                var content = MDB_val(
                    mv_size: value.count, mv_data: UnsafeMutableRawPointer(mutating: value.baseAddress))
                try Self.check(mdb_put(transaction, table, &name, &content, UInt32(flags)))
            }
        }
    }
}
