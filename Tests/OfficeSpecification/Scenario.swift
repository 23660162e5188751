package import CanonicalJSON
package import CivilTime
package import Office

/// A run of an office, made of commands as they are sent: given some commands, when another one is sent, then it is accepted
/// with flags or refused with a code and field.
///
/// Time does not pass until it is set, except for one millisecond for each command, so that recordings are ordered. An accepted
/// command is applied at once and kept with its canonical bytes, so that it can be replayed.
package final class Scenario {
    /// The outcome of a command.
    package enum Outcome: Equatable {
        /// Accepted, with these flags.
        case accepted([String])
        /// Refused, with this code and field.
        case refused(String, String?)

        /// Accepted without flags.
        package static var accepted: Outcome { .accepted([]) }
        /// Refused with this code, without a field at fault.
        package static func refused(_ code: String) -> Outcome { .refused(code, nil) }
    }

    /// An event as in a log.
    package struct Event: Sendable {
        package let stream: String
        package let type: String
        package let schema: Int
        package let occurred: Day
        package let data: [UInt8]
        package let time: Instant
        package let owner: String
        /// The account that sent the command; `labd` for labd's own events.
        package var actor = "labd"

        /// Returns the same event with other data, for example as written by an older version.
        package func saying(_ data: [UInt8], schema: Int) -> Event {
            Event(
                stream: stream, type: type, schema: schema, occurred: occurred, data: data, time: time, owner: owner,
                actor: actor)
        }
    }

    /// The present office.
    package private(set) var office = Office()
    /// All accepted events, from position 0.
    package private(set) var events: [Event] = []
    /// The account that sends the commands.
    package var actor = "ufficio"
    /// The roles of the account.
    package var roles: Set<Role> = [.operator, .coordinator, .admin, .auditor]
    /// The source of the figures that a report freezes.
    package var freezer: any FigureFreezer = FixedFigures()
    /// The machine's clock, if it is not believed.
    package var doubtedClock: DoubtedClock?
    /// The last command's refusal, if it was refused.
    package private(set) var refusal: Refusal?
    private var now = Instant(microseconds: 0)
    private var sent = 0

    /// Creates a new log, without a plan.
    package init() throws {
        let bytes = Array(
            #"{"generation":1,"office":"oglio-ovest","origin":"labd","simulated":true,"zone":"Europe/Rome"}"#.utf8)
        events.append(
            Event(
                stream: "log", type: "log.created", schema: 1, occurred: Day(number: 0), data: bytes, time: now,
                owner: "log"))
        try office.replay(
            type: "log.created", schema: 1, data: try JSONObject(canonical: bytes), position: 0, time: now,
            occurred: Day(number: 0))
    }

    // MARK: - Time

    /// Sets the time to ten o'clock (UTC) of that day.
    package func today(_ day: String) { at("\(day)T10:00:00.000000Z") }

    /// Sets the time to that moment, in the form that the log stores.
    package func at(_ instant: String) {
        guard let instant = Instant(instant) else { preconditionFailure("\(instant) is no moment") }
        now = instant
    }

    // MARK: - Given, when, then

    /// Sends commands that must be accepted, and applies them to the office.
    package func given(_ commands: Sending...) throws {
        for command in commands { try given(command) }
    }

    /// Sends commands that must be accepted, and applies them to the office.
    package func given(_ commands: [Sending]) throws {
        for command in commands { try given(command) }
    }

    private func given(_ command: Sending) throws {
        if case .refused = when(command), let refusal { throw Unexpected(command: command.name, refusal: refusal) }
    }

    /// Sends a command, applies it to the office if it is accepted, and returns the outcome.
    package func when(_ command: Sending) -> Outcome {
        sent += 1
        return when(text: command.text(id: "s-\(sent)"))
    }

    /// Sends the bytes of a command.
    package func when(text: [UInt8]) -> Outcome {
        do {
            let decision = try decide(text)
            now = Instant(microseconds: now.microseconds + 1000)
            events.append(
                Event(
                    stream: decision.stream.name, type: decision.type, schema: decision.schema,
                    occurred: decision.occurred, data: decision.data, time: now,
                    owner: decision.owner.name, actor: actor))
            office.apply(decision, position: events.count - 1, time: now)
            refusal = nil
            return .accepted(decision.flags.words)
        } catch {
            refusal = error
            return .refused(error.code.word, error.field)
        }
    }

    /// Returns what the office would decide, without applying it.
    package func decide(_ command: Sending) throws(Refusal) -> Decision {
        try decide(command.text(id: "tried"))
    }

    private func decide(_ text: [UInt8]) throws(Refusal) -> Decision {
        let time = Instant(microseconds: now.microseconds + 1000)
        return try office.decide(
            try CommandRequest(text: text.span),
            Recording(time: time, actor: actor, roles: roles, doubtedClock: doubtedClock),
            freezer)
    }

    /// The position of the last event.
    package var position: Int { events.count - 1 }

    /// Returns an office that has read the stored bytes of all events, instead of deciding them.
    package func replayed() throws -> Office { try Self.replay(events) }

    /// Returns an office that has read the stored bytes of these events, the first at position 0.
    package static func replay(_ events: [Event]) throws -> Office {
        var office = Office()
        for (position, event) in events.enumerated() {
            try office.replay(
                type: event.type, schema: event.schema, data: try JSONObject(canonical: event.data), position: position,
                time: event.time, occurred: event.occurred)
        }
        return office
    }
}

/// A command of the preparation was refused.
package struct Unexpected: Error, CustomStringConvertible {
    let command: String
    let refusal: Refusal

    package var description: String {
        "\(command) was refused: \(refusal.code.word) at \(refusal.field ?? "-"): \(refusal.detail)"
    }
}

extension JSONObject {
    /// Returns the object in canonical bytes.
    package init(canonical bytes: [UInt8]) throws {
        guard case .object(let object) = try JSONReader.read(bytes, as: .canonical) else {
            throw NotAnObject()
        }
        self = object
    }
}

/// The bytes contain JSON, but not an object.
package struct NotAnObject: Error {}

/// Figures for tests of the rules, which do not depend on their values.
package struct FixedFigures: FigureFreezer {
    package init() {}

    package func freeze(
        _ office: Office, _ kind: ReportKind, from: Day, to: Day, _ claim: Claim?
    ) throws(Refusal) -> FrozenFigures {
        FrozenFigures(
            position: office.position, root: "A2kYfnHWoVvHsyAJMq8vbnv3ZSdyhZ0rNF0o8sFEJGU=",
            digest: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", names: 1, count: 2)
    }

    package func digest(of bytes: [UInt8]) -> String { "LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=" }
}
