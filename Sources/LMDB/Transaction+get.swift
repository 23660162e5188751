import CLMDB

extension Transaction where Self: ~Copyable {
    /// Lends `body` the value of `key`, and returns the result of `body`; nil if the key is missing.
    package func get<Result>(
        _ table: Table, _ key: Span<UInt8>, _ body: (Span<UInt8>) -> Result
    ) throws(LMDBError) -> Result? {
        // Unsafe: the key is lent for the call.
        try unsafe key.withUnsafeBytes { key throws(LMDBError) in unsafe try get(table, key, body) }
    }

    /// Lends `body` the value of a number in a table of integer keys, and returns the result of `body`; nil if the number is
    /// missing.
    package func get<Result>(
        _ table: Table, _ key: UInt32, _ body: (Span<UInt8>) -> Result
    ) throws(LMDBError) -> Result? {
        // Unsafe: as above.
        try unsafe withUnsafeBytes(of: key) { key throws(LMDBError) in unsafe try get(table, key, body) }
    }

    @unsafe
    private func get<Result>(
        _ table: Table, _ key: UnsafeRawBufferPointer, _ body: (Span<UInt8>) -> Result
    ) throws(LMDBError) -> Result? {
        var key = unsafe MDB_val(lending: key)
        var value = unsafe MDB_val()
        let status = unsafe mdb_get(reader.handle, table.number, &key, &value)
        if status == MDB_NOTFOUND { return nil }
        try LMDBError.check(status, "mdb_get \(table.name)")
        unsafe try reader.bounds.check(value, table)
        return unsafe value.withSpan(body)
    }

    /// Returns the number of entries in the table.
    package func count(_ table: Table) throws(LMDBError) -> Int {
        var stat = MDB_stat()
        // Unsafe: fills a local structure.
        try LMDBError.check(unsafe mdb_stat(reader.handle, table.number, &stat), "mdb_stat \(table.name)")
        return stat.ms_entries
    }
}

extension MDB_val {
    /// Makes an `MDB_val` for a C call that only reads. The value must not outlive `bytes`.
    @unsafe
    init(lending bytes: UnsafeRawBufferPointer) {
        unsafe self.init(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }

    /// The bytes of a value that LMDB lent: "valid only until a subsequent update operation, or the end of the transaction", so
    /// they are lent to a closure, which a span cannot leave.
    @unsafe
    func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        let bytes = unsafe UnsafeBufferPointer(start: mv_data?.assumingMemoryBound(to: UInt8.self), count: mv_size)
        return unsafe body(bytes.span)
    }
}
