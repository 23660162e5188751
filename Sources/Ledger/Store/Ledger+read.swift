import CanonicalJSON
import Crypto
import LMDB

// Reading. Each call is one short read transaction, or several; none outlives the call, so nothing here may be left
// waiting for a socket with the log's pages held.

extension Ledger {
    /// How many bytes of lines are copied at a time when the log is read through.
    private static let chunk = 1 << 18

    /// The line at `position`; nil if the log does not reach there.
    public func line(at position: Int) throws(LedgerError) -> [UInt8]? {
        try storeForReading().line(at: position)
    }

    /// The event at `position`; nil if the log does not reach there.
    public func event(at position: Int) throws(LedgerError) -> StoredEvent? {
        try storeForReading().event(at: position)
    }

    /// The lines from `position` on, in order: at most `limit`, and no more bytes than `maxBytes` but for the first.
    public func lines(from position: Int, limit: Int, maxBytes: Int) throws(LedgerError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var bytes = 0
        try walk(from: position, to: .max) { _, line in
            guard lines.count < limit, lines.isEmpty || bytes + line.count <= maxBytes else { return false }
            bytes += line.count
            lines.append([UInt8](copying: line))
            return true
        }
        return lines
    }

    /// Lends `body` each line from `start` up to but not including `end`, or the log's end if that comes first, until
    /// it answers false.
    ///
    /// No transaction is open while `body` runs: lines are copied in pieces of some 256 KB, and their pages given back,
    /// so that reading the whole log through takes no more memory than a piece. `verifying` compares each with the tree
    /// before it is lent, and throws `damaged` for one that is not as it was written.
    public func scan(
        from start: Int = 0, to end: Int = .max, verifying: Bool = false,
        _ body: (_ position: Int, Span<UInt8>) throws(LedgerError) -> Bool
    ) throws(LedgerError) {
        let end = min(end, count)
        var position = start
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.chunk + EventLine.limit)
        var ends: [Int] = []
        var leaves = LeafTiles(size: count)
        while position < end {
            bytes.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            try walk(from: position, to: end, givingPagesBack: true) { _, line in
                bytes.append(copying: line)
                ends.append(bytes.count)
                return bytes.count < Self.chunk
            }
            guard !ends.isEmpty else { throw .damaged(position: position, detail: "no event") }
            var first = 0
            for next in ends {
                let line = bytes.span.extracting(first..<next)
                if verifying { try leaves.check(line, at: position, try storeForReading()) }
                guard try body(position, line) else { return }
                first = next
                position += 1
            }
        }
    }

    /// The command with this id, as committed; nil if there is none.
    public func earlier(_ id: String) throws(LedgerError) -> RecordedCommand? {
        let store = try storeForReading()
        do {
            // First what waits for the tables: it is taken away only once they have it.
            var found = try index.position(of: id, store)
            let reading = try store.environment.beginRead()
            if found == nil { found = try store.indexedCommand(id, reading) }
            guard let position = found else { return nil }
            // One that is not committed has no receipt yet.
            guard let receipt = try store.receipt(at: position, reading), receipt.id == id else { return nil }
            return RecordedCommand(receipt, at: position)
        } catch {
            throw LedgerError(error)
        }
    }

    /// The positions of a stream's events, in order. Costs what the stream is long.
    public func stream(_ subject: String) throws(LedgerError) -> [Int] {
        let store = try storeForReading()
        guard !subject.isEmpty, subject.utf8.count <= EventDraft.nameLimit else { return [] }
        do {
            // First what waits for the tables, as above; and before that how far the log is committed, since what waits beyond may
            // be of a batch that is dropped, and another's then.
            let end = count
            let waiting = try index.positions(of: subject, store)
            var positions = try store.indexedStream(subject, try store.environment.beginRead())
            let last = positions.last ?? -1
            for position in waiting where position > last && position < end { positions.append(Int(position)) }
            return positions
        } catch {
            throw LedgerError(error)
        }
    }

    /// The last revision of a stream, as committed; 0 if there is none.
    public func revision(of subject: String) throws(LedgerError) -> Int { try stream(subject).count }

    /// The sealed fields of the event at `position`, as the canonical JSON that was given; nil if it has none.
    ///
    /// Throws `keyMissing` if they were erased, and `sealedAltered` if the box does not open in this place, or not to
    /// what the event's line promises.
    public func openSealed(_ position: Int) throws(LedgerError) -> SealedFields? {
        let store = try storeForReading()
        guard let event = try store.event(at: position), let digest = event.sealedDigest,
            let key = UInt32(exactly: position)
        else { return nil }
        let stored: SealedRow??
        do {
            stored = try store.environment.beginRead().get(store.sealed, key) { SealedRow($0) }
        } catch {
            throw LedgerError(error)
        }
        // An erasure destroys key and box; without the box the owner is not known here.
        guard let stored else { throw .keyMissing(owner: event.subject) }
        guard let row = stored else { throw .sealedAltered(position: position) }
        guard let ownerKey = try keys.existingKey(row.owner) else { throw .keyMissing(owner: row.owner) }
        let context = SealedBox.context("sealed", row.owner, at: position)
        guard let content = SealedBox.open(row.box, ownerKey, authenticating: context) else {
            throw .sealedAltered(position: position)
        }
        var found: [UInt8] = []
        Base64.append(SealedContent.digest(content), to: &found)
        guard found.elementsEqual(digest.utf8) else { throw .sealedAltered(position: position) }
        return SealedFields(owner: row.owner, fields: Array(content.dropFirst(SealedContent.randomCount)))
    }

    /// Lends `body` lines within one read transaction, until it answers false; a missing position is `damaged`.
    private func walk(
        from start: Int, to end: Int, givingPagesBack: Bool = false, _ body: (_ position: Int, Span<UInt8>) -> Bool
    ) throws(LedgerError) {
        guard let first = UInt32(exactly: start) else { return }
        let store = try storeForReading()
        var missing: Int?
        var expected = start
        func visit(_ key: Span<UInt8>, _ line: Span<UInt8>) -> Bool {
            guard Int(key.native) == expected else {
                missing = expected
                return false
            }
            guard expected < end, body(expected, line) else { return false }
            expected += 1
            return true
        }
        do {
            let reading = try store.environment.beginRead()
            try reading.withCursor(store.events, givingPagesBack: givingPagesBack) { cursor throws(LMDBError) in
                var goesOn = try cursor.seek(first, visit) ?? false
                while goesOn { goesOn = try cursor.move(.next, visit) ?? false }
            }
        } catch {
            throw LedgerError(error)
        }
        if let missing { throw .damaged(position: missing, detail: "no event") }
    }
}
