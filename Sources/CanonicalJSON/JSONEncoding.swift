extension JSON {
    /// What `value` encodes itself as: structures and dictionaries as objects, sequences as arrays, `nil` left out
    /// where the value leaves it out, else `null`.
    ///
    /// With ``JSON/canonicalBytes`` this is `JSONEncoder` in canonical form, for answers of tens of thousands of rows.
    ///
    /// - Throws: `EncodingError` for a number that is not whole and within ±(2^53 − 1): labd's answers have none; and what
    ///   the value throws.
    public init(encoding value: some Encodable) throws {
        self = try Slot.json(of: value, at: [])
    }
}

/// Where a value encodes itself into: at first nothing, then whatever container it asks for.
private final class Slot: Encoder {
    enum Content {
        case nothing
        case value(JSON)
        case object(ObjectSlots)
        case array(ArraySlots)
    }

    var content = Content.nothing
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(at path: [any CodingKey]) {
        codingPath = path
    }

    /// What a value encodes itself as; the kinds that are most of every answer without asking it.
    static func json<Value: Encodable>(of value: Value, at path: [any CodingKey]) throws -> JSON {
        if let text = value as? String { return .string(text) }
        if let number = value as? Int { return try whole(number, at: path) }
        let slot = Slot(at: path)
        try value.encode(to: slot)
        return slot.json
    }

    static func whole(_ number: some BinaryInteger, at path: [any CodingKey]) throws -> JSON {
        guard let number = Int64(exactly: number), number.magnitude <= UInt64(JSON.largestInteger) else {
            throw unwritable(number, at: path)
        }
        return .integer(number)
    }

    static func unwritable(_ number: Any, at path: [any CodingKey]) -> EncodingError {
        .invalidValue(
            number, .init(codingPath: path, debugDescription: "numbers are whole, within ±\(JSON.largestInteger)"))
    }

    /// What was encoded; an object without members for a value that encoded nothing.
    var json: JSON {
        switch content {
        case .nothing: .object(JSONObject())
        case .value(let value): value
        case .object(let slots): .object(slots.object)
        case .array(let slots): .array(slots.values)
        }
    }

    func objectSlots() -> ObjectSlots {
        if case .object(let slots) = content { return slots }
        let slots = ObjectSlots()
        content = .object(slots)
        return slots
    }

    func arraySlots() -> ArraySlots {
        if case .array(let slots) = content { return slots }
        let slots = ArraySlots()
        content = .array(slots)
        return slots
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(ObjectEncoding(slots: objectSlots(), codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        ArrayEncoding(slots: arraySlots(), codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { ValueEncoding(slot: self) }
}

/// The members of an object in the making.
private final class ObjectSlots {
    private var members: [JSONObject.Member] = []
    /// Members that are filled later, through a container that the value was given.
    private var open: [(name: String, slot: Slot)] = []

    init() {
        members.reserveCapacity(8)
    }

    func set(_ name: String, _ value: JSON) { members.append(JSONObject.Member(name, value)) }

    func slot(_ name: String, at path: [any CodingKey]) -> Slot {
        let slot = Slot(at: path)
        open.append((name, slot))
        return slot
    }

    /// The object: of a name that was encoded twice, the last value.
    var object: JSONObject {
        let all = open.isEmpty ? members : members + open.map { JSONObject.Member($0.name, $0.slot.json) }
        let object = JSONObject(JSONObject(all).canonicalMembers)
        var isUnique = true
        for index in object.members.indices.dropFirst()
        where object.members[index - 1].name == object.members[index].name {
            isUnique = false
        }
        if isUnique { return object }
        let last = Dictionary(all.map { ($0.name, $0.value) }) { $1 }
        return JSONObject(JSONObject(last.map { JSONObject.Member($0, $1) }).canonicalMembers)
    }
}

/// The elements of an array in the making.
private final class ArraySlots {
    private enum Element {
        case value(JSON)
        case open(Slot)
    }

    private var elements: [Element] = []
    var count: Int { elements.count }

    func add(_ value: JSON) { elements.append(.value(value)) }

    func slot(at path: [any CodingKey]) -> Slot {
        let slot = Slot(at: path)
        elements.append(.open(slot))
        return slot
    }

    var values: [JSON] {
        elements.map {
            switch $0 {
            case .value(let value): value
            case .open(let slot): slot.json
            }
        }
    }
}

private struct ObjectEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slots: ObjectSlots
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) { slots.set(key.stringValue, .null) }
    func encode(_ value: Bool, forKey key: Key) { slots.set(key.stringValue, .bool(value)) }
    func encode(_ value: String, forKey key: Key) { slots.set(key.stringValue, .string(value)) }
    func encode(_ value: Double, forKey key: Key) throws { throw Slot.unwritable(value, at: codingPath + [key]) }
    func encode(_ value: Float, forKey key: Key) throws { throw Slot.unwritable(value, at: codingPath + [key]) }
    func encode(_ value: Int, forKey key: Key) throws { try set(value, key) }
    func encode(_ value: Int8, forKey key: Key) throws { try set(value, key) }
    func encode(_ value: Int16, forKey key: Key) throws { try set(value, key) }
    func encode(_ value: Int32, forKey key: Key) throws { try set(value, key) }
    func encode(_ value: Int64, forKey key: Key) throws { try set(value, key) }
    func encode(_ value: UInt, forKey key: Key) throws { try set(value, key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try set(value, key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try set(value, key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try set(value, key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try set(value, key) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        slots.set(key.stringValue, try Slot.json(of: value, at: codingPath + [key]))
    }

    private func set(_ value: some BinaryInteger, _ key: Key) throws {
        slots.set(key.stringValue, try Slot.whole(value, at: codingPath))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        slots.slot(key.stringValue, at: codingPath + [key]).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        slots.slot(key.stringValue, at: codingPath + [key]).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { slots.slot("super", at: codingPath) }
    func superEncoder(forKey key: Key) -> any Encoder { slots.slot(key.stringValue, at: codingPath + [key]) }
}

private struct ArrayEncoding: UnkeyedEncodingContainer {
    let slots: ArraySlots
    let codingPath: [any CodingKey]
    var count: Int { slots.count }

    func encodeNil() { slots.add(.null) }
    func encode(_ value: some Encodable) throws { slots.add(try Slot.json(of: value, at: codingPath)) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        slots.slot(at: codingPath).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { slots.slot(at: codingPath).unkeyedContainer() }
    func superEncoder() -> any Encoder { slots.slot(at: codingPath) }
}

private struct ValueEncoding: SingleValueEncodingContainer {
    let slot: Slot
    var codingPath: [any CodingKey] { slot.codingPath }

    func encodeNil() { slot.content = .value(.null) }
    func encode(_ value: Bool) { slot.content = .value(.bool(value)) }
    func encode(_ value: String) { slot.content = .value(.string(value)) }
    func encode(_ value: Double) throws { throw Slot.unwritable(value, at: codingPath) }
    func encode(_ value: Float) throws { throw Slot.unwritable(value, at: codingPath) }
    func encode(_ value: Int) throws { try set(value) }
    func encode(_ value: Int8) throws { try set(value) }
    func encode(_ value: Int16) throws { try set(value) }
    func encode(_ value: Int32) throws { try set(value) }
    func encode(_ value: Int64) throws { try set(value) }
    func encode(_ value: UInt) throws { try set(value) }
    func encode(_ value: UInt8) throws { try set(value) }
    func encode(_ value: UInt16) throws { try set(value) }
    func encode(_ value: UInt32) throws { try set(value) }
    func encode(_ value: UInt64) throws { try set(value) }
    func encode(_ value: some Encodable) throws { slot.content = .value(try Slot.json(of: value, at: codingPath)) }

    private func set(_ value: some BinaryInteger) throws {
        slot.content = .value(try Slot.whole(value, at: codingPath))
    }
}
