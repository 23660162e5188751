import CanonicalJSON
import CivilTime
import Crypto
import Foundation
package import Office
package import OfficeSpecification
package import Views

/// The history of a recorded run.
package struct RecordedPast: Past {
    package let events: [Scenario.Event]

    /// The history of these events.
    package init(events: [Scenario.Event]) { self.events = events }

    package func office(at position: Int) throws(Refusal) -> Office {
        guard position < events.count, let office = try? Scenario.replay(Array(events[...position])) else {
            throw Refusal(.log(.noEvent(position: position)))
        }
        return office
    }

    package func position(asOf moment: AsOf) throws(Refusal) -> Int {
        switch moment {
        case .position(let position): position
        case .instant(let instant): (events.firstIndex { $0.time >= instant } ?? events.count) - 1
        }
    }

    package func digest(of bytes: [UInt8]) -> String { Data(SHA256.hash(data: bytes)).base64EncodedString() }

    package func event(at position: Int) throws(Refusal) -> EventNote {
        guard position < events.count else { throw Refusal(.log(.noEvent(position: position))) }
        let event = events[position]
        var flags: [String] = []
        if case .array(let words)? = try? JSONObject(canonical: event.data)["flags"] {
            flags = words.compactMap { if case .string(let word) = $0 { word } else { nil } }
        }
        return EventNote(
            position: position, type: event.type, subject: event.stream, actor: event.actor,
            occurred: event.occurred.description, time: event.time.description, flags: flags)
    }
}

extension RecordedPast {
    package func content(at position: Int) throws(Refusal) -> RecordedEvent {
        let note = try event(at: position)
        guard let data = try? JSONObject(canonical: events[position].data) else {
            throw Refusal(.log(.noEvent(position: position)))
        }
        return RecordedEvent(note, schema: events[position].schema, data: data)
    }
}
