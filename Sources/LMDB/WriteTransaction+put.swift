import CLMDB

extension WriteTransaction {
    /// What a put does if the key exists.
    package enum PutMode: Sendable, Hashable {
        /// Replaces the key's value, if there is one.
        case replace
        /// Throws `keyExists` if the key has a value; the transaction can continue.
        case insert
        /// Puts a key that is greater than all others: "Data is being appended, don't split full pages". A smaller key throws
        /// `keyExists`.
        case append

        fileprivate var flags: UInt32 {
            switch self {
            case .replace: 0
            case .insert: UInt32(MDB_NOOVERWRITE)
            case .append: UInt32(MDB_APPEND)
            }
        }
    }

    /// Puts `value` under `key`. After any error but `keyExists` the transaction can only be aborted.
    package borrowing func put(
        _ table: Table, _ key: Span<UInt8>, _ value: Span<UInt8>, _ mode: PutMode = .replace
    ) throws(LMDBError) {
        // Unsafe: lent for the call.
        try unsafe key.withUnsafeBytes { key throws(LMDBError) in unsafe try put(table, key, value, mode) }
    }

    /// Puts `value` under a number, in a table of integer keys.
    package borrowing func put(
        _ table: Table, _ key: UInt32, _ value: Span<UInt8>, _ mode: PutMode = .replace
    ) throws(LMDBError) {
        // Unsafe: as above.
        try unsafe withUnsafeBytes(of: key) { key throws(LMDBError) in unsafe try put(table, key, value, mode) }
    }

    /// Deletes `key`, and returns whether it existed.
    @discardableResult
    package borrowing func delete(_ table: Table, _ key: Span<UInt8>) throws(LMDBError) -> Bool {
        // Unsafe: lent for the call.
        try unsafe key.withUnsafeBytes { key throws(LMDBError) in unsafe try delete(table, key) }
    }

    /// Deletes a number from a table of integer keys, and returns whether it existed.
    @discardableResult
    package borrowing func delete(_ table: Table, _ key: UInt32) throws(LMDBError) -> Bool {
        // Unsafe: lent for the call.
        try unsafe withUnsafeBytes(of: key) { key throws(LMDBError) in unsafe try delete(table, key) }
    }

    @unsafe
    private func put(
        _ table: Table, _ key: UnsafeRawBufferPointer, _ value: Span<UInt8>, _ mode: PutMode
    ) throws(LMDBError) {
        var key = unsafe MDB_val(lending: key)
        // The C call copies both.
        let status = unsafe value.withUnsafeBytes { bytes in
            var value = unsafe MDB_val(lending: bytes)
            return unsafe mdb_put(reader.handle, table.number, &key, &value, mode.flags)
        }
        try LMDBError.check(status, "mdb_put \(table.name)")
    }

    @unsafe
    private func delete(_ table: Table, _ key: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
        var key = unsafe MDB_val(lending: key)
        let status = unsafe mdb_del(reader.handle, table.number, &key, nil)
        if status == MDB_NOTFOUND { return false }
        try LMDBError.check(status, "mdb_del \(table.name)")
        return true
    }
}
