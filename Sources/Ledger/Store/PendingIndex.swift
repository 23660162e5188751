import LMDB
import Synchronization

/// An index of the end of the log, which is not yet in the tables `commands` and `streams`.
///
/// Ids arrive in any order, so at every commit LMDB would have to copy and write a page for each of them. Instead they are
/// collected here, and put into the tables in the order of their keys when there are many. Durability does not depend on this
/// index: `receipts` contains the same, in the log's order and in the transaction of the lines, and the index is read from
/// there after a restart.
struct PendingIndex {
    /// The number of streams whose last revisions are remembered in addition to pending ones.
    private static let revisionLimit = 262_144

    /// The known state of a stream.
    private struct Tail {
        /// Its last revision.
        var revision: Int
        /// The positions of its last events, as far as they are pending.
        var positions: [UInt32] = []
    }

    private var commands: [String: UInt32] = [:]
    private var streams: [String: Tail] = [:]
    /// The number of pending events.
    private(set) var count = 0

    /// Reads the pending events that `transaction` sees.
    init(_ store: Store, _ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) {
        try store.walkReceipts(from: try store.indexed(transaction), transaction) { position, receipt in
            note(receipt, at: position)
            return true
        }
    }

    /// Returns where the command's events begin, if the command is pending.
    subscript(id: String) -> Int? { commands[id].map(Int.init) }

    /// Returns the last revision of a stream, if it is known here.
    func revision(of subject: String) -> Int? { streams[subject]?.revision }

    /// Returns the positions of a stream's pending events, in order.
    func positions(of subject: String) -> [UInt32] { streams[subject]?.positions ?? [] }

    /// Remembers a revision from the table.
    mutating func remember(_ revision: Int, of subject: String) { streams[subject] = Tail(revision: revision) }

    /// Adds a command that was appended.
    mutating func note(_ receipt: Receipt, at position: Int) {
        commands[receipt.id] = UInt32(truncatingIfNeeded: position)
        for (offset, place) in receipt.places.enumerated() {
            let at = UInt32(truncatingIfNeeded: position + offset)
            streams[place.subject, default: Tail(revision: 0)].revision = place.revision
            streams[place.subject]?.positions.append(at)
        }
        count += receipt.places.count
    }

    /// Puts all pending entries into the tables; `end` is the position after the last one. Call ``clear()`` after the commit.
    func settle(upTo end: Int, _ store: Store, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        var key: [UInt8] = []
        var row: [UInt8] = []
        // The names are plain ASCII, so strings compare like their bytes, and the table is ordered by subject and revision.
        for (id, position) in commands.sorted(by: { $0.key < $1.key }) {
            row.removeAll(keepingCapacity: true)
            row.append(bigEndian: position)
            try transaction.put(store.commands, id.utf8Span.span, row.span, .insert)
        }
        for (subject, tail) in streams.filter({ !$0.value.positions.isEmpty }).sorted(by: { $0.key < $1.key }) {
            let first = tail.revision - tail.positions.count + 1
            for (offset, position) in tail.positions.enumerated() {
                StreamRow.write(subject, first + offset, to: &key)
                row.removeAll(keepingCapacity: true)
                row.append(bigEndian: position)
                try transaction.put(store.streams, key.span, row.span, .insert)
            }
        }
        try store.setIndexed(end, transaction)
    }

    /// Removes all pending entries, which are now in the tables.
    mutating func clear() {
        commands.removeAll(keepingCapacity: true)
        count = 0
        if streams.count > Self.revisionLimit {
            streams.removeAll()
        } else {
            for subject in streams.keys { streams[subject]?.positions = [] }
        }
    }
}

/// The pending index, shared between the appending thread and readers.
///
/// It also contains what the open batch has appended; readers skip positions that are not committed. Entries that a batch has
/// put into the tables are removed after the commit, so that a reader that first reads this index and then the tables misses
/// nothing.
final class SharedIndex: Sendable {
    private let state = Mutex<PendingIndex?>(nil)

    /// Loads the pending entries, unless they are known.
    func load(_ store: Store, _ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) {
        try state.withLock { index throws(LMDBError) in
            if index == nil { index = try PendingIndex(store, transaction) }
        }
    }

    /// Marks the known entries as wrong or uncertain, so that they are read again.
    func forget() { state.withLock { $0 = nil } }

    /// Reads or changes the index, which must be loaded.
    func with<Result: Sendable>(_ body: (inout PendingIndex) -> Result) -> Result? {
        state.withLock { index in
            guard var known = index.take() else { return nil }
            defer { index = known }
            return body(&known)
        }
    }

    /// Returns a copy of the index, which must be loaded, if at least `limit` events are pending.
    func copy(atLeast limit: Int) -> PendingIndex? {
        state.withLock { index in index.flatMap { $0.count >= limit ? $0 : nil } }
    }

    /// Lends `body` the index, with entries that are committed and entries that are not. It is loaded if it is not known.
    func read<Result: Sendable>(
        _ store: Store, _ body: (PendingIndex) -> Result
    ) throws(LedgerError) -> Result {
        try state.withLock { index throws(LedgerError) in
            if let index { return body(index) }
            let read = try store.read { reading throws(LMDBError) in try PendingIndex(store, reading) }
            index = read
            return body(read)
        }
    }
}

extension Store {
    private static let indexedKey = Array("indexed".utf8)

    /// Returns the position of the first event that is not in `commands` and `streams`. The first event of the log has neither
    /// a command nor a receipt.
    func indexed(_ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) -> Int {
        try transaction.get(meta, Self.indexedKey.span) { $0.count == 4 ? Int($0.bigEndian(at: 0)) : 1 } ?? 1
    }

    func setIndexed(_ position: Int, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        var row: [UInt8] = []
        row.append(bigEndian: UInt32(truncatingIfNeeded: position))
        try transaction.put(meta, Self.indexedKey.span, row.span)
    }

    /// Lends `body` the receipts from the first position `start` on, until `body` returns false. A receipt that cannot be read
    /// is skipped.
    func walkReceipts(
        from start: Int, _ transaction: borrowing some Transaction & ~Copyable,
        _ body: (_ position: Int, Receipt) -> Bool
    ) throws(LMDBError) {
        guard let first = UInt32(exactly: start) else { return }
        func visit(_ key: Span<UInt8>, _ row: Span<UInt8>) -> Bool {
            guard let receipt = Receipt(row) else { return true }
            return body(Int(key.native), receipt)
        }
        try transaction.withCursor(receipts) { cursor throws(LMDBError) in
            var goesOn = try cursor.seek(first, visit) ?? false
            while goesOn { goesOn = try cursor.move(.next, visit) ?? false }
        }
    }

    /// Returns the receipt of the command whose first event is at `position`.
    func receipt(
        at position: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> Receipt? {
        guard let key = UInt32(exactly: position) else { return nil }
        return try transaction.get(receipts, key) { Receipt($0) } ?? nil
    }

    /// Returns the receipt of the command that caused the event at `position`, and the position of its first event.
    func receipt(
        covering position: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> (first: Int, Receipt)? {
        guard let key = UInt32(exactly: position) else { return nil }
        func read(_ key: Span<UInt8>, _ row: Span<UInt8>) -> (first: Int, Receipt)? {
            Receipt(row).map { (Int(key.native), $0) }
        }
        let found = try transaction.withCursor(receipts) { cursor throws(LMDBError) in
            let next = try cursor.seek(key) { key, _ in Int(key.native) }
            if next == position { return try cursor.seek(key, read) ?? nil }
            return try cursor.move(next == nil ? .last : .previous, read) ?? nil
        }
        guard let found, position < found.first + found.1.places.count else { return nil }
        return found
    }
}
