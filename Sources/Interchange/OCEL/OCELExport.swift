internal import CanonicalJSON
internal import EventFormat

/// An export of a log as OCEL 2.0 JSON, the object-centric form of event logs (ocel-standard.org, specification 2.0, § JSON).
///
/// The export contains every event of the log, with the objects that it concerns:
/// - **Objects** are what events name: `case`, `person`, `mediation`, `worker`, `contact`, `orientation`, `activity`, `place`,
///   `line`; and the other streams, so that no event is without an object: `timesheet`, `project`, `log`, `report`, `finding`.
///   An object's id is `TYPE/ID`, like the names of labd's streams, because labd's ids are unique only within a type. Objects
///   have no attributes: their changes are described by the events. Each object that is named appears once, in the order of the
///   ids. What a plan lists is named only after work refers to it.
/// - **Relationships** are qualified by the data field that names the object: `worker`, `mediator`, `by`, `members`, … An event
///   whose data does not name the object of its own stream is related to it with that object's type as the qualifier. `about`
///   of hours is a relationship if some event tells the type of that id, and otherwise an attribute.
/// - **Attributes** are `position`, `revision`, `actor`, `cause`, `recorded` (when it was recorded), `flags` joined by spaces,
///   and the data's fields that do not name an object, under their own names, or as `data.NAME` if one of the former has that
///   name. Lists are joined by spaces, days become times, and objects are left out. Each attribute is declared with its type;
///   if events of one type differ in it, it is a string.
/// - `time` is **the day on which it happened**, as its midnight in UTC; `id` is the position in decimal.
///
/// Events are ordered by day, and within a day as they were recorded. Records that were voided are left out, with the
/// events that voided them; OCEL offers no attribute to count them.
///
/// Because any event may still be voided, and types are declared before events, nothing is written until `finish`. Until then
/// the events are kept in stores, so that memory does not grow with the log.
public struct OCELExport {
    private let makeStore: () throws -> any ExportStore
    private var standing = StandingEvents()
    private var events: OCELEvents

    /// Creates an export without events, by what the fields of events name. `store` creates a store for what should not be
    /// kept in memory.
    public init(_ vocabulary: EventVocabulary, store: @escaping () throws -> any ExportStore) {
        makeStore = store
        events = OCELEvents(vocabulary, store: store)
    }

    /// Adds the next line of the log.
    ///
    /// - Throws: `InterchangeError` if it is not an event, or does not come after the one added before; and what a store
    ///   throws.
    public mutating func add(_ line: [UInt8]) throws {
        let event = try StoredEvent(line)
        try standing.note(event)
        try events.add(event, line)
    }

    /// Writes the document, with an event or object on each line, each in one piece.
    ///
    /// - Throws: What `write` and the stores throw.
    public mutating func finish(_ write: (String) throws -> Void) throws {
        try events.resolve(standing)
        var types = OCELTypes()
        var objectTypes: Set<String> = []
        var objects = SortedRecords(store: makeStore)
        try events.forEach(standing) { event in
            types.note(event)
            for reference in event.references {
                objectTypes.insert(reference.type)
                try objects.add(key: Array(reference.objectID.utf8), value: Array(reference.type.utf8))
            }
        }
        var list = JSONList()
        try list.begin("{\"eventTypes\":[", write)
        for type in types.declared { try list.add(Self.eventType(type.event, type.attributes), write) }
        try list.begin("],\"events\":[", write)
        try events.forEach(standing) { event in try list.add(Self.event(event, types), write) }
        try list.begin("],\"objectTypes\":[", write)
        for type in objectTypes.sorted() { try list.add(["attributes": [], "name": .string(type)], write) }
        try list.begin("],\"objects\":[", write)
        try objects.forEach { id, type in
            let (id, type) = (String(decoding: id, as: UTF8.self), String(decoding: type, as: UTF8.self))
            try list.add(["id": .string(id), "type": .string(type)], write)
        }
        try write("]}\n")
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
}

/// A writer of values as the items of lists.
private struct JSONList {
    private var separator = ""

    /// Begins the next list with the text before its first item.
    mutating func begin(_ text: String, _ write: (String) throws -> Void) throws {
        try write(text)
        separator = "\n"
    }

    mutating func add(_ item: JSON, _ write: (String) throws -> Void) throws {
        try write(separator + String(decoding: item.canonicalBytes, as: UTF8.self))
        separator = ",\n"
    }
}
