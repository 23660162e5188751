import CLMDB

/// A named table of an environment (`lmdb.h`: a database, `MDB_dbi`). Valid as long as the environment is open.
package struct Table: Sendable, Hashable {
    /// How a table orders its keys.
    package enum Keys: Sendable, Hashable {
        /// By their bytes, of which a key has 1 to 511.
        case bytes
        /// By their value as `UInt32`: "numeric keys in native byte order … The keys must all be of the same size."
        case integers
    }

    /// Its name in the environment.
    package let name: String
    let number: UInt32
}

extension Environment {
    /// Opens the table `name` in a write transaction of its own, and creates the table if it is missing.
    ///
    /// Call this at the start, from one thread: `lmdb.h` says about `mdb_dbi_open`: "This function must not be called from
    /// multiple concurrent transactions in the same process."
    package func openTable(_ name: String, keys: Table.Keys = .bytes) throws(LMDBError) -> Table {
        let transaction = try beginWrite()
        var number: MDB_dbi = 0
        let flags = keys == .integers ? UInt32(MDB_CREATE | MDB_INTEGERKEY) : UInt32(MDB_CREATE)
        // Unsafe: a C call on the open transaction's handle.
        try LMDBError.check(
            unsafe mdb_dbi_open(transaction.reader.handle, name, flags, &number), "mdb_dbi_open \(name)")
        try transaction.commit()
        return Table(name: name, number: number)
    }

    /// Opens the existing table `name` without writing.
    ///
    /// Call this at the start, from one thread, like ``openTable(_:keys:)``. Throws `notFound` if the table is missing.
    package func openExistingTable(_ name: String, keys: Table.Keys = .bytes) throws(LMDBError) -> Table {
        var number: MDB_dbi = 0
        let flags = keys == .integers ? UInt32(MDB_INTEGERKEY) : 0
        let transaction = try Reader(beginningIn: self, flags: UInt32(MDB_RDONLY))
        defer { gate.leave() }
        // Unsafe: C calls on the open transaction's handle. "If the transaction is aborted the handle will be closed
        // automatically. After a successful commit the handle will reside in the shared environment": therefore even a
        // transaction that only reads must be committed.
        let result = unsafe mdb_dbi_open(transaction.handle, name, flags, &number)
        guard result == 0 else {
            unsafe mdb_txn_abort(transaction.handle)
            throw LMDBError(number: result, in: "mdb_dbi_open \(name)")
        }
        try LMDBError.check(unsafe mdb_txn_commit(transaction.handle), "mdb_txn_commit")
        return Table(name: name, number: number)
    }
}
