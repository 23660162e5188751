import CanonicalJSON
import Office
import Views

/// The schemas that a document names, each once.
struct Components {
    private(set) var schemas: [String: Schema] = [:]

    /// The reference to a schema of a name, which is made when it is first asked for.
    mutating func reference(_ name: String, _ make: (inout Components) -> Schema) -> Schema {
        if schemas[name] == nil {
            // Known before it is made: it may refer to itself.
            schemas[name] = .anyObject
            schemas[name] = make(&self)
        }
        return .component(name)
    }

    /// The reference to the schema of an answer, or of an object in one.
    mutating func reference(_ type: any Described.Type) -> Schema {
        reference(Self.name(of: type)) { components in
            .object(
                type.columns.map { ($0.name, components.schema($0.content)) },
                required: type.columns.filter { !$0.isOptional }.map(\.name), isClosed: false)
        }
    }

    /// Its name in the library that declares it, or that of the view where many views share a type. Programs that are generated
    /// from a document take it for their own types.
    private static func name(of type: any Described.Type) -> String {
        let name = String(reflecting: type)
        if name.contains("<"), let view = type as? any Answer.Type {
            return view.name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        }
        return name.split(separator: ".").dropFirst().joined(separator: ".")
    }

    private mutating func schema(_ content: Column.Content) -> Schema {
        switch content {
        case .value(let unit): Schema(unit)
        case .values(let unit): .list(of: Schema(unit))
        case .object(let type): reference(type)
        case .rows(let type): .list(of: reference(type))
        case .by(let unit, let content): .members(schema(content)).described("by \(unit)")
        case .optional(let content): schema(content)
        }
    }
}

extension Schema {
    /// What a value of a unit is.
    init(_ unit: Unit) {
        let schema: Schema =
            switch unit {
            case .minutes, .centFractions, .days, .year, .figure: .integer()
            // Null where a rate is missing.
            case .cents: Schema(["type": ["integer", "null"]])
            case .count: .atLeast(0)
            case .position: .atLeast(-1)
            // Of one word: generators of clients take a constant for the only value of the whole.
            case .persons, .cases: .any(of: [.atLeast(0), .words(["withheld"])])
            case .day: .day
            case .month: .month
            case .week: .week
            case .quarter: .quarter
            case .instant: .moment
            case .yesNo: .boolean
            case .id, .figureName, .code, .eventType, .stream, .account, .note, .text, .digest: .string
            }
        self = schema.described("\(unit)")
    }
}
