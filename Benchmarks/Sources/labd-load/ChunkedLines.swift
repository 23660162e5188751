import CGlibc
import Glibc

/// Counts the lines of a body that arrives in chunks, without looking into them more than necessary.
struct ChunkedLines {
    /// Lines, and those that are refusals.
    private(set) var count = 0
    private(set) var refused = 0
    private(set) var refusal = ""
    private(set) var bytes = 0
    private(set) var isComplete = false
    private var hasHead = false
    private var input = Bytes()
    private static let end = Array("\r\n\r\n".utf8)
    private static let refusals = Array(#""code":""#.utf8)

    /// Reads what has arrived.
    mutating func read(_ arrived: UnsafeRawBufferPointer) throws {
        if !hasHead {
            input.append(arrived)
            guard let head = input.find(Self.end) else { return }
            guard input[9] == UInt8(ascii: "2") else { throw Failure(input.text()) }
            hasHead = true
            input.skip(head + 4)
            let rest = Array(input.unread)
            input = Bytes()
            rest.withUnsafeBytes { count($0) }
        } else {
            count(arrived)
        }
    }

    private mutating func count(_ arrived: UnsafeRawBufferPointer) {
        guard let base = arrived.baseAddress, !arrived.isEmpty else { return }
        bytes += arrived.count
        var index = 0
        // An end of line that a carriage return precedes belongs to a chunk, not to the body.
        while index < arrived.count, let found = memchr(base + index, 10, arrived.count - index) {
            let position = UnsafeRawPointer(found) - base
            if (position == 0 ? last : arrived[position - 1]) != 13 { count += 1 }
            index = position + 1
        }
        if let found = memmem(base, arrived.count, Self.refusals, Self.refusals.count) {
            refused += 1
            let rest = arrived.count - (UnsafeRawPointer(found) - base)
            refusal = String(decoding: UnsafeRawBufferPointer(start: found, count: min(200, rest)), as: UTF8.self)
        }
        last = arrived.last ?? last
        tail = Array((tail + arrived.suffix(7)).suffix(7))
        isComplete = tail == Array("\r\n0\r\n\r\n".utf8)
    }

    private var last: UInt8 = 0
    private var tail: [UInt8] = []
}
