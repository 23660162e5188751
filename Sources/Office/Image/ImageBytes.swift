import HashTreeCollections

/// The bytes of an image are not what this program wrote.
public struct ImageError: Error, Sendable, Hashable {
    /// The one error that there is.
    public init() {}
}

/// A writer of tables in their form in memory.
///
/// Only the same program can read what it wrote, because the compiler chooses the layout of a row. The user of an image must
/// make sure of this, and that no byte of it was changed; see ``OfficeImage``.
struct ImageWriter {
    /// How many bytes are handed on at a time, about.
    private static let pieceSize = 1 << 20

    /// What was written and not handed on.
    private(set) var bytes: [UInt8] = []
    private let takePiece: (([UInt8]) -> Void)?

    /// A writer that hands on what it wrote piece by piece; without `takePiece` it keeps everything.
    init(_ takePiece: (([UInt8]) -> Void)? = nil) {
        self.takePiece = takePiece
        if takePiece != nil { bytes.reserveCapacity(Self.pieceSize + Self.pieceSize / 4) }
    }

    /// Hands on the last piece.
    mutating func end() { handOn(atLeast: 1) }

    private mutating func handOn(atLeast size: Int) {
        guard let takePiece, bytes.count >= size else { return }
        takePiece(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func number(_ value: Int) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    /// The number of rows, then the rows, leaf by leaf.
    mutating func rows<Row: BitwiseCopyable>(_ rows: PersistentArray<Row>) {
        number(rows.count)
        if takePiece == nil { bytes.reserveCapacity(bytes.count + rows.count * MemoryLayout<Row>.stride) }
        rows.forEachLeaf { leaf in
            // Bytes between the fields of a row may be anything; they are read back as such.
            unsafe leaf.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
            handOn(atLeast: Self.pieceSize)
        }
    }

    /// The number of texts, the length of each, then all of them in UTF-8.
    mutating func strings(_ strings: PersistentArray<String>) {
        var lengths = PersistentArray<Int32>()
        strings.forEach { _, text in lengths.append(Int32(text.utf8.count)) }
        rows(lengths)
        strings.forEach { _, text in
            bytes.append(contentsOf: text.utf8)
            handOn(atLeast: Self.pieceSize)
        }
    }

    mutating func dictionary<
        Key: BitwiseCopyable & Hashable & Sendable, Value: BitwiseCopyable & Equatable & Sendable
    >(_ dictionary: TreeDictionary<Key, Value>) {
        var keys = PersistentArray<Key>()
        var values = PersistentArray<Value>()
        for (key, value) in dictionary {
            keys.append(key)
            values.append(value)
        }
        rows(keys)
        rows(values)
    }

    mutating func set<Element: BitwiseCopyable & Hashable & Sendable>(_ set: Set<Element>) {
        var elements = PersistentArray<Element>()
        for element in set { elements.append(element) }
        rows(elements)
    }
}

/// Reads what ``ImageWriter`` wrote, in the same order.
struct ImageReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether nothing is left.
    var isAtEnd: Bool { at == bytes.count }

    mutating func number() throws(ImageError) -> Int {
        guard bytes.count - at >= 8 else { throw ImageError() }
        var value: UInt64 = 0
        for offset in 0..<8 { value |= UInt64(bytes[at + offset]) << (8 * offset) }
        at += 8
        guard let number = Int(exactly: value) else { throw ImageError() }
        return number
    }

    mutating func rows<Row: BitwiseCopyable>() throws(ImageError) -> PersistentArray<Row> {
        let count = try number()
        let stride = MemoryLayout<Row>.stride
        guard count <= (bytes.count - at) / stride else { throw ImageError() }
        var rows = PersistentArray<Row>()
        while rows.count < count {
            let width = min(PersistentArray<Row>.leafSize, count - rows.count)
            let piece = bytes[at..<at + width * stride]
            // A row is `BitwiseCopyable`: its bytes are the row, to the program that laid it out.
            let leaf = unsafe [Row](unsafeUninitializedCapacity: PersistentArray<Row>.leafSize) { buffer, filled in
                unsafe UnsafeMutableRawBufferPointer(buffer).copyBytes(from: piece)
                filled = width
            }
            rows.append(leaf: leaf)
            at += piece.count
        }
        return rows
    }

    mutating func strings() throws(ImageError) -> PersistentArray<String> {
        let lengths: PersistentArray<Int32> = try rows()
        var total = 0
        lengths.forEach { _, length in total += max(0, Int(length)) }
        guard total <= bytes.count - at else { throw ImageError() }
        var strings = PersistentArray<String>()
        lengths.forEach { _, length in
            let end = at + max(0, Int(length))
            strings.append(String(decoding: bytes[at..<end], as: UTF8.self))
            at = end
        }
        return strings
    }

    mutating func dictionary<Key: BitwiseCopyable & Hashable & Sendable, Value: BitwiseCopyable & Equatable & Sendable>()
        throws(ImageError) -> TreeDictionary<Key, Value>
    {
        let keys: PersistentArray<Key> = try rows()
        let values: PersistentArray<Value> = try rows()
        guard keys.count == values.count else { throw ImageError() }
        var dictionary = TreeDictionary<Key, Value>()
        keys.forEach { index, key in dictionary[key] = values[index] }
        return dictionary
    }

    mutating func set<Element: BitwiseCopyable & Hashable & Sendable>() throws(ImageError) -> Set<Element> {
        let elements: PersistentArray<Element> = try rows()
        var set = Set<Element>()
        elements.forEach { _, element in set.insert(element) }
        return set
    }
}
