import CanonicalJSON
import CivilTime
import EventFormat
import Glibc
import LMDB
import TransparencyCrypto
import TransparencyLog

/// The end of the log, and what is damaged there.
struct Tail: Sendable {
    var count: Int
    var time: Instant
    var damage: [Damage]
}

extension Store {
    /// The number of lines at the end that are verified before anything is answered.
    private static let tailLength = 10_000
    /// The number of these that are read as events, with the receipts of their commands.
    private static let receiptLength = 64

    /// Reads the end of the log; nil if there are no events.
    ///
    /// Verifies the last lines against the tree, the tree's right edge against the last checkpoint, and the checkpoint against
    /// the key.
    func verifyTail(_ key: VerifierKey) throws(LedgerError) -> Tail? {
        let (count, entries, checkpoint, awaited) = try read { reading throws(LMDBError) in
            (
                try end(reading), try reading.count(events), try self.checkpoint(reading),
                try self.checkpoint(reading, kept: .awaited)
            )
        }
        guard count > 0 else { return nil }
        var damage: [Damage] = []
        if entries != count {
            damage.append(Damage(position: count - 1, "the table has \(entries) events up to here"))
        }
        if let found = judge(checkpoint, awaited, key, count) { damage.append(found) }
        for tile in (max(0, count - Self.tailLength) / Tile.fullWidth)...((count - 1) / Tile.fullWidth) {
            damage += try self.damage(inTile: tile, size: count)
        }
        var time = Instant.epoch
        for position in max(0, count - Self.receiptLength)..<count {
            do throws(LedgerError) {
                guard let event = try event(at: position) else {
                    throw .damaged(position: position, detail: "no event")
                }
                guard event.time >= time else {
                    throw .damaged(position: position, detail: "its time is before the last")
                }
                time = event.time
                if position > 0 { try checkReceipt(of: event) }
            } catch {
                guard case .damaged(let position, let detail) = error else { throw error }
                if !damage.contains(where: { $0.position == position }) {
                    damage.append(Damage(position: position, detail))
                }
            }
        }
        return Tail(count: count, time: time, damage: damage.sorted { $0.position < $1.position })
    }

    /// Returns what is wrong with the last checkpoint of a log of `count` events; nil if nothing is.
    private func judge(_ note: SignedNote?, _ awaited: SignedNote?, _ key: VerifierKey, _ count: Int) -> Damage? {
        guard let note = awaited ?? note else {
            return Damage(position: count, "the log has no checkpoint that can be read")
        }
        do {
            let checkpoint = try VerifiedCheckpoint(note, origin: key.name.text, log: key, using: .crypto).checkpoint
            // The copying of the lines that it covers was interrupted.
            if awaited != nil, checkpoint.size > count { return nil }
            guard checkpoint.size == count else {
                return Damage(
                    position: min(count, checkpoint.size),
                    "the last checkpoint is of \(checkpoint.size) events, but the log has \(count)")
            }
            let tree = try LogTree(size: count, self, try environment.beginRead())
            guard tree.root() == checkpoint.root else {
                return Damage(position: count, "the tree's last nodes do not lead to the root of the last checkpoint")
            }
            return nil
        } catch LedgerError.damaged(let position, let detail) {
            return Damage(position: position, detail)
        } catch {
            return Damage(position: count, "the last checkpoint does not verify: \(error)")
        }
    }

    /// Returns the event at `position`; nil if there is none.
    func event(at position: Int) throws(LedgerError) -> StoredEvent? {
        try event(at: position, try beginReading())
    }

    /// Returns the event at `position` that a transaction sees; nil if there is none.
    func event(
        at position: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> StoredEvent? {
        guard let key = UInt32(exactly: position) else { return nil }
        let line: [UInt8]?
        do { line = try transaction.get(events, key) { [UInt8](copying: $0) } } catch { throw LedgerError(error) }
        guard let line else { return nil }
        return try EventLine.read(line.span, at: position)
    }

    /// Returns the line at `position`; nil if there is none.
    func line(at position: Int) throws(LedgerError) -> [UInt8]? {
        guard let key = UInt32(exactly: position) else { return nil }
        return try read { reading throws(LMDBError) in try reading.get(events, key) { [UInt8](copying: $0) } }
    }

    /// Throws unless the receipt of the event's command has the event.
    private func checkReceipt(of event: StoredEvent) throws(LedgerError) {
        let found = try read { reading throws(LMDBError) in try receipt(covering: event.position, reading) }
        guard let (first, receipt) = found else {
            throw .damaged(position: event.position, detail: "its command, \(event.cause), has no receipt")
        }
        let place = receipt.places[event.position - first]
        guard receipt.id == event.cause || receipt.isOwn && OwnCause.isOne(event.cause),
            place.subject == event.subject,
            place.revision == event.revision
        else {
            throw .damaged(
                position: event.position, detail: "the receipt there is of another event: \(receipt.id), \(place)")
        }
    }

    /// Appends the first event.
    func begin(_ identity: LogIdentity, at time: Instant, today: String, _ signer: LogSigner) throws(LedgerError) {
        guard identity.source.isPlain else { throw .invalid(field: "office", detail: "not printable ASCII") }
        let draft = EventDraft(subject: "log", type: LogEvent.created, schema: 1, occurred: today, data: identity.data)
        var key: [UInt8] = []
        StreamRow.write("log", 1, to: &key)
        try append(draft, 0, 1, time, source: identity.source, to: LogTree(), signer) { writing throws(LMDBError) in
            try writing.put(streams, key.span, [0, 0, 0, 0].span)
        }
    }
}

extension Ledger {
    /// Closes `old` and opens its files again. The files close with the last reference to `old`, which may be a reader's, so
    /// this waits for it.
    func verifiedAnew(closing old: consuming Store?, mapSize: Int) throws(LedgerError) -> (store: Store, tail: Tail) {
        old = nil
        var tries = 0
        var opened: Store?
        while opened == nil {
            do throws(LedgerError) {
                opened = try Store(inDirectory: directory.log, mapSize: mapSize)
            } catch {
                guard error == .reopening, tries < 10_000 else { throw error }
                tries += 1
                usleep(1_000)
            }
        }
        guard let store = opened else { throw .reopening }
        guard let tail = try store.verifyTail(key) else { throw .damaged(position: 0, detail: "no event") }
        if let first = tail.damage.first { throw .damaged(position: first.position, detail: first.detail) }
        guard tail.count >= count else {
            throw .damaged(position: tail.count, detail: "the log ends here, but had \(count) events")
        }
        return (store, tail)
    }
}
