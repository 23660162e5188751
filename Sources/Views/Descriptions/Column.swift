import Office

/// A part of an answer that lists its fields, in reading order.
public protocol Described: Codable, Sendable {
    /// Its fields, each once.
    static var columns: [Column] { get }
}

/// A field of an answer, or of a row in it.
public struct Column: Sendable {
    /// Its name on the wire.
    public let name: String
    /// The type of its value.
    public let content: Content
    /// Whether it is omitted if it has no value.
    public let isOptional: Bool
    /// How much a reader needs it where there is no room for all fields.
    public let use: Use

    /// How much a reader needs a field.
    public enum Use: Sendable, Hashable {
        /// It is what is asked for, and is left out last.
        case essential
        /// As much as its unit says.
        case usual
        /// It is left out before the usual ones.
        case minor
    }

    /// The type of a field's value.
    public indirect enum Content: Sendable {
        /// One value.
        case value(Unit)
        /// A list of values.
        case values(Unit)
        /// An object of these fields.
        case object(any Described.Type)
        /// A list of such objects, displayed as a separate table.
        case rows(any Described.Type)
        /// An object whose member names are values of a unit, and whose members all have the same type.
        case by(Unit, Content)
        /// An optional value.
        case optional(Content)
    }
}

/// The fields of a type, named by its coding keys, so that the compiler rejects a field that does not exist.
struct Columns<Key: CodingKey> {
    /// The fields in their order.
    let all: [Column]

    /// Fields with their types; of those that are in neither list, the unit says how much they are needed.
    init(_ fields: KeyValuePairs<Key, Column.Content>, essential: [Key] = [], minor: [Key] = []) {
        let names = (essential: essential.map(\.stringValue), minor: minor.map(\.stringValue))
        all = fields.map { key, content in
            let name = key.stringValue
            let use: Column.Use =
                names.essential.contains(name) ? .essential : names.minor.contains(name) ? .minor : .usual
            guard case .optional(let inner) = content else {
                return Column(name: name, content: content, isOptional: false, use: use)
            }
            return Column(name: name, content: inner, isOptional: true, use: use)
        }
    }
}

// Short names for the most frequent types.
extension Column.Content {
    static let minutes = Self.value(.minutes)
    static let cents = Self.value(.cents)
    static let days = Self.value(.days)
    static let persons = Self.value(.persons)
    static let cases = Self.value(.cases)
    static let count = Self.value(.count)
    static let year = Self.value(.year)
    static let position = Self.value(.position)
    static let figure = Self.value(.figure)
    static let day = Self.value(.day)
    static let month = Self.value(.month)
    static let week = Self.value(.week)
    static let quarter = Self.value(.quarter)
    static let instant = Self.value(.instant)
    static let code = Self.value(.code)
    static let codes = Self.values(.code)
    static let note = Self.value(.note)
    static let text = Self.value(.text)
    static let yesNo = Self.value(.yesNo)
    static let digest = Self.value(.digest)
    static let events = Self.rows(EventNote.self)
    static let basis = Self.object(Basis.self)

    static func id(of reference: Reference?) -> Self { .value(.id(of: reference)) }
    static func ids(of reference: Reference) -> Self { .values(.id(of: reference)) }
    static func by(id reference: Reference, _ content: Self) -> Self { .by(.id(of: reference), content) }

    /// The same, omitted if it has no value.
    var optional: Self { .optional(self) }
}
