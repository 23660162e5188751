/// The fields that a type decodes from an object, found by decoding it from nothing.
struct DecodedFields {
    /// The type of each field, without its optionality.
    private(set) var types: [String: Any.Type] = [:]
    /// The fields that may be left out.
    private(set) var optional: Set<String> = []

    init(of type: any Decodable.Type) throws {
        let decoder = RecordingDecoder()
        _ = try type.init(from: decoder)
        types = decoder.types
        optional = decoder.optional
    }
}

/// Answers every question of a decoding type with nothing, and remembers what was asked.
private final class RecordingDecoder: Decoder {
    var types: [String: Any.Type] = [:]
    var optional: Set<String> = []
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Fields<Key>(decoder: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { Nothing() }
    func singleValueContainer() -> any SingleValueDecodingContainer { Nothing() }
}

private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: RecordingDecoder
    let codingPath: [any CodingKey] = []
    let allKeys: [Key] = []

    func contains(_ key: Key) -> Bool { false }
    func decodeNil(forKey key: Key) -> Bool { true }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        decoder.types[key.stringValue] = type
        return try T(from: RecordingDecoder())
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) -> T? {
        decoder.types[key.stringValue] = type
        decoder.optional.insert(key.stringValue)
        return nil
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) -> Bool? { leftOut(type, key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) -> String? { leftOut(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) -> Int? { leftOut(type, key) }

    private func leftOut<T>(_ type: T.Type, _ key: Key) -> T? {
        decoder.types[key.stringValue] = type
        decoder.optional.insert(key.stringValue)
        return nil
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw Unexpected() }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw Unexpected() }
    func superDecoder() throws -> any Decoder { throw Unexpected() }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw Unexpected() }
}

/// A list without elements, or a single zero, empty word or no.
private struct Nothing: UnkeyedDecodingContainer, SingleValueDecodingContainer {
    let codingPath: [any CodingKey] = []
    let count: Int? = 0
    let isAtEnd = true
    let currentIndex = 0

    func decodeNil() -> Bool { true }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        for value in [0, "", false] as [Any] { if let value = value as? T { return value } }
        throw Unexpected()
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { throw Unexpected() }
    func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Unexpected() }
    func superDecoder() throws -> any Decoder { throw Unexpected() }
}

private struct Unexpected: Error {}
