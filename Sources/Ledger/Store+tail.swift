import CanonicalJSON
import Glibc
import LMDB

/// Where the log ends.
struct Tail: Sendable {
    var count: Int
    var time: Timestamp
}

extension Store {
    /// How many events at the end are read when the log is opened.
    private static let tailLength = 64

    /// The log's end, nil if there are no events.
    ///
    /// Reads the last events and the receipts of their commands; throws `damaged` for what does not fit together.
    func verifyTail() throws(LedgerError) -> Tail? {
        let count: Int
        let entries: Int
        do {
            let reading = try environment.beginRead()
            count = try end(reading)
            entries = try reading.count(events)
        } catch {
            throw LedgerError(error)
        }
        guard count > 0 else { return nil }
        guard entries == count else {
            throw .damaged(position: count - 1, detail: "the table has \(entries) events up to here")
        }
        var time = Timestamp.epoch
        for position in max(0, count - Self.tailLength)..<count {
            guard let event = try event(at: position) else { throw .damaged(position: position, detail: "no event") }
            guard event.time >= time else { throw .damaged(position: position, detail: "its time is before the last") }
            if position > 0 { try check(event, against: try receipt(of: event)) }
            time = event.time
        }
        return Tail(count: count, time: time)
    }

    /// The event at `position`, nil if there is none.
    func event(at position: Int) throws(LedgerError) -> StoredEvent? {
        guard let line = try line(at: position) else { return nil }
        return try EventLine.read(line.span, at: position)
    }

    /// The line at `position`, nil if there is none.
    func line(at position: Int) throws(LedgerError) -> [UInt8]? {
        guard let key = UInt32(exactly: position) else { return nil }
        do { return try environment.beginRead().get(events, key) { [UInt8](copying: $0) } } catch {
            throw LedgerError(error)
        }
    }

    private func receipt(of event: StoredEvent) throws(LedgerError) -> (first: Int, Receipt)? {
        do {
            return try receipt(covering: event.position, try environment.beginRead())
        } catch {
            throw LedgerError(error)
        }
    }

    private func check(_ event: StoredEvent, against found: (first: Int, Receipt)?) throws(LedgerError) {
        guard let (first, receipt) = found else {
            throw .damaged(position: event.position, detail: "its command, \(event.cause), has no receipt")
        }
        let place = receipt.places[event.position - first]
        guard receipt.id == event.cause, place.subject == event.subject, place.revision == event.revision else {
            throw .damaged(
                position: event.position, detail: "the receipt there is of another event: \(receipt.id), \(place)")
        }
    }

    /// Appends the first event.
    func begin(_ identity: LogIdentity, at time: Timestamp, today: String) throws(LedgerError) {
        guard identity.source.isPlain else { throw .invalid(field: "office", detail: "not printable ASCII") }
        let draft = EventDraft(subject: "log", type: "log.created", schema: 1, occurred: today, data: identity.data)
        try draft.check()
        let place = EventLine.Place(
            actor: "labd", cause: "labd", position: 0, revision: 1, time: time, source: identity.source)
        var writer = JSONWriter()
        EventLine.write(draft, at: place, sealedDigest: nil, to: &writer)
        var key: [UInt8] = []
        StreamRow.write("log", 1, to: &key)
        do {
            let writing = try environment.beginWrite()
            try writing.put(events, 0, writer.bytes.span, .append)
            try writing.put(streams, key.span, [0, 0, 0, 0].span)
            try writing.commit()
        } catch {
            throw LedgerError(error)
        }
    }
}

extension Ledger {
    /// Closes `old` and opens its files again. `old` is given away: the files close with its last reference, which
    /// may be a reader's, so this waits for that.
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
        guard let tail = try store.verifyTail() else { throw .damaged(position: 0, detail: "no event") }
        guard tail.count >= count else {
            throw .damaged(position: tail.count, detail: "the log ends here, and had \(count) events")
        }
        return (store, tail)
    }
}
