import EventFormat
import CanonicalJSON
public import CivilTime
public import Ledger
public import Logging
public import Office

/// Makes the log and the keys agree about erasures, before anything is answered.
///
/// They can disagree in two ways. If a crash came between the event and the destruction of the keys, the keys are destroyed
/// now. If an older log was restored, the key store has tombstones of erasures that the log lacks, and these erasures are
/// recorded again.
public struct ErasureReconciler {
    private let ledger: Ledger
    private let logger: Logger

    /// The erasures of a ledger.
    public init(_ ledger: Ledger, _ logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// Brings both into step; `office` is that of the whole log, and takes in what is recorded again.
    ///
    /// Called by the thread that appends, or before there is one.
    public func settle(_ office: inout Office, now: Instant) throws(LedgerError) {
        let tombstones = try ledger.keys.tombstones()
        let known = Set(tombstones.map(\.owner))
        let unfinished = office.erasedOwners.filter { !known.contains($0.name) }
        if !unfinished.isEmpty {
            let notes = try notes(in: office)
            try ledger.keys.erase(unfinished.map { Tombstone(owner: $0.name, note: notes[$0.name] ?? []) })
            logger.notice("finished an erasure that was broken off", metadata: ["owners": "\(unfinished.count)"])
        }
        try again(tombstones, &office, now: now)
    }

    /// What the events of erasures say, by the streams of the persons.
    private func notes(in office: Office) throws(LedgerError) -> [String: [UInt8]] {
        var positions: [Int] = []
        office.records.forEach { position, record in
            if record.kind == .erasure { positions.append(position) }
        }
        var notes: [String: [UInt8]] = [:]
        for position in positions {
            guard let event = try ledger.event(at: position) else { continue }
            guard case .array(let persons)? = event.data["persons"] else {
                notes[event.subject] = event.data.canonicalBytes
                continue
            }
            for case .string(let person) in persons { notes["person/" + person] = event.data.canonicalBytes }
        }
        return notes
    }

    /// Records again what an older log does not know.
    private func again(_ tombstones: [Tombstone], _ office: inout Office, now: Instant) throws(LedgerError) {
        let time = office.isSimulated ? office.time : max(now, office.time)
        let recording = Recording(byLabdAt: time)
        let missing = tombstones.filter {
            office.erasureAgain(of: $0, recording) != nil
        }
        guard !missing.isEmpty else { return }
        var settled = office
        var batch = try ledger.beginBatch()
        for tombstone in missing {
            guard var decision = settled.erasureAgain(of: tombstone, recording) else { continue }
            let appended = try batch.append(&decision) { CommandRecord(own: $0, actor: "labd", time: time) }
            for event in appended { settled.apply(decision, position: event.position, time: time) }
        }
        _ = try batch.commit()
        office = settled
        logger.notice(
            "recorded again the erasures that this log did not know", metadata: ["owners": "\(missing.count)"])
    }
}

extension Office {
    fileprivate func erasureAgain(of tombstone: Tombstone, _ recording: Recording) -> Decision? {
        var authorisation = "not known any more"
        if case .object(let note)? = try? JSONReader.read(tombstone.note.span, as: .strict),
            case .string(let text)? = note["authorisation"]
        {
            authorisation = text
        }
        return erasureAgain(ofStream: tombstone.owner, authorisation: authorisation, recording)
    }
}
