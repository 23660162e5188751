import CanonicalJSON
import CivilTime
import EventFormat
import LabAPI
import Ledger
import Office

extension CommandAnswer {
    /// What the sender of an accepted command is told.
    init(_ decision: Decision, _ appended: [AppendedEvent], id: String, at time: Instant) {
        let flags = decision.flags.words
        self.init(
            id: id,
            events: appended.map { event in
                CommandAnswer.Event(
                    position: event.position, revision: event.revision, subject: event.subject, type: event.type,
                    time: time.description, flags: flags)
            }, isRepeated: false)
    }
}

extension CommandAnswer.Event {
    /// A stored event as its sender was told of it.
    init(_ event: StoredEvent) {
        self.init(
            position: event.position, revision: event.revision, subject: event.subject, type: event.type,
            time: event.time.description, flags: event.flags)
    }
}

extension StoredEvent {
    /// Its flags, as stored.
    var flags: [String] {
        guard case .array(let words)? = data["flags"] else { return [] }
        return words.compactMap { if case .string(let flag) = $0 { flag } else { nil } }
    }
}

extension Sender {
    /// Whether this is the account that an event names as its actor; once, front-ends' users were named with the front-end's
    /// account before them, `uid:N/USER`.
    func hasSent(_ actor: String) -> Bool {
        actor == account || actor.hasPrefix("uid:") && actor.split(separator: "/").last.map(String.init) == account
    }
}
