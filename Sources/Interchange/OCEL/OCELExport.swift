internal import CanonicalJSON

/// Writes a log as OCEL 2.0 JSON, the object-centric form of event logs (ocel-standard.org, specification 2.0, § JSON).
///
/// Every event of the log is there, with the objects that it concerns:
/// - **Objects** are what events name: `case`, `person`, `mediation`, `worker`, `contact`, `orientation`, `activity`,
///   `place`, `line`; and the streams that are none of these, so that no event is without an object: `timesheet`,
///   `project`, `log`, `report`, `finding`. An object's id is `TYPE/ID`, as labd's streams are called, for labd's ids
///   are unique within a type only. Objects have no attributes: what changes of them is what the events say. Each
///   object that is named exists, once, in the order of the ids. What a plan lists is named only once work refers to it.
/// - **Relationships** are qualified by the data field that names the object: `worker`, `mediator`, `by`, `members`, …
///   An event whose data does not name its own stream's object is related to it under that object's type. `about` of
///   hours is a relationship where some event tells what the id is of; else an attribute.
/// - **Attributes** are `position`, `revision`, `actor`, `cause`, `recorded` (when it was recorded), `flags` joined by
///   spaces, and the data's fields that name no object, under their own names, or as `data.NAME` where one of the
///   former has that name; lists joined by spaces, days as times, objects left out. Each is declared with its type;
///   where events of one type differ in it, it is a string.
/// - `time` is **the day on which it happened**, as its midnight in UTC; `id` the position in decimal.
///
/// Events stand by day, within a day as they were recorded. Records that were voided are left out, with the events
/// that voided them, unless told otherwise; OCEL has no place to count them.
///
/// Holds every event until `finish`, for any may yet be voided, and types are declared ahead of events.
public struct OCELExport: Sendable {
    private var standing: StandingEvents

    /// An export of no events yet.
    public init(voided: VoidedRecords = .leftOut) {
        standing = StandingEvents(voided)
    }

    /// Takes the next event of the log.
    ///
    /// - Throws: `InterchangeError` with the code `outOfOrder` if it does not come after the one added before.
    public mutating func add(_ event: StoredEvent) throws(InterchangeError) {
        try standing.add(event)
    }

    /// Writes the document, an event or object a line, each as one piece.
    ///
    /// - Throws: What `write` throws, and nothing else.
    public func finish<Failure: Error>(_ write: (String) throws(Failure) -> Void) throws(Failure) {
        let stored = standing.events.sorted(by: StoredEvent.happensBefore)
        let typeOf = Self.sharedIDs(stored)
        let events = stored.map { OCELEvent($0, typeOf: typeOf) }
        var types = OCELTypes()
        var objects: [String: String] = [:]
        for event in events {
            types.note(event)
            for reference in event.references { objects[reference.objectID] = reference.type }
        }
        try write("{\"eventTypes\":[")
        try Self.list(types.declared.map(Self.eventType), write)
        try write("],\"events\":[")
        try Self.list(events.lazy.map { Self.event($0, types) }, write)
        try write("],\"objectTypes\":[")
        try Self.list(Set(objects.values).sorted().map { ["attributes": [], "name": .string($0)] }, write)
        try write("],\"objects\":[")
        let sorted = objects.sorted { $0.key < $1.key }
        try Self.list(sorted.lazy.map { ["id": .string($0.key), "type": .string($0.value)] }, write)
        try write("]}\n")
    }

    /// The type of each id in the space that cases, contacts, mediations, orientations and activities share.
    private static func sharedIDs(_ events: [StoredEvent]) -> [String: String] {
        var types: [String: String] = [:]
        for event in events {
            let stream = ObjectReference.ofStream(event)
            for reference in event.data.members.flatMap({ ObjectReference.named(by: $0, in: event) }) + [stream]
            where ObjectReference.shared.contains(reference.type) {
                types[reference.id] = reference.type
            }
        }
        return types
    }

    // MARK: - The document

    private static func eventType(_ name: String, _ attributes: [(name: String, type: OCELTypes.Name)]) -> JSON {
        let declared = attributes.map { ["name": .string($0.name), "type": .string($0.type.rawValue)] as JSON }
        return ["attributes": .array(declared), "name": .string(name)]
    }

    private static func event(_ event: OCELEvent, _ types: OCELTypes) -> JSON {
        let attributes = event.attributes.map { name, value in
            ["name": .string(name), "value": json(value, as: types.type(of: name, in: event.event.type))] as JSON
        }
        let relationships = event.references.map { reference in
            ["objectId": .string(reference.objectID), "qualifier": .string(reference.qualifier)] as JSON
        }
        return [
            "attributes": .array(attributes), "id": .string("\(event.event.position)"),
            "relationships": .array(relationships), "time": .string(AttributeValue.midnight(of: event.event.occurred)),
            "type": .string(event.event.type),
        ]
    }

    private static func json(_ value: AttributeValue, as type: OCELTypes.Name) -> JSON {
        switch value {
        case _ where type == .string: .string(value.text)
        case .text(let text), .instant(let text): .string(text)
        case .whole(let number): .integer(number)
        case .flag(let flag): .bool(flag)
        case .day(let day): .string(AttributeValue.midnight(of: day))
        }
    }

    private static func list<Failure: Error>(
        _ items: some Sequence<JSON>, _ write: (String) throws(Failure) -> Void
    ) throws(Failure) {
        var separator = "\n"
        for item in items {
            try write(separator + String(decoding: item.canonicalBytes, as: UTF8.self))
            separator = ",\n"
        }
    }
}
