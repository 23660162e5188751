/// A SHA-256 hash: 32 bytes, stored without an allocation.
public struct Hash: Sendable, Hashable, BitwiseCopyable {
    /// The number of bytes of a hash.
    public static let byteCount = 32

    /// The bytes 0–7, 8–15, 16–23 and 24–31, each as a little-endian number.
    ///
    /// Words, not bytes, so that comparing, copying and hashing two of them is a few instructions.
    let words: (UInt64, UInt64, UInt64, UInt64)

    /// Creates the hash whose bytes 0–7, 8–15, 16–23 and 24–31, read as little-endian numbers, are the four words.
    ///
    /// This is the fastest way to make a hash from a digest: four unaligned loads.
    public init(littleEndianWords first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        words = (first, second, third, fourth)
    }

    /// Creates a hash from its bytes; nil unless there are 32.
    public init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(bytes, at: 0)
    }

    /// Creates a hash from the 32 bytes that begin at `start`; `bytes` must contain all of them.
    init(_ bytes: Span<UInt8>, at start: Int) {
        words = (
            Self.word(bytes, start), Self.word(bytes, start + 8), Self.word(bytes, start + 16),
            Self.word(bytes, start + 24)
        )
    }

    private static func word(_ bytes: Span<UInt8>, _ start: Int) -> UInt64 {
        var word: UInt64 = 0
        var offset = 8
        while offset > 0 {
            offset -= 1
            word = word << 8 | UInt64(bytes[start + offset])
        }
        return word
    }

    /// The 32 bytes, in order.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// Appends the 32 bytes to `bytes`.
    public func append(to bytes: inout [UInt8]) {
        let little = (
            words.0.littleEndian, words.1.littleEndian, words.2.littleEndian, words.3.littleEndian
        )
        // Unsafe: copies the 32 bytes of four local words at once, which is many times faster than one by one.
        unsafe withUnsafeBytes(of: little) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Writes the 32 bytes to `pair`, beginning at byte `start`, which is 0 or 32.
    func write(to pair: inout [64 of UInt8], at start: Int) {
        // The loop runs eight times over four words, so that the optimiser turns it into four stores.
        var offset = 0
        while offset < 8 {
            let shift = UInt64(truncatingIfNeeded: offset &* 8)
            pair[start &+ offset] = UInt8(truncatingIfNeeded: words.0 &>> shift)
            pair[start &+ offset &+ 8] = UInt8(truncatingIfNeeded: words.1 &>> shift)
            pair[start &+ offset &+ 16] = UInt8(truncatingIfNeeded: words.2 &>> shift)
            pair[start &+ offset &+ 24] = UInt8(truncatingIfNeeded: words.3 &>> shift)
            offset &+= 1
        }
    }

    /// Returns whether the 32 bytes are the same.
    public static func == (left: Hash, right: Hash) -> Bool { left.words == right.words }

    /// Feeds the 32 bytes to the standard library's hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension Hash {
    /// The hash as 44 characters of base64, as checkpoints and proofs write it.
    public var base64: String { Base64.encode(bytes.span) }

    /// Creates the hash that `base64` stands for.
    ///
    /// - Throws: `base64-malformed`, or `hash-malformed` if it does not stand for 32 bytes.
    public init(base64: String) throws(TransparencyLogError) {
        try self.init(base64: base64.utf8Span.span)
    }

    /// Creates the hash that the characters of `base64` stand for. See ``init(base64:)``.
    init(base64: Span<UInt8>) throws(TransparencyLogError) {
        guard base64.count == 44 else { throw .malformed(.hash, line: 0, detail: "expected 44 characters of base64") }
        let bytes = try Base64.decode(base64)
        guard let hash = Hash(bytes.span) else { throw .malformed(.hash, line: 0, detail: "expected 32 bytes") }
        self = hash
    }
}

extension Hash: CustomStringConvertible {
    /// The base64 text.
    public var description: String { base64 }
}
