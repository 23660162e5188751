public import CanonicalJSON
import Office

/// An event of the log with its data.
public struct RecordedEvent: Sendable {
    /// Its stamp.
    public let note: EventNote
    /// The version of its data.
    public let schema: Int
    /// Its data in clear; sealed fields are not in it.
    public let data: JSONObject

    /// An event of these parts.
    public init(_ note: EventNote, schema: Int, data: JSONObject) {
        self.note = note
        self.schema = schema
        self.data = data
    }
}

extension Past {
    /// How many events are looked at for those of an account, at most: about a year of an office's work.
    private var mostLookedAt: Int { 20_000 }

    /// Returns the reason that the event at `position` gives in clear; nil if it gives none.
    func reason(of position: Int) throws(Refusal) -> String? {
        guard case .string(let reason)? = try content(at: position).data["reason"] else { return nil }
        return reason
    }

    /// Returns the last commands of an account up to a position, the last first, and the earliest position looked at.
    func commands(
        of account: String, upTo position: Int, limit: Int
    ) throws(Refusal) -> (events: [RecordedEvent], lookedBackTo: Int) {
        var found: [RecordedEvent] = []
        var next = position
        while next >= 0, found.count < limit, position - next < mostLookedAt {
            let event = try content(at: next)
            // What labd records of a question is no command.
            if event.note.actor == account, CommandCatalogue.event(event.note.type) is any Command.Type {
                found.append(event)
            }
            next -= 1
        }
        return (found, next + 1)
    }
}
