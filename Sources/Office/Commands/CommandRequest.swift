public import CanonicalJSON
public import CivilTime

/// A command as sent, read and checked for its shape; nothing has been decided yet.
///
/// Reading does not need the office, so it is done where the command is received, before the writer gets it.
public struct CommandRequest: Sendable {
    /// The idempotency key.
    public let id: ID
    /// The revision that the sender saw of the stream.
    public let expect: Int?
    /// The requested recording time, in a simulated log.
    public let at: Instant?
    /// The command itself.
    public let command: any Command
    /// The command's fields that are not personal, ready to be stored.
    let clear: ClearData
    /// The command's personal fields in canonical form; nil if there are none.
    public let personal: [UInt8]?
    /// `command` and all of `data` in canonical form. If the id is sent again, this must be the same.
    public let body: [UInt8]
    /// Whether a clear field looks like personal data.
    let isSuspicious: Bool
    /// The terms by which the person can be found; see ``SearchTerm``.
    public let searchTerms: [SearchTerm]

    /// The revisions that a stream can have; 0 before its first event.
    package static let revisions = 0...2_147_483_647

    /// Reads a command from JSON text.
    ///
    /// - Throws: `Refusal` of kind shape, naming the field at fault.
    public init(text: Span<UInt8>) throws(Refusal) {
        let json: JSON
        do {
            json = try JSONReader.read(text, as: .strict)
        } catch {
            throw Refusal(.shape(.notJSON(error)))
        }
        try self.init(json)
    }

    /// Reads a command from a JSON value.
    public init(_ json: JSON) throws(Refusal) {
        guard case .object(let envelope) = json else {
            // The refusal does not contain the value, which may be personal.
            throw Refusal(.shape(.notAnObject))
        }
        for member in envelope.members {
            switch member.name {
            case "id", "command", "data", "expect", "at": continue
            default: throw Refusal(.shape(.noSuchMember), field: String(member.name.prefix(64)))
            }
        }
        id = try Self.member("id", of: envelope)
        // The `cause` of events that labd writes itself.
        guard id.text != "labd", !id.text.hasPrefix("labd:") else {
            throw .invalid(.string(id.text), "id", .commandID)
        }
        let name: Text = try Self.member("command", of: envelope)
        guard let type = Catalogue.command(name.text) else {
            throw Refusal(.shape(.noSuchCommand(name.text)), field: "command", value: name.quoted)
        }
        guard let data = envelope["data"] else {
            throw Refusal(.shape(.missing(form: .anyObject)), field: "data")
        }
        guard case .object(let object) = data else {
            throw Refusal(.shape(.wrongType(form: .anyObject)), field: "data")
        }
        if let value = envelope["expect"] {
            expect = try wholeNumber(value, in: Self.revisions, "expect", .revision)
        } else {
            expect = nil
        }
        if let value = envelope["at"] {
            guard case .string(let text) = value else { throw .wrongType(value, "at", .moment) }
            guard let instant = Instant(rfc3339: text) else { throw .invalid(value, "at", .moment) }
            at = instant
        } else {
            at = nil
        }

        var fields = try Fields(object, from: .command)
        command = try type.init(from: &fields)
        try Self.readCommonFields(&fields)
        try fields.finish()
        let (clear, personal) = fields.split()
        self.clear = ClearData(clear)
        self.personal = personal.isEmpty ? nil : JSONObject(personal).canonicalBytes
        isSuspicious = fields.suspicious
        searchTerms = fields.searchTerms
        var writer = JSONWriter(capacity: 512)
        writer.string(name.text)
        writer.write(object)
        body = writer.bytes
    }

    private static func member<T: FieldValue>(_ name: String, of envelope: JSONObject) throws(Refusal) -> T {
        guard let value = envelope[name] else {
            throw Refusal(.shape(.missing(form: T.form)), field: name)
        }
        return try T(value, field: name)
    }

    /// The fields that every command may have: a protocol number or a file's SHA-256 in clear, and a sealed note.
    static func readCommonFields(_ fields: inout Fields) throws(Refusal) {
        let _: Text? = try fields.optional("evidence")
        try fields.optionalSealed("note", .text)
    }
}

/// An accepted command: the event it becomes, ready to be stored and applied.
public struct Decision: Sendable {
    /// The stream that the event belongs to.
    public let stream: Stream
    /// The event's type.
    public let type: String
    /// The version of its data.
    public let schema: Int
    /// The day on which it happened.
    public let occurred: Day
    /// The event's data in canonical form: the clear fields and the flags.
    public internal(set) var data: [UInt8]
    /// Its flags.
    public let flags: Flags
    /// The owner of the key that seals the personal fields.
    public let owner: Stream
    /// The event's data.
    public let body: any EventBody
    /// The refusal for the sender, if the event records that the command was refused.
    public var refusal: Refusal?
    /// The streams whose keys and sealed fields are destroyed with the event.
    public var erases: [Stream] = []
}

extension Office {
    /// Decides a command against the present office.
    ///
    /// Pure: the same office, command, recording and figures give the same decision; `freezer` is asked only where a
    /// report is submitted. Nothing changes until the decision's event
    /// is applied, which the caller does once the event has been appended.
    ///
    /// - Throws: `Refusal`, by the rules of the catalogue's section 4.
    public func decide(
        _ request: CommandRequest, _ recording: Recording, _ freezer: any FigureFreezer
    ) throws(Refusal) -> Decision {
        let command = request.command
        var flags = try command.decide(self, recording)
        let occurred = command.occurred ?? recording.today
        let stream = try command.stream(in: self)
        if let limit = plan?.limits.lateEntryDays, recording.today.days(since: occurred) > limit {
            flags.insert(.lateEntry)
        }
        flags.insert(.personalDataSuspected, if: request.isSuspicious)
        // Most commands add nothing, and the writer's time is precious.
        let completion =
            type(of: command).isCompleted ? try command.completed(self, recording, freezer) : nil
        let body: any EventBody = completion?.body ?? command
        let clear = try completion.map { more throws(Refusal) in try request.clear.adding(more.added) } ?? request.clear
        return Decision(
            stream: stream, type: type(of: body).event, schema: type(of: body).schema, occurred: occurred,
            data: clear.bytes(with: flags), flags: flags, owner: command.owner(in: self) ?? stream, body: body,
            refusal: completion?.refusal, erases: completion?.erases ?? [])
    }

    /// Applies a decided event to the office, at the position that the log gave it.
    public mutating func apply(_ decision: Decision, position: Int, time: Instant) {
        apply(
            decision.body,
            EventMark(position: position, time: time, occurred: decision.occurred, flags: decision.flags))
    }

    /// Applies a stored event to the office.
    ///
    /// Events are applied in the order of their positions, from 0, none left out.
    public mutating func apply(_ body: any EventBody, _ mark: EventMark) {
        changes.begin(mark, after: time)
        body.apply(to: &self, mark)
        position = mark.position
        time = mark.time
    }
}
