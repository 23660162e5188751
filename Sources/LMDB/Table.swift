internal import CLMDB

/// A named table of an environment (`lmdb.h`: a database, `MDB_dbi`). Valid as long as the environment is open.
public struct Table: Sendable, Hashable {
    /// How a table orders its keys.
    public enum Keys: Sendable, Hashable {
        /// By their bytes; 1 to 511 of them.
        case bytes
        /// By their value as `UInt32`: "numeric keys in native byte order … The keys must all be of the same size."
        case integers
    }

    /// Its name in the environment.
    public let name: String
    let number: UInt32
}

extension Environment {
    /// Opens the table `name`, and makes it if there is none, in a write transaction of its own.
    ///
    /// For the start, by one thread: `lmdb.h` of `mdb_dbi_open`: "This function must not be called from multiple
    /// concurrent transactions in the same process."
    public func openTable(_ name: String, keys: Table.Keys = .bytes) throws(LMDBError) -> Table {
        let transaction = try beginWrite()
        var number: MDB_dbi = 0
        let flags = keys == .integers ? UInt32(MDB_CREATE | MDB_INTEGERKEY) : UInt32(MDB_CREATE)
        // Unsafe: a C call on the open transaction's handle.
        try LMDBError.check(
            unsafe mdb_dbi_open(transaction.reader.handle, name, flags, &number), "mdb_dbi_open \(name)")
        try transaction.commit()
        return Table(name: name, number: number)
    }
}
