import CanonicalJSON
import CivilTime
public import EventFormat

/// A batch that is held in memory and never committed, on top of the log as it was when the batch began.
///
/// Any thread may hold one, and any number may be open. It takes no lock of the log's, and sees nothing of what is recorded
/// after its beginning.
public struct RehearsalBatch: CommandBatch {
    /// An event of this batch, with what its line would have said.
    private struct Event {
        let draft: EventDraft
        let revision: Int
        let command: String
        let actor: String
        let time: Instant
    }

    private let ledger: Ledger
    /// The position of its first event.
    private let start: Int
    private var events: [Event] = []
    private var commands: [String: RecordedCommand] = [:]
    private var revisions: [String: Int] = [:]
    /// The owners whose keys this batch destroys.
    private var condemned: Set<String> = []

    /// A batch whose first event would have the position `start`.
    public init(on ledger: Ledger, from start: Int) {
        self.ledger = ledger
        self.start = start
    }

    /// Nothing of it is recorded.
    public static var isRecorded: Bool { false }
    /// It takes no space in the log.
    public var bytes: Int { 0 }

    /// The command with this id, this batch's included; nil if there is none.
    public func earlier(_ id: String) throws(LedgerError) -> RecordedCommand? {
        if let known = commands[id] { return known }
        guard let recorded = try ledger.earlier(id), recorded.positions.lowerBound < start else { return nil }
        return recorded
    }

    /// The last revision of a stream, this batch's events included; 0 if there is none.
    public func revision(of subject: String) throws(LedgerError) -> Int {
        if let known = revisions[subject] { return known }
        return try ledger.stream(subject).count { $0 < start }
    }

    /// The event at a position, this batch's included; nil if there is none.
    public func event(at position: Int) throws(LedgerError) -> StoredEvent? {
        guard position >= start else { return try ledger.event(at: position) }
        guard events.indices.contains(position - start) else { return nil }
        let event = events[position - start]
        guard case .object(let data)? = try? JSONReader.read(event.draft.data.span, as: .canonical) else {
            throw .damaged(position: position, detail: "the event of a rehearsal cannot be read back")
        }
        return StoredEvent(
            position: position, revision: event.revision, subject: event.draft.subject, type: event.draft.type,
            schema: event.draft.schema, time: event.time, occurred: event.draft.occurred, actor: event.actor,
            cause: event.command, data: data, sealedDigest: nil)
    }

    /// Whether a command that was accepted had the body of this digest.
    ///
    /// - Throws: `erased` where that cannot be known any more; `keysUnavailable`.
    public func isRepetition(_ earlier: RecordedCommand, of digest: BodyDigest) throws(LedgerError) -> Bool {
        guard earlier.positions.lowerBound < start else { return earlier.bodyDigest == digest }
        return try ledger.isRepetition(earlier, of: digest)
    }

    /// Whose key the sealed fields of a recorded event are under; nil where it has none, or they were erased. This batch seals
    /// nothing.
    public func sealedOwner(at position: Int) throws(LedgerError) -> String? {
        position < start ? try ledger.sealedOwner(at: position) : nil
    }

    /// Nobody: whether somebody is found tells whether a guess is right, and no event would say that it was made.
    public func owners(ofAny terms: [[UInt8]]) throws(LedgerError) -> [String] { [] }

    /// Stands for the root, which is not computed.
    public func root() -> String { "not computed in a rehearsal" }

    /// An empty extent: nothing is destroyed.
    public func sealedExtent(of owners: Set<String>) throws(LedgerError) -> SealedExtent {
        SealedExtent(keys: 0, positions: [])
    }

    /// Takes in a command's events and returns the places that they would have.
    ///
    /// - Throws: `invalid`, `tooLarge`, `erased` and `keysUnavailable` for what no batch takes.
    public mutating func append(_ command: CommandRecord) throws(LedgerError) -> [AppendedEvent] {
        try command.check()
        if let owner = command.sealed?.owner {
            guard !condemned.contains(owner) else { throw .erased(owner: owner) }
            try ledger.keys.checkSealing(for: owner)
        }
        try checkSizes(of: command)
        let first = start + events.count
        var appended: [AppendedEvent] = []
        for draft in command.drafts {
            let revision = try revision(of: draft.subject) + 1
            revisions[draft.subject] = revision
            appended.append(
                AppendedEvent(
                    position: start + events.count, revision: revision, subject: draft.subject, type: draft.type,
                    time: command.time))
            events.append(
                Event(
                    draft: draft, revision: revision, command: command.id, actor: command.actor, time: command.time))
        }
        if !command.isOwn {
            commands[command.id] = RecordedCommand(
                bodyDigest: command.bodyDigest, positions: first..<start + events.count)
        }
        return appended
    }

    /// Writes the lines that the command would have, and refuses the command if one of them is too large.
    private func checkSizes(of command: CommandRecord) throws(LedgerError) {
        var writer = JSONWriter(capacity: 1_024)
        var random = RandomPool()
        var place = EventLine.Place(
            actor: command.actor, cause: command.isOwn ? OwnCause.make(&random) : command.id,
            position: start + events.count, revision: 0, time: command.time, source: ledger.source)
        var revisions: [String: Int] = [:]
        for (index, draft) in command.drafts.enumerated() {
            let before = if let known = revisions[draft.subject] { known } else { try revision(of: draft.subject) }
            place.revision = before + 1
            revisions[draft.subject] = place.revision
            writer.bytes.removeAll(keepingCapacity: true)
            // All digests have the same length.
            let digest = index == 0 && command.sealed != nil ? SealedContent.digest([]) : nil
            EventLine.write(draft, at: place, sealedDigest: digest, to: &writer)
            guard writer.bytes.count <= EventLine.limit else { throw .tooLarge(bytes: writer.bytes.count) }
            place.position += 1
        }
    }

    /// Destroys nothing. Until the end of the batch nothing is sealed for the owners, as in one that is recorded.
    public mutating func destroy(_ extent: SealedExtent, _ tombstones: [Tombstone]) {
        condemned.formUnion(tombstones.map(\.owner))
    }
}
