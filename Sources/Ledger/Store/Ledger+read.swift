import CanonicalJSON
import Crypto
public import EventFormat
import LMDB
import TransparencyLog

// Functions that read. Each call uses one or several short read transactions, none of which outlives the call, so that no
// caller keeps pages of the log while it waits for a socket.

extension Ledger {
    /// The number of bytes of lines that are copied at a time when the whole log is read.
    private static let chunk = 1 << 18

    /// Returns the line at `position`; nil if the log ends before it.
    public func line(at position: Int) throws(LedgerError) -> [UInt8]? {
        try storeForReading().line(at: position)
    }

    /// Returns the event at `position`; nil if the log ends before it.
    public func event(at position: Int) throws(LedgerError) -> StoredEvent? {
        try storeForReading().event(at: position)
    }

    /// Returns the lines from `position` on, in order: at most `limit`, and no more than `maxBytes` bytes except for the first
    /// line.
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

    /// Lends `body` each line from `start` up to but not including `end`, or up to the log's end, until `body` returns false.
    ///
    /// No transaction is open while `body` runs. Lines are copied in pieces of about 256 KB and their pages released, so that
    /// reading the whole log takes no more memory than a piece. `verifying` compares each line with the tree before it is lent,
    /// and throws `damaged` for a line that is not as it was written.
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

    /// Returns the committed command with this id; nil if there is none.
    public func earlier(_ id: String) throws(LedgerError) -> RecordedCommand? {
        let store = try storeForReading()
        // The pending index is read first: a row is removed from it only after it is in a run.
        let waiting = try index.read(store) { $0.positions($0.key.command(id)) }
        return try store.read { reading throws(LMDBError) in
            for position in waiting + (try store.candidates(id, reading)) {
                // A command that is not committed has no receipt yet.
                guard let receipt = try store.receipt(at: position, reading), receipt.id == id else { continue }
                return RecordedCommand(receipt, at: position)
            }
            return nil
        }
    }

    /// Returns the positions of a stream's events, in order. The cost is proportional to their number.
    public func stream(_ subject: String) throws(LedgerError) -> [Int] {
        let store = try storeForReading()
        guard !subject.isEmpty, subject.utf8.count <= EventDraft.nameLimit else { return [] }
        // The pending index is read before the tables, as above. Before that, the number of committed events is read, because
        // pending rows beyond it may belong to a batch that is dropped and replaced by another.
        let end = count
        let waiting = try index.read(store) { $0.positions($0.key.stream(subject)) }
        return try store.read { reading throws(LMDBError) in
            try store.stream(subject, waiting: waiting, before: end, reading)
        }
    }

    /// Returns the last committed revision of a stream; 0 if there is none.
    public func revision(of subject: String) throws(LedgerError) -> Int { try stream(subject).count }

    /// Returns the sealed fields of the event at `position`, as canonical JSON; nil if it has none.
    ///
    /// Throws `keyMissing` if they were erased, and `sealedAltered` if the box does not open at this position, or if its
    /// content does not agree with the event's line.
    public func openSealed(_ position: Int) throws(LedgerError) -> SealedFields? {
        let store = try storeForReading()
        guard let event = try store.event(at: position), let digest = event.sealedDigest,
            let key = UInt32(exactly: position)
        else { return nil }
        let stored: SealedRow?? = try store.read { reading throws(LMDBError) in
            try reading.get(store.sealed, key) { SealedRow($0) }
        }
        // An erasure destroys key and box; without the box the owner is unknown here.
        guard let stored else { throw .keyMissing(owner: event.subject) }
        guard let row = stored else { throw .sealedAltered(position: position) }
        guard let ownerKey = try keys.existingKey(row.owner) else { throw .keyMissing(owner: row.owner) }
        let context = SealedBox.context("sealed", row.owner, at: position)
        guard let content = SealedBox.open(row.box, ownerKey, authenticating: context) else {
            throw .sealedAltered(position: position)
        }
        guard Base64.encode(SealedContent.digest(content).span) == digest else {
            throw .sealedAltered(position: position)
        }
        return SealedFields(owner: row.owner, fields: Array(content.dropFirst(SealedContent.randomCount)))
    }

    /// Lends `body` lines within one read transaction, until `body` returns false; a missing position throws `damaged`.
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
        try store.read { reading throws(LMDBError) in
            try reading.withCursor(store.events, givingPagesBack: givingPagesBack) { cursor throws(LMDBError) in
                var goesOn = try cursor.seek(first, visit) ?? false
                while goesOn { goesOn = try cursor.move(.next, visit) ?? false }
            }
        }
        if let missing { throw .damaged(position: missing, detail: "no event") }
    }
}
