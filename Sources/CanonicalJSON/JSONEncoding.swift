/// A value that writes its own canonical form. Rows use it, because an answer may have a hundred thousand of them.
///
/// It must write the canonical form of what it encodes; tests compare the two.
public protocol CanonicallyWritten: Encodable {
    /// Writes the value, whose numbers are within ±(2^53 − 1).
    func write(to writer: inout JSONWriter)
}

extension Array: CanonicallyWritten where Element: CanonicallyWritten {
    /// Writes the elements between brackets.
    @inlinable public func write(to writer: inout JSONWriter) {
        writer.raw("[")
        for index in 0..<count {
            if index > 0 { writer.raw(",") }
            self[index].write(to: &writer)
        }
        writer.raw("]")
    }
}

extension String: CanonicallyWritten {
    /// Writes the text between quotes.
    public func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension JSON {
    /// Returns the canonical form of what `value` encodes: structures and dictionaries as objects, sequences as arrays. `nil`
    /// is left out if the value leaves it out, and otherwise written as `null`. If a name is encoded twice, the last value
    /// counts.
    ///
    /// This is `JSONEncoder` in canonical form, for answers of a hundred thousand rows: members are written as they are encoded
    /// and sorted at the end of their object, without a tree of values in between.
    ///
    /// - Throws: `EncodingError` for a number that is not whole and within ±(2^53 − 1), which labd's answers do not contain;
    ///   and what the value throws.
    public static func canonicalBytes(encoding value: some Encodable) throws -> [UInt8] {
        let output = Output(capacity: 1024)
        try output.write(value)
        return output.writer.bytes
    }
}

/// The buffer into which values are written one after another, with the open levels of nesting.
private final class Output {
    var writer: JSONWriter
    /// Levels by depth. A level is reused by the next value of its depth, so that a row does not allocate a level.
    private var levels: [Level] = []
    private(set) var depth = 0
    /// A buffer for members while they are sorted.
    private var scratch: [UInt8] = []

    init(capacity: Int) {
        writer = JSONWriter(capacity: capacity)
    }

    /// Writes a value. The most frequent kinds are written directly, without encoding them.
    func write<Value: Encodable>(_ value: Value) throws {
        if let text = value as? String { return writer.string(text) }
        if let number = value as? Int { return try write(whole: number) }
        if let value = value as? any CanonicallyWritten { return value.write(to: &writer) }
        let level = enter()
        try value.encode(to: level)
        leave(level)
    }

    /// Enters the next level of nesting.
    func enter() -> Level {
        if depth == levels.count { levels.append(Level(in: self, depth: depth)) }
        let level = levels[depth]
        level.begin(at: writer.bytes.count)
        depth += 1
        return level
    }

    private func leave(_ level: Level) {
        level.end()
        depth -= 1
    }

    /// Ends the outermost level, and returns everything that was written.
    func leave() -> [UInt8] {
        leave(levels[0])
        return writer.bytes
    }

    func write(whole number: some BinaryInteger) throws {
        guard let number = Int64(exactly: number), number.magnitude <= UInt64(JSON.largestInteger) else {
            throw unwritable(number)
        }
        writer.integer(Int(number))
    }

    func unwritable(_ number: Any) -> EncodingError {
        .invalidValue(
            number,
            .init(codingPath: path(to: depth), debugDescription: "numbers are whole, within ±\(JSON.largestInteger)"))
    }

    /// Returns the names and indexes that lead to the value being written at `depth`.
    func path(to depth: Int) -> [any CodingKey] { levels.prefix(depth).compactMap(\.key) }

    /// Reorders the pieces from the first one on: writes the pieces with the given numbers, in that order.
    func rewrite(_ pieces: [Level.Piece], in order: [Int]) {
        let first = pieces[0].start
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: writer.bytes[first...])
        writer.bytes.removeSubrange(first...)
        for (place, index) in order.enumerated() {
            if place > 0 { writer.raw(",") }
            let end = index + 1 < pieces.count ? pieces[index + 1].start - 1 - first : scratch.count
            writer.bytes.append(contentsOf: scratch[(pieces[index].start - first)..<end])
        }
    }
}

/// A level of nesting, into which a value encodes itself. It is empty at first, and becomes the container that the value asks
/// for.
private final class Level: Encoder {
    enum Content { case nothing, value, object, array }

    /// A member or element, with the position at which it begins. The next one begins after its end and a comma.
    struct Piece {
        let name: String
        var start: Int
    }

    private unowned let output: Output
    private let depth: Int
    private var start = 0
    private var content = Content.nothing
    private var pieces: [Piece] = []
    /// Nested containers that the value fills later. Their contents are written when this level ends.
    private var open: [(piece: Int, output: Output)] = []
    /// The names of the last object at this depth and the order of its members, which are usually the same in the next object.
    private var lastNames: [String] = []
    private var lastOrder: [Int] = []

    init(in output: Output, depth: Int) {
        self.output = output
        self.depth = depth
    }

    var codingPath: [any CodingKey] { output.path(to: depth) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    /// The last step of the path to the value being written.
    var key: (any CodingKey)? {
        switch content {
        case .object: pieces.last.map { PathKey(stringValue: $0.name) }
        case .array: PathKey(intValue: pieces.count - 1)
        case .nothing, .value: nil
        }
    }
    var count: Int { pieces.count }

    func begin(at start: Int) {
        self.start = start
        content = .nothing
        pieces.removeAll(keepingCapacity: true)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        beginObject()
        return KeyedEncodingContainer(ObjectEncoding(level: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        beginArray()
        return ArrayEncoding(level: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { ValueEncoding(level: self) }

    private func beginObject() {
        guard content == .nothing else { return }
        content = .object
        output.writer.raw("{")
    }

    private func beginArray() {
        guard content == .nothing else { return }
        content = .array
        output.writer.raw("[")
    }

    /// Begins a member, and writes its name.
    func member(_ name: String) -> Output {
        _ = element(name)
        output.writer.string(name)
        output.writer.raw(":")
        return output
    }

    /// Begins an element.
    func element(_ name: String = "") -> Output {
        if !pieces.isEmpty { output.writer.raw(",") }
        pieces.append(Piece(name: name, start: output.writer.bytes.count))
        return output
    }

    /// Begins the single value.
    func value() -> Output {
        content = .value
        output.writer.bytes.removeSubrange(start...)
        return output
    }

    /// Begins a member or an element that the value fills later.
    func later(_ name: String? = nil) -> Level {
        _ = name.map { member($0) } ?? element()
        let late = Output(capacity: 64)
        open.append((pieces.count - 1, late))
        return late.enter()
    }

    func end() {
        if !open.isEmpty { fillOpen() }
        switch content {
        case .value: return
        case .nothing: output.writer.raw("{}")
        case .array: output.writer.raw("]")
        case .object:
            if pieces.count > 1 { putInOrder() }
            output.writer.raw("}")
        }
    }

    /// Inserts the containers that were filled later at their positions.
    private func fillOpen() {
        let written = output.writer.bytes
        output.writer.bytes.removeSubrange(pieces[0].start...)
        for index in pieces.indices {
            let end = index + 1 < pieces.count ? pieces[index + 1].start - 1 : written.count
            if index > 0 { output.writer.raw(",") }
            let start = output.writer.bytes.count
            output.writer.bytes.append(contentsOf: written[pieces[index].start..<end])
            for late in open where late.piece == index { output.writer.raw(late.output.leave()) }
            pieces[index].start = start
        }
        open.removeAll()
    }

    private func putInOrder() {
        if !isAsLast {
            lastNames = pieces.map(\.name)
            // The sort must be stable: the last of several pieces with the same name is kept.
            let sorted = pieces.indices.sorted { precedes(pieces[$0].name, pieces[$1].name) }
            lastOrder = sorted.indices.filter {
                $0 + 1 == sorted.count || pieces[sorted[$0]].name != pieces[sorted[$0 + 1]].name
            }.map { sorted[$0] }
        }
        if !lastOrder.elementsEqual(pieces.indices) { output.rewrite(pieces, in: lastOrder) }
    }

    private var isAsLast: Bool {
        guard lastNames.count == pieces.count else { return false }
        for index in pieces.indices where pieces[index].name != lastNames[index] { return false }
        return true
    }
}

/// A step of the path to a value.
private struct PathKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = ("Index \(intValue)", intValue) }
}

private struct ObjectEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let level: Level
    var codingPath: [any CodingKey] { level.codingPath }

    func encodeNil(forKey key: Key) { level.member(key.stringValue).writer.raw("null") }
    func encode(_ value: Bool, forKey key: Key) { level.member(key.stringValue).writer.raw(value ? "true" : "false") }
    func encode(_ value: String, forKey key: Key) { level.member(key.stringValue).writer.string(value) }
    func encode(_ value: Int, forKey key: Key) throws { try level.member(key.stringValue).write(whole: value) }
    func encode(_ value: some Encodable, forKey key: Key) throws { try level.member(key.stringValue).write(value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        level.later(key.stringValue).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        level.later(key.stringValue).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { level.later("super") }
    func superEncoder(forKey key: Key) -> any Encoder { level.later(key.stringValue) }
}

private struct ArrayEncoding: UnkeyedEncodingContainer {
    let level: Level
    var codingPath: [any CodingKey] { level.codingPath }
    var count: Int { level.count }

    func encodeNil() { level.element().writer.raw("null") }
    func encode(_ value: some Encodable) throws { try level.element().write(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        level.later().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { level.later().unkeyedContainer() }
    func superEncoder() -> any Encoder { level.later() }
}

private struct ValueEncoding: SingleValueEncodingContainer {
    let level: Level
    var codingPath: [any CodingKey] { level.codingPath }

    func encodeNil() { level.value().writer.raw("null") }
    func encode(_ value: Bool) { level.value().writer.raw(value ? "true" : "false") }
    func encode(_ value: String) { level.value().writer.string(value) }
    func encode(_ value: Int) throws { try level.value().write(whole: value) }
    func encode(_ value: some Encodable) throws {
        switch value {
        case let number as any BinaryInteger: try level.value().write(whole: number)
        case is any BinaryFloatingPoint: throw level.value().unwritable(value)
        default: try level.value().write(value)
        }
    }
}
