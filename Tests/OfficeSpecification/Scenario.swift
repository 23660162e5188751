package import CanonicalJSON
package import Office

/// A run of an office, made of commands as they are sent: given these, when this one, then accepted with these flags
/// or refused with this code and field.
///
/// Time stands still until it is set, but for one millisecond a command, so that recordings are ordered. What is
/// accepted is applied at once and kept with its canonical bytes, so that it can be replayed.
package final class Scenario {
    /// What became of a command.
    package enum Outcome: Equatable {
        /// With these flags.
        case accepted([String])
        /// With this code, at this field.
        case refused(String, String?)

        /// Without a flag.
        package static var accepted: Outcome { .accepted([]) }
        /// With this code, no field being at fault.
        package static func refused(_ code: String) -> Outcome { .refused(code, nil) }
    }

    /// An event as a log would hold it.
    package struct Event: Sendable {
        package let stream: String
        package let type: String
        package let schema: Int
        package let occurred: Day
        package let data: [UInt8]
        package let time: Instant
        package let owner: String

        /// The same event with other data, such as an older version wrote it.
        package func saying(_ data: [UInt8], schema: Int) -> Event {
            Event(
                stream: stream, type: type, schema: schema, occurred: occurred, data: data, time: time, owner: owner)
        }
    }

    /// The office as it stands.
    package private(set) var office = Office()
    /// All that was accepted, from position 0.
    package private(set) var events: [Event] = []
    /// The account that sends the commands.
    package var actor = "ufficio"
    /// What it may do.
    package var roles: Set<Role> = [.operator, .coordinator, .admin, .auditor]
    /// What says which figures a report freezes.
    package var freezer: any FigureFreezer = FixedFigures()
    /// The machine's clock, where it is not believed.
    package var doubtedClock: DoubtedClock?
    /// Why the last command was refused, where it was.
    package private(set) var refusal: Refusal?
    private var now = Instant(microseconds: 0)
    private var sent = 0

    /// A log that was just created, without a plan.
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

    /// From now on it is ten o'clock (UTC) of that day.
    package func today(_ day: String) { at("\(day)T10:00:00.000000Z") }

    /// From now on it is that moment, in the form that the log stores.
    package func at(_ instant: String) {
        guard let instant = Instant(instant) else { preconditionFailure("\(instant) is no moment") }
        now = instant
    }

    // MARK: - Given, when, then

    /// Sends commands that must be accepted, and takes them into the office.
    package func given(_ commands: Sending...) throws {
        for command in commands { try given(command) }
    }

    /// Sends commands that must be accepted, and takes them into the office.
    package func given(_ commands: [Sending]) throws {
        for command in commands { try given(command) }
    }

    private func given(_ command: Sending) throws {
        if case .refused = when(command), let refusal { throw Unexpected(command: command.name, refusal: refusal) }
    }

    /// Sends a command, takes it into the office if it is accepted, and says what became of it.
    package func when(_ command: Sending) -> Outcome {
        sent += 1
        return when(text: command.text(id: "s-\(sent)"))
    }

    /// Sends a command as its very bytes.
    package func when(text: [UInt8]) -> Outcome {
        do {
            let decision = try decide(text)
            now = Instant(microseconds: now.microseconds + 1000)
            events.append(
                Event(
                    stream: decision.stream.name, type: decision.type, schema: decision.schema,
                    occurred: decision.occurred, data: decision.data, time: now,
                    owner: decision.owner.name))
            office.apply(decision, position: events.count - 1, time: now)
            refusal = nil
            return .accepted(decision.flags.words)
        } catch {
            refusal = error
            return .refused(error.code.word, error.field)
        }
    }

    /// What the office would decide, without taking it in.
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

    /// An office that has read the stored bytes of all events, instead of having decided them.
    package func replayed() throws -> Office { try Self.replay(events) }

    /// An office that has read the stored bytes of these events, the first at position 0.
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
    /// The object that canonical bytes hold.
    package init(canonical bytes: [UInt8]) throws {
        guard case .object(let object) = try JSONReader.read(bytes, as: .canonical) else {
            throw NotAnObject()
        }
        self = object
    }
}

/// Bytes hold JSON, but no object.
package struct NotAnObject: Error {}

/// Figures for tests of the rules, which do not ask what they are.
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
