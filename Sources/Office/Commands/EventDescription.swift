/// What the events of one type say: their fields, and what these refer to.
public struct EventDescription: Sendable {
    /// The fields of `data`, in the order in which they are read; those that every command may carry are the last.
    public let fields: [Fields.Description]
    /// Those of the fields that are the event's own.
    let ownFields: ArraySlice<Fields.Description>
    /// What the event begins; nil where it begins nothing.
    public let created: Reference?
    /// Whether one of the fields names a person.
    public let namesPersons: Bool
    /// Whether it is the work of the worker who has the case, or of the mediator who has the request, where no field says whose.
    public let isWorkOfAssignee: Bool
    private let fieldsByName: [String: Fields.Description]

    init(_ body: any EventBody.Type) {
        let own = Fields.descriptions { (fields) throws(Refusal) in _ = try body.init(from: &fields) }
        fields = own + Fields.descriptions { (fields) throws(Refusal) in try CommandRequest.readCommonFields(&fields) }
        ownFields = fields[..<own.count]
        isWorkOfAssignee = body.isWorkOfAssignee
        created = fields.first(where: \.isCreated)?.reference
        namesPersons = fields.contains { $0.reference?.subject == .person }
        fieldsByName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
    }

    /// The field of that name; nil if the events have none.
    public subscript(name: String) -> Fields.Description? { fieldsByName[name] }

    /// The first field that refers to what `reference` is; nil if there is none.
    public func field(of reference: Reference) -> Fields.Description? {
        fields.first { $0.reference == reference }
    }

    /// The names that lead to the ids of what the event begins within the objects of its fields: `plan`, `phases`, `id`. Nil where
    /// it begins nothing of the kind.
    public func path(toCreated reference: Reference) -> [String]? {
        func path(in fields: [Fields.Description]) -> [String]? {
            for field in fields {
                if field.isCreated && field.reference == reference { return [field.name] }
                if let rest = path(in: field.parts) { return [field.name] + rest }
            }
            return nil
        }
        return path(in: fields)
    }
}

extension Catalogue {
    private static let descriptions = events.mapValues { EventDescription($0) }

    /// What the events of a command say.
    static func description(of command: any Command.Type) -> EventDescription {
        descriptions[command.event] ?? EventDescription(command)
    }

    /// What the events of a type say, of whichever version; nil for a type that this labd does not know.
    public static func description(ofEvent type: String) -> EventDescription? { descriptions[type] }

    /// The types of all events, sorted.
    public static var eventTypes: [String] { events.keys.sorted() }
}
