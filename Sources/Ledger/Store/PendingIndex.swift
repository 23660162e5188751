import LMDB
import Synchronization

/// The end of the log that the tables `commands` and `streams` do not have yet.
///
/// Ids come in any order, so that each would cost LMDB a page of its own to copy and to write at every commit. They are
/// gathered here instead, and put in the order of their keys when there are many. Nothing depends on it for safety:
/// `receipts` has the same, in the log's order and in the transaction of the lines, and it is read from there again
/// after a restart.
struct PendingIndex {
    /// How many streams' last revisions are remembered beyond those that wait.
    private static let revisionLimit = 262_144

    /// What is known of a stream.
    private struct Tail {
        /// Its last revision.
        var revision: Int
        /// The positions of its last events, as far as they wait.
        var positions: [UInt32] = []
    }

    private var commands: [String: UInt32] = [:]
    private var streams: [String: Tail] = [:]
    /// How many events wait.
    private(set) var count = 0

    /// What waits as `transaction` sees it.
    init(_ store: Store, _ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) {
        try store.walkReceipts(from: try store.indexed(transaction), transaction) { position, receipt in
            note(receipt, at: position)
            return true
        }
    }

    /// Where the command's events begin, if it waits here.
    subscript(id: String) -> Int? { commands[id].map(Int.init) }

    /// The last revision of a stream, if it is known here.
    func revision(of subject: String) -> Int? { streams[subject]?.revision }

    /// The positions of a stream's events that wait here, in order.
    func positions(of subject: String) -> [UInt32] { streams[subject]?.positions ?? [] }

    /// Remembers a revision that the table has.
    mutating func remember(_ revision: Int, of subject: String) { streams[subject] = Tail(revision: revision) }

    /// A command was appended.
    mutating func note(_ receipt: Receipt, at position: Int) {
        commands[receipt.id] = UInt32(truncatingIfNeeded: position)
        for (offset, place) in receipt.places.enumerated() {
            let at = UInt32(truncatingIfNeeded: position + offset)
            streams[place.subject, default: Tail(revision: 0)].revision = place.revision
            streams[place.subject]?.positions.append(at)
        }
        count += receipt.places.count
    }

    /// Puts all that waits into the tables; `end` is the position behind the last one. Once that is committed, see
    /// ``clear()``.
    func settle(upTo end: Int, _ store: Store, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        var key: [UInt8] = []
        var row: [UInt8] = []
        // Plain ASCII: strings compare as their bytes do, and the table's order is the one of subject and revision.
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

    /// Nothing waits any more: the tables have it.
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

/// The pending index as the appending thread and those who read share it.
///
/// It holds what the open batch has appended, too: whoever reads passes over positions that are not committed. What a batch
/// has put into the tables is taken away once it is committed, so that a reader who looks here first and at the tables then
/// misses nothing.
final class SharedIndex: Sendable {
    private let state = Mutex<PendingIndex?>(nil)

    /// Reads what waits, unless it is known.
    func load(_ store: Store, _ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) {
        try state.withLock { index throws(LMDBError) in
            if index == nil { index = try PendingIndex(store, transaction) }
        }
    }

    /// What is known is not so, or not known to be so: it is read again.
    func forget() { state.withLock { $0 = nil } }

    /// Asks or changes the index, which was loaded.
    func with<Result: Sendable>(_ body: (inout PendingIndex) -> Result) -> Result? {
        state.withLock { index in
            guard var known = index.take() else { return nil }
            defer { index = known }
            return body(&known)
        }
    }

    /// A copy of the index, which was loaded, if `limit` events or more wait in it.
    func copy(atLeast limit: Int) -> PendingIndex? {
        state.withLock { index in index.flatMap { $0.count >= limit ? $0 : nil } }
    }

    /// The positions of a stream's events that wait, in order, committed or not.
    func positions(of subject: String, _ store: Store) throws(LMDBError) -> [UInt32] {
        try state.withLock { index throws(LMDBError) in
            if index == nil { index = try PendingIndex(store, try store.environment.beginRead()) }
            return index?.positions(of: subject) ?? []
        }
    }

    /// Where a command's events begin, if it waits, committed or not.
    func position(of id: String, _ store: Store) throws(LMDBError) -> Int? {
        try state.withLock { index throws(LMDBError) in
            if index == nil { index = try PendingIndex(store, try store.environment.beginRead()) }
            return index?[id]
        }
    }
}

extension Store {
    private static let indexedKey = Array("indexed".utf8)

    /// The position of the first event that `commands` and `streams` do not have. The first event of all has neither a
    /// command nor a receipt.
    func indexed(_ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) -> Int {
        try transaction.get(meta, Self.indexedKey.span) { $0.count == 4 ? Int($0.bigEndian(at: 0)) : 1 } ?? 1
    }

    func setIndexed(_ position: Int, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        var row: [UInt8] = []
        row.append(bigEndian: UInt32(truncatingIfNeeded: position))
        try transaction.put(meta, Self.indexedKey.span, row.span)
    }

    /// Lends `body` the receipts from the first position `start` on, until it answers false. One that cannot be read is
    /// passed over.
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

    /// The receipt of the command whose first event is at `position`.
    func receipt(
        at position: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> Receipt? {
        guard let key = UInt32(exactly: position) else { return nil }
        return try transaction.get(receipts, key) { Receipt($0) } ?? nil
    }

    /// The receipt of the command that caused the event at `position`, and the position of its first event.
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
