internal import EventFormat

/// The attributes that events of each type have, with their types, which OCEL declares before the events.
struct OCELTypes: Sendable {
    /// A type of OCEL 2.0. labd does not use `float`, because it has no fractions.
    enum Name: String, Sendable {
        case string, integer, boolean, time
    }

    private var types: [String: [String: Name]] = [:]

    /// Adds the attributes of an event. If two events of one type differ in an attribute, the attribute is a string in both.
    mutating func note(_ event: OCELEvent) {
        for (name, value) in event.attributes {
            let type = Self.type(of: value)
            let known = types[event.event.type, default: [:]].updateValue(type, forKey: name)
            if let known, known != type { types[event.event.type]?[name] = .string }
        }
    }

    /// The types of events, sorted, each with its sorted attributes.
    var declared: [(event: String, attributes: [(name: String, type: Name)])] {
        types.sorted { $0.key < $1.key }.map { event, attributes in
            (event, attributes.sorted { $0.key < $1.key }.map { (name: $0.key, type: $0.value) })
        }
    }

    /// Returns the declared type of an attribute of events of that type.
    func type(of attribute: String, in event: String) -> Name { types[event]?[attribute] ?? .string }

    private static func type(of value: AttributeValue) -> Name {
        switch value {
        case .text: .string
        case .whole: .integer
        case .flag: .boolean
        case .day, .instant: .time
        }
    }
}
