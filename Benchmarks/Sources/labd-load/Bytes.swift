/// A growing run of bytes that are read from the front.
struct Bytes {
    private(set) var storage: [UInt8]
    private var start = 0

    init(_ storage: [UInt8] = []) { self.storage = storage }

    /// What has not been read.
    var unread: ArraySlice<UInt8> { storage[start...] }
    var count: Int { storage.count - start }

    mutating func append(_ bytes: UnsafeRawBufferPointer) { storage.append(contentsOf: bytes) }

    /// Moves past bytes that were read.
    mutating func skip(_ count: Int) {
        start += count
        if start == storage.count {
            storage.removeAll(keepingCapacity: true)
            start = 0
        } else if start > 1 << 16 {
            storage.removeFirst(start)
            start = 0
        }
    }

    /// Returns the byte that is `offset` after the first unread one.
    subscript(offset: Int) -> UInt8 { storage[start + offset] }

    /// Returns a big-endian number.
    func number(at offset: Int, bytes: Int) -> Int {
        (0..<bytes).reduce(0) { $0 << 8 | Int(self[offset + $1]) }
    }

    /// Returns where `pattern` begins in the unread bytes, or in the first `limit` of them.
    func find(_ pattern: [UInt8], from offset: Int = 0, within limit: Int = .max) -> Int? {
        let end = start + min(limit, count)
        guard let first = pattern.first else { return nil }
        var index = start + offset
        while index <= end - pattern.count {
            if storage[index] == first, storage[index..<index + pattern.count].elementsEqual(pattern) {
                return index - start
            }
            index += 1
        }
        return nil
    }

    /// Returns the unread bytes as text, to show them.
    func text(_ limit: Int = 300) -> String { String(decoding: unread.prefix(limit), as: UTF8.self) }
}

extension [UInt8] {
    /// Appends a text's UTF-8.
    mutating func add(_ text: String) { append(contentsOf: text.utf8) }

    /// Appends a number in decimal.
    mutating func add(_ number: Int) {
        var text: [UInt8] = []
        var rest = number
        repeat {
            text.append(48 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        append(contentsOf: text.reversed())
    }

    /// Appends a big-endian number.
    mutating func add(_ number: Int, bytes: Int) {
        for shift in stride(from: 8 * (bytes - 1), through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
