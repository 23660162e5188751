internal import CanonicalJSON

/// An object that an event names, and as what.
struct ObjectReference: Sendable, Hashable {
    /// The object's type: `person`.
    let type: String
    /// The object's id within its type, as labd has it: `p-000001`.
    let id: String
    /// The object's part in the event: the data field that names it.
    let qualifier: String

    /// The object's id in the log: labd's ids are unique within a type only, OCEL's in the whole log.
    var objectID: String { id.isEmpty ? type : "\(type)/\(id)" }
}

extension ObjectReference {
    /// What a data field names, whatever event it is in.
    private static let types: [String: String] = [
        "case": "case", "person": "person", "same": "person", "members": "person", "persons": "person",
        "present": "person", "worker": "worker", "mediator": "worker", "supervisor": "worker", "contact": "contact",
        "mediation": "mediation", "orientation": "orientation", "place": "place", "places": "place", "line": "line",
        "lines": "line",
    ]

    /// What a field names in some events only: elsewhere `by` is a word such as `user`, `activity` one such as `desk`.
    private static let typesInEvents: [String: [String: String]] = [
        "mediation.authorised": ["by": "worker"], "timesheet.approved": ["by": "worker"],
        "activity.held": ["activity": "activity"],
    ]

    /// The types whose ids are one space, so that a bare id tells which of them it is of (`about` of hours).
    static let shared: Set<String> = ["case", "contact", "mediation", "orientation", "activity"]

    /// The objects that a data field of an event names; empty for a field that names none, and for the word `all`.
    static func named(by member: JSONObject.Member, in event: StoredEvent) -> [ObjectReference] {
        guard let type = types[member.name] ?? typesInEvents[event.type]?[member.name] else { return [] }
        switch member.value {
        case .string("all") where member.name == "lines" || member.name == "places": return []
        case .string(let id): return [ObjectReference(type: type, id: id, qualifier: member.name)]
        case .array(let items):
            return items.compactMap { item in
                guard case .string(let id) = item else { return nil }
                return ObjectReference(type: type, id: id, qualifier: member.name)
            }
        default: return []
        }
    }

    /// The object of the event's own stream, as which `timesheet/sw-01/2019-06` counts too.
    static func ofStream(_ event: StoredEvent) -> ObjectReference {
        ObjectReference(type: event.streamKind, id: event.streamID, qualifier: event.streamKind)
    }
}
