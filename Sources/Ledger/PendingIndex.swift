import LMDB

/// The end of the log that the tables `commands` and `streams` do not have yet.
///
/// Ids come in any order, so that each would cost LMDB a page of its own to copy and to write at every commit. They are
/// gathered here instead, and put in the order of their keys when there are many. Nothing depends on it for safety:
/// `receipts` has the same, in the log's order and in the transaction of the lines, and it is read from there again
/// after a restart.
struct PendingIndex {
    /// How many streams' last revisions are remembered beyond those that wait.
    private static let revisionLimit = 262_144

    private var commands: [String: UInt32] = [:]
    private var events: [(place: Receipt.Place, position: UInt32)] = []
    /// Last revisions by stream: all of the waiting events', and others that were asked for.
    private var revisions: [String: Int] = [:]

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
    func revision(of subject: String) -> Int? { revisions[subject] }

    /// Remembers a revision that the table has.
    mutating func remember(_ revision: Int, of subject: String) { revisions[subject] = revision }

    /// A command was appended.
    mutating func note(_ receipt: Receipt, at position: Int) {
        commands[receipt.id] = UInt32(truncatingIfNeeded: position)
        for (offset, place) in receipt.places.enumerated() {
            events.append((place, UInt32(truncatingIfNeeded: position + offset)))
            revisions[place.subject] = place.revision
        }
    }

    /// Puts all that waits into the tables if it is `limit` events or more; `count` is the position behind the last one.
    mutating func settle(
        atLeast limit: Int, upTo count: Int, _ store: Store, _ transaction: borrowing WriteTransaction
    ) throws(LMDBError) {
        guard events.count >= limit else { return }
        var key: [UInt8] = []
        var row: [UInt8] = []
        // Plain ASCII: strings compare as their bytes do, and the table's order is the one of subject and revision.
        for (id, position) in commands.sorted(by: { $0.key < $1.key }) {
            row.removeAll(keepingCapacity: true)
            row.append(bigEndian: position)
            try transaction.put(store.commands, id.utf8Span.span, row.span, .insert)
        }
        events.sort { ($0.place.subject, $0.place.revision) < ($1.place.subject, $1.place.revision) }
        for (place, position) in events {
            StreamRow.write(place.subject, place.revision, to: &key)
            row.removeAll(keepingCapacity: true)
            row.append(bigEndian: position)
            try transaction.put(store.streams, key.span, row.span, .insert)
        }
        try store.setIndexed(count, transaction)
        commands.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
        if revisions.count > Self.revisionLimit { revisions.removeAll() }
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
