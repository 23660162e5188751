import CanonicalJSON
import CivilTime
import EventFormat
import LMDB

// A log's generation: 1, and one more after each restore that discarded events. It is recorded by the event `log.restored`,
// whose position is in `meta`.

extension Store {
    private static let generationKey = Array("generation".utf8)

    /// Returns the generation of the log.
    ///
    /// - Throws: `damaged` if the event that began it cannot be read.
    func generation() throws(LedgerError) -> Int {
        let found: Int?? = try read { reading throws(LMDBError) in
            try reading.get(meta, Self.generationKey.span) { $0.count == 4 ? Int($0.bigEndian(at: 0)) : nil }
        }
        guard let found else { return 1 }
        guard let position = found, let event = try event(at: position), event.type == LogEvent.restored,
            case .integer(let generation)? = event.data["generation"], generation > 1
        else { throw .damaged(position: found ?? 0, detail: "the event that began the log's generation is missing") }
        return Int(generation)
    }

    /// Notes that the event at a position began the log's generation.
    func noteGeneration(from position: Int, _ writing: borrowing WriteTransaction) throws(LMDBError) {
        var place: [UInt8] = []
        place.append(bigEndian: UInt32(truncatingIfNeeded: position))
        try writing.put(meta, Self.generationKey.span, place.span)
    }

    /// Appends the first event of another generation, with the checkpoint under its own origin, in one transaction.
    func begin(
        _ draft: EventDraft, generationOf identity: LogIdentity, at time: Instant, _ signer: LogSigner
    ) throws(LedgerError) {
        let (position, revision) = try read { reading throws(LMDBError) in
            let pending = try PendingIndex.read(self, reading, key: .random())
            let end = try end(reading)
            let waiting = pending.positions(pending.key.stream("log"))
            return (end, try stream("log", waiting: waiting, before: end, reading).count + 1)
        }
        let settling = try beginWriting()
        try settleLooseRows(settling)
        do { try settling.commit() } catch { throw LedgerError(error) }
        let receipt = Receipt(
            id: Receipt.ownPrefix + "\(identity.generation)", bodyDigest: .zero,
            places: [Receipt.Place(subject: "log", revision: revision)])
        var row: [UInt8] = []
        receipt.write(to: &row)
        try append(
            draft, position, revision, time, source: identity.source,
            to: try LogTree(size: position, self, try beginReading()), signer
        ) { writing throws(LMDBError) in
            try writing.put(receipts, UInt32(truncatingIfNeeded: position), row.span, .append)
            try noteGeneration(from: position, writing)
        }
    }

    private func beginWriting() throws(LedgerError) -> WriteTransaction {
        do { return try environment.beginWrite() } catch { throw LedgerError(error) }
    }

    /// Appends an event that no command caused to a log that is not open, with the checkpoint that covers it and what `body`
    /// puts, in one transaction.
    func append(
        _ draft: EventDraft, _ position: Int, _ revision: Int, _ time: Instant, source: String, to tree: LogTree,
        _ signer: LogSigner, _ body: (borrowing WriteTransaction) throws(LMDBError) -> Void
    ) throws(LedgerError) {
        try draft.check()
        var random = RandomPool()
        let place = EventLine.Place(
            actor: "labd", cause: OwnCause.make(&random), position: position, revision: revision, time: time,
            source: source)
        var writer = JSONWriter()
        EventLine.write(draft, at: place, sealedDigest: nil, to: &writer)
        var tree = tree
        tree.append(writer.bytes.span)
        let checkpoint = try signer.checkpoint(tree)
        do {
            let writing = try environment.beginWrite()
            try writing.put(events, UInt32(truncatingIfNeeded: position), writer.bytes.span, .append)
            try tree.write(to: tiles, writing)
            try put(checkpoint, writing)
            try body(writing)
            try writing.commit()
        } catch {
            throw LedgerError(error)
        }
    }
}
