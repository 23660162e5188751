/// The first sixteen bytes of a text, as two numbers with the same order as the bytes, so that hundreds of thousands of ids are
/// sorted by comparing numbers. Texts with the same prefix are compared in full.
public struct TextPrefix: Sendable, Hashable, Comparable, BitwiseCopyable {
    @usableFromInline let high: UInt64
    @usableFromInline let low: UInt64

    /// The prefix of a text; shorter texts are filled up with zeros.
    public init(_ text: String) {
        let bytes = text.utf8Span.span
        var halves: (UInt64, UInt64) = (0, 0)
        for index in 0..<min(bytes.count, 8) { halves.0 |= UInt64(bytes[index]) << (56 - 8 * UInt64(index)) }
        for index in 8..<max(min(bytes.count, 16), 8) {
            halves.1 |= UInt64(bytes[index]) << (56 - 8 * UInt64(index - 8))
        }
        (high, low) = halves
    }

    /// Compares by bytes.
    @inlinable public static func < (a: Self, b: Self) -> Bool {
        a.high == b.high ? a.low < b.low : a.high < b.high
    }

    /// Whether the first sixteen bytes are the same.
    @inlinable public static func == (a: Self, b: Self) -> Bool { a.high == b.high && a.low == b.low }
}

extension Register {
    /// The rows of the given numbers in the order of their ids, which are ASCII.
    @inlinable public func sortedByID(_ refs: [Ref<Row>]) -> [Ref<Row>] {
        refs.map { (prefix: TextPrefix(id($0)), ref: $0) }.sorted {
            $0.prefix == $1.prefix ? id($0.ref) < id($1.ref) : $0.prefix < $1.prefix
        }.map(\.ref)
    }
}
