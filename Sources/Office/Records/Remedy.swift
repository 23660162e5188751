public import CanonicalJSON

/// A command that takes back or corrects what an event did. Nothing is ever deleted: the log keeps both.
public struct Remedy: Sendable, Hashable {
    /// The command's name.
    public let command: String
    /// The fields that follow from the event; the sender gives the others.
    public private(set) var data: [JSONObject.Member]

    init<C: Command>(_ command: C.Type, _ data: KeyValuePairs<String, any RemedyValue> = [:]) {
        self.command = command.name
        self.data = data.compactMap { name, value in value.json.map { JSONObject.Member(name, $0) } }
    }

    private init(command: String, data: [JSONObject.Member]) {
        self.command = command
        self.data = data
    }

    /// The same command once more, under a new id for what it begins.
    init?(again event: any EventBody.Type, _ data: JSONObject) {
        guard let command = event as? any Command.Type else { return nil }
        let fields = Catalogue.fields(of: command)
        self.init(
            command: command.name,
            data: data.members.filter { member in
                fields.contains { $0.name == member.name && !($0.isCreated && $0.reference?.isNamedByPeople == false) }
            })
    }
}

/// A value of a remedy's field; absent if there is none to give.
protocol RemedyValue {
    var json: JSON? { get }
}

extension String: RemedyValue { var json: JSON? { .string(self) } }
extension Int: RemedyValue { var json: JSON? { .integer(Int64(self)) } }
extension Optional: RemedyValue where Wrapped: RemedyValue { var json: JSON? { flatMap(\.json) } }

extension Command {
    /// Most events can be voided, or not taken back at all.
    public func remedies(_ office: Office, position: Int) -> [Remedy] { office.voiding(position) }
}

extension Office {
    /// Returns the voiding of an event; nothing for one that cannot be voided, or was.
    func voiding(_ position: Int) -> [Remedy] {
        guard position < records.count, !records[position].isVoided,
            records[position].kind.type is any VoidableRow.Type
        else { return [] }
        return [Remedy(VoidRecord.self, ["position": position])]
    }

    /// Returns the commands that take back or correct an event of the log, the best first.
    ///
    /// - Parameters:
    ///   - event: the event's type, version and data.
    ///   - position: its position.
    ///   - voided: the event at another position, for one that voids it.
    /// - Throws: `UnreadableEvent` if this labd does not know the event.
    public func remedies(
        for event: (type: String, schema: Int, data: JSONObject), at position: Int,
        voided: (Int) throws -> (type: String, data: JSONObject)
    ) throws -> [Remedy] {
        let body = try Catalogue.read(event.type, event.schema, event.data, at: position).body
        if let voiding = body as? VoidRecord {
            let voided = try voided(voiding.position.count)
            return Catalogue.event(voided.type).flatMap { Remedy(again: $0, voided.data) }.map { [$0] } ?? []
        }
        return (body as? any Command)?.remedies(self, position: position) ?? []
    }
}
