import LMDB

/// The open tables of the key store.
final class KeyTables: Sendable {
    let environment: Environment
    /// owner → its key, wrapped by the office's
    let keys: Table
    /// HMAC of a search term (32 bytes) ‖ owner → one byte
    let terms: Table
    /// owner → the note of its erasure
    let tombstones: Table
    /// name → value
    let meta: Table

    init(inDirectory directory: String) throws(LMDBError) {
        environment = try Environment(inDirectory: directory, .init(mapSize: 1 << 26, maxTables: 8))
        try environment.clearStaleReaders()
        keys = try environment.openTable("keys")
        terms = try environment.openTable("terms")
        tombstones = try environment.openTable("tombstones")
        meta = try environment.openTable("meta")
    }

    /// Returns whether the directory contains tables, or the beginning of them.
    static func areBegun(inDirectory directory: String) -> Bool { Environment.isBegun(inDirectory: directory) }

    /// All tables, in the order in which a backup numbers them. New ones may only be appended.
    var all: [Table] { [keys, terms, tombstones, meta] }

    func get(_ table: Table, _ key: String) throws(LMDBError) -> [UInt8]? {
        try environment.beginRead().get(table, key.utf8Span.span) { [UInt8](copying: $0) }
    }

    /// Returns all rows of a table, in order.
    func rows(_ table: Table) throws(LMDBError) -> [(key: [UInt8], value: [UInt8])] {
        try environment.beginRead().withCursor(table) { cursor throws(LMDBError) in
            var rows: [(key: [UInt8], value: [UInt8])] = []
            func note(_ key: Span<UInt8>, _ value: Span<UInt8>) -> Bool {
                rows.append(([UInt8](copying: key), [UInt8](copying: value)))
                return true
            }
            while try cursor.move(.next, note) != nil {}
            return rows
        }
    }

    /// Writes rows in one transaction; the map grows as necessary.
    func write(_ body: (borrowing WriteTransaction) throws(LMDBError) -> Void) throws(LMDBError) {
        while true {
            do throws(LMDBError) {
                let writing = try environment.beginWrite()
                try body(writing)
                try writing.commit()
                return
            } catch {
                guard error.code == .mapFull else { throw error }
                try environment.grow(to: 2 * environment.usage().mapSize)
            }
        }
    }

    /// Copies every row, as changed by `change`, into other tables, which must be empty. A row for which `change` returns nil
    /// is left out.
    ///
    /// Rows are copied one by one, in order, so that the new file never contains a byte of what was left out. LMDB's own
    /// compacting copy would copy whole pages, including the bytes in their gaps.
    func copy(
        to other: KeyTables, _ change: (_ table: Table, _ key: [UInt8], _ value: [UInt8]) -> [UInt8]?
    ) throws(LMDBError) {
        for (table, target) in zip(all, other.all) {
            let rows = try rows(table)
            try other.write { writing throws(LMDBError) in
                for row in rows {
                    guard let value = change(table, row.key, row.value) else { continue }
                    try writing.put(target, row.key.span, value.span, .append)
                }
            }
        }
    }
}
