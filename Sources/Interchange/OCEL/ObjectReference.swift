internal import CanonicalJSON
internal import EventFormat

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
    /// The objects that a data field of an event names; empty for a field that names none, and for the word `all`.
    static func named(by member: JSONObject.Member, _ event: EventVocabulary.Event) -> [ObjectReference] {
        guard let type = event.objects[member.name] else { return [] }
        switch member.value {
        case .string where event.scopes.contains(member.name): return []
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
