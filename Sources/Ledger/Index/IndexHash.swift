/// The keyed hash by which commands and streams are found.
///
/// An index row has only the first half of a hash, and every row that is found is compared with the receipt at its position, so
/// equal halves cost time and nothing else. The key is random for each log, so that nobody can choose ids with equal halves.
struct IndexHash: Hashable, Sendable, BitwiseCopyable {
    /// The half that is in the index.
    let row: UInt64
    private let other: UInt64

    fileprivate init(_ row: UInt64, _ other: UInt64) { (self.row, self.other) = (row, other) }

    func hash(into hasher: inout Hasher) { hasher.combine(other) }
}

/// The key of a log's ``IndexHash``. It is not a secret: it is stored with the index.
struct IndexKey: Hashable, Sendable, BitwiseCopyable {
    let low: UInt64
    let high: UInt64

    static func random() -> IndexKey { IndexKey(low: .random(in: 0 ... .max), high: .random(in: 0 ... .max)) }

    func command(_ id: String) -> IndexHash { hash(id.utf8Span.span) }

    func command(_ id: Span<UInt8>) -> IndexHash { hash(id) }

    /// A stream never has the hash of a command of the same name.
    func stream(_ subject: String) -> IndexHash { stream(subject.utf8Span.span) }

    func stream(_ subject: Span<UInt8>) -> IndexHash { IndexKey(low: ~low, high: high).hash(subject) }

    /// Computes SipHash-2-4 with 128 bits (Aumasson and Bernstein 2012).
    func hash(_ bytes: Span<UInt8>) -> IndexHash {
        var state = SipState(
            a: low ^ 0x736F_6D65_7073_6575, b: high ^ 0x646F_7261_6E64_6F6D ^ 0xEE, c: low ^ 0x6C79_6765_6E65_7261,
            d: high ^ 0x7465_6462_7974_6573)
        let whole = bytes.count & ~7
        var at = 0
        while at < whole {
            var word: UInt64 = 0
            for offset in 0..<8 { word |= UInt64(bytes[at + offset]) << (8 * UInt64(offset)) }
            state.take(word)
            at += 8
        }
        var word = UInt64(truncatingIfNeeded: bytes.count) << 56
        for offset in 0..<bytes.count - whole { word |= UInt64(bytes[whole + offset]) << (8 * UInt64(offset)) }
        state.take(word)
        state.c ^= 0xEE
        for _ in 0..<4 { state.round() }
        let first = state.a ^ state.b ^ state.c ^ state.d
        state.b ^= 0xDD
        for _ in 0..<4 { state.round() }
        return IndexHash(first, state.a ^ state.b ^ state.c ^ state.d)
    }
}

private struct SipState {
    var a: UInt64
    var b: UInt64
    var c: UInt64
    var d: UInt64

    mutating func take(_ word: UInt64) {
        d ^= word
        round()
        round()
        a ^= word
    }

    @inline(__always)
    mutating func round() {
        a &+= b
        b = Self.rotate(b, 13) ^ a
        a = Self.rotate(a, 32)
        c &+= d
        d = Self.rotate(d, 16) ^ c
        a &+= d
        d = Self.rotate(d, 21) ^ a
        c &+= b
        b = Self.rotate(b, 17) ^ c
        c = Self.rotate(c, 32)
    }

    @inline(__always)
    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { word << count | word >> (64 - count) }
}
