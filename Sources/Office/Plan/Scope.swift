package import CanonicalJSON

/// Some of the plan's lines or places, or all of them.
public enum Scope: Sendable, Hashable, Codable, FieldValue {
    /// All, also those that a later plan adds.
    case all
    /// These.
    case some([ID])

    package init(_ json: JSON, field: String) throws(Refusal) {
        switch json {
        case .string("all"): self = .all
        case .array(let values) where !values.isEmpty: self = .some(try [ID](json, field: field))
        case .array, .string: throw .invalid(json, field, Self.form)
        default: throw .wrongType(json, field, Self.form)
        }
    }

    package static var form: FieldForm { .scope }
    package static var kind: FieldKind { .scope }
    package static func placeholder() -> Scope { .all }

    /// Whether `id` is one of them.
    package func covers(_ id: ID) -> Bool {
        switch self {
        case .all: true
        case .some(let ids): ids.contains(id)
        }
    }
}
