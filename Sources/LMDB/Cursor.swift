import CLMDB
import Glibc

/// A cursor in a table, which moves from key to key. Lent by ``Transaction/withCursor(_:_:)``.
@safe
package struct Cursor: ~Copyable {
    // Unsafe: LMDB's cursor, open for the duration of `withCursor`.
    fileprivate let handle: OpaquePointer
    fileprivate let table: Table
    fileprivate let footprint: Footprint?
    fileprivate let bounds: MapBounds

    /// Where a cursor moves.
    package enum Move: Sendable, Hashable {
        /// To the first entry.
        case first
        /// To the last entry.
        case last
        /// To the next entry; to the first if the cursor has not moved yet.
        case next
        /// To the entry before; to the last if the cursor has not moved yet.
        case previous

        fileprivate var operation: MDB_cursor_op {
            switch self {
            case .first: MDB_FIRST
            case .last: MDB_LAST
            case .next: MDB_NEXT
            case .previous: MDB_PREV
            }
        }
    }

    /// Moves the cursor, lends `body` the key and the value at the new position, and returns the result of `body`; nil if there
    /// is no entry.
    package func move<Result>(
        _ move: Move, _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Result
    ) throws(LMDBError) -> Result? {
        unsafe try go(move.operation, MDB_val(), body)
    }

    /// Moves to the first entry whose key is not less than `key`; otherwise like ``move(_:_:)``.
    package func seek<Result>(
        _ key: Span<UInt8>, _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Result
    ) throws(LMDBError) -> Result? {
        // Unsafe: the key is lent for the call.
        try unsafe key.withUnsafeBytes { bytes throws(LMDBError) in
            unsafe try go(MDB_SET_RANGE, MDB_val(lending: bytes), body)
        }
    }

    /// Moves to the first entry of a table of integer keys that is not less than `key`; otherwise like ``move(_:_:)``.
    package func seek<Result>(
        _ key: UInt32, _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Result
    ) throws(LMDBError) -> Result? {
        // Unsafe: as above.
        try unsafe withUnsafeBytes(of: key) { bytes throws(LMDBError) in
            unsafe try go(MDB_SET_RANGE, MDB_val(lending: bytes), body)
        }
    }

    @unsafe
    private func go<Answer>(
        _ operation: MDB_cursor_op, _ start: MDB_val, _ body: (Span<UInt8>, Span<UInt8>) -> Answer
    ) throws(LMDBError) -> Answer? {
        var key = unsafe start
        var value = unsafe MDB_val()
        let status = unsafe mdb_cursor_get(handle, &key, &value, operation)
        if status == MDB_NOTFOUND { return nil }
        try LMDBError.check(status, "mdb_cursor_get \(table.name)")
        unsafe try bounds.check(key, table)
        unsafe try bounds.check(value, table)
        if let footprint { unsafe footprint.note(value) }
        return unsafe key.withSpan { key in unsafe value.withSpan { body(key, $0) } }
    }
}

extension Transaction where Self: ~Copyable {
    /// Lends `body` a new cursor of the table, and closes it afterwards.
    package func withCursor<Result>(
        _ table: Table, _ body: (borrowing Cursor) throws(LMDBError) -> Result
    ) throws(LMDBError) -> Result {
        try withCursor(table, noting: nil, body)
    }

    fileprivate func withCursor<Result>(
        _ table: Table, noting footprint: Footprint?, _ body: (borrowing Cursor) throws(LMDBError) -> Result
    ) throws(LMDBError) -> Result {
        var opened: OpaquePointer?
        // Unsafe: LMDB creates the handle, or fails and creates none.
        let status = unsafe mdb_cursor_open(reader.handle, table.number, &opened)
        try LMDBError.check(status, "mdb_cursor_open \(table.name)")
        guard let handle = unsafe opened else { throw LMDBError(number: status, in: "mdb_cursor_open") }
        // Unsafe: "A cursor in a read-only transaction must be closed explicitly, before or after its transaction
        // ends"; of a write transaction it may be, before.
        defer { unsafe mdb_cursor_close(handle) }
        defer { footprint?.giveBack() }
        return try body(unsafe Cursor(handle: handle, table: table, footprint: footprint, bounds: reader.bounds))
    }
}

extension ReadTransaction {
    /// Lends `body` a new cursor of the table, and closes it afterwards. With `givingPagesBack` the mapped pages that the
    /// cursor read are then removed from this process's memory; the system caches them as long as it has free memory. Use this
    /// to read a large table once.
    ///
    /// Do not use this in a write transaction, whose changed pages are outside the map.
    package func withCursor<Result>(
        _ table: Table, givingPagesBack: Bool, _ body: (borrowing Cursor) throws(LMDBError) -> Result
    ) throws(LMDBError) -> Result {
        try withCursor(table, noting: givingPagesBack ? Footprint() : nil, body)
    }
}

/// The part of the map that a cursor has read.
private final class Footprint {
    private var low = UInt.max
    private var high: UInt = 0

    // Unsafe: reads the address of the value, and not the value.
    @unsafe
    func note(_ value: MDB_val) {
        guard let start = unsafe value.mv_data else { return }
        let address = UInt(bitPattern: start)
        low = min(low, address)
        high = max(high, address + UInt(unsafe value.mv_size))
    }

    func giveBack() {
        let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
        guard low < high, let start = unsafe UnsafeMutableRawPointer(bitPattern: low & ~(page - 1)) else { return }
        // Unsafe: the pages belong to a shared mapping of a file that LMDB writes without the map (no MDB_WRITEMAP), so nothing
        // is lost: an access to such a page, even at this moment, reads it from the file again. The transaction is still open,
        // so the map does not move. If the call fails, the pages stay in memory, which is harmless.
        _ = unsafe madvise(start, Int(high - (low & ~(page - 1))), MADV_DONTNEED)
    }
}
