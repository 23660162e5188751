import CanonicalJSON
import CivilTime
import EventFormat
import LMDB
import TransparencyLog

// A log's generation: 1, and one more after each restore that discarded events. It is recorded by the event `log.restored`,
// whose position is in `meta`.

extension Store {
    private static let generationKey = Array("generation".utf8)

    /// Returns the generation of the log.
    ///
    /// - Throws: `damaged` if the event that began it cannot be read.
    func generation() throws(LedgerError) -> Int {
        let found: Int??
        do {
            found = try environment.beginRead().get(meta, Self.generationKey.span) { row in
                row.count == 4 ? Int(row.bigEndian(at: 0)) : nil
            }
        } catch {
            throw LedgerError(error)
        }
        guard let found else { return 1 }
        guard let position = found, let event = try event(at: position), event.type == "log.restored",
            case .integer(let generation)? = event.data["generation"], generation > 1
        else { throw .damaged(position: found ?? 0, detail: "the event that began the log's generation is missing") }
        return Int(generation)
    }

    /// Appends the first event of another generation, with the checkpoint under its own origin, in one transaction.
    func begin(
        _ draft: EventDraft, generationOf identity: LogIdentity, at time: Instant, _ signer: LogSigner
    ) throws(LedgerError) {
        try draft.check()
        let position: Int
        let revision: Int
        var tree: LogTree
        let reading = try beginReading()
        do {
            position = try end(reading)
            let index = try PendingIndex(self, reading)
            revision = try indexedStream("log", reading).count + index.positions(of: "log").count + 1
        } catch {
            throw LedgerError(error)
        }
        tree = try LogTree(size: position, self, reading)
        var writer = JSONWriter()
        var random = RandomPool()
        let place = EventLine.Place(
            actor: "labd", cause: OwnCause.make(&random), position: position, revision: revision, time: time,
            source: identity.source)
        EventLine.write(draft, at: place, sealedDigest: nil, to: &writer)
        tree.append(writer.bytes.span)
        let checkpoint = try signer.checkpoint(tree)
        guard let mac = BodyDigest([UInt8](repeating: 0, count: BodyDigest.count).span) else {
            preconditionFailure("a body's MAC has \(BodyDigest.count) bytes")
        }
        let receipt = Receipt(
            id: Receipt.ownPrefix + "\(identity.generation)", bodyDigest: mac,
            places: [Receipt.Place(subject: "log", revision: revision)])
        try put(writer.bytes, receipt, at: position, &tree, checkpoint)
    }

    private func put(
        _ line: [UInt8], _ receipt: Receipt, at position: Int, _ tree: inout LogTree, _ checkpoint: SignedNote
    ) throws(LedgerError) {
        var row: [UInt8] = []
        receipt.write(to: &row)
        var place: [UInt8] = []
        place.append(bigEndian: UInt32(truncatingIfNeeded: position))
        let key = UInt32(truncatingIfNeeded: position)
        do {
            let writing = try environment.beginWrite()
            try writing.put(events, key, line.span, .append)
            try writing.put(receipts, key, row.span, .append)
            try tree.write(to: tiles, writing)
            try put(checkpoint, writing)
            try writing.put(meta, Self.generationKey.span, place.span)
            try writing.commit()
        } catch {
            throw LedgerError(error)
        }
    }
}
