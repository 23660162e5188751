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
/// Any event may yet be voided, and types are declared ahead of events, so that nothing is written until `finish`; what is
/// kept until then lies in stores, and memory does not grow with the log.
public struct OCELExport {
    private let makeStore: () throws -> any ExportStore
    private var standing: StandingEvents
    private var events: OCELEvents

    /// An export of no events yet.
    ///
    /// - Parameter store: Makes a place for what memory should not hold.
    public init(voided: VoidedRecords = .leftOut, store: @escaping () throws -> any ExportStore) {
        makeStore = store
        standing = StandingEvents(voided)
        events = OCELEvents(store: store)
    }

    /// Takes the next line of the log.
    ///
    /// - Throws: `InterchangeError` if it is not an event, or does not come after the one added before; and what a store
    ///   throws.
    public mutating func add(_ line: [UInt8]) throws {
        let event = try StoredEvent(line)
        try standing.note(event)
        try events.add(event, line)
    }

    /// Writes the document, an event or object a line, each as one piece.
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

/// Writes values as the items of lists.
private struct JSONList {
    private var separator = ""

    /// Begins the next list with what stands before its first item.
    mutating func begin(_ text: String, _ write: (String) throws -> Void) throws {
        try write(text)
        separator = "\n"
    }

    mutating func add(_ item: JSON, _ write: (String) throws -> Void) throws {
        try write(separator + String(decoding: item.canonicalBytes, as: UTF8.self))
        separator = ",\n"
    }
}
