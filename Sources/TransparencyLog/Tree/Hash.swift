/// A SHA-256 hash: 32 bytes, without any memory of its own.
public struct Hash: Sendable, Hashable, BitwiseCopyable {
    /// How many bytes a hash has.
    public static let byteCount = 32

    /// The bytes 0–7, 8–15, 16–23 and 24–31, each as a little-endian number.
    ///
    /// Words, not bytes, so that comparing, copying and hashing two of them is a few instructions.
    let words: (UInt64, UInt64, UInt64, UInt64)

    /// The hash whose bytes 0–7, 8–15, 16–23 and 24–31 are, read as little-endian numbers, the four words.
    ///
    /// The quickest way from a digest: four unaligned loads.
    public init(littleEndianWords first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        words = (first, second, third, fourth)
    }

    /// The hash of these bytes, or nil if they are not 32.
    public init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(bytes, at: 0)
    }

    /// The hash of the 32 bytes from `start` on, all of which `bytes` must have.
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

    /// Adds the 32 bytes to the end of `bytes`.
    public func append(to bytes: inout [UInt8]) {
        let little = (
            words.0.littleEndian, words.1.littleEndian, words.2.littleEndian, words.3.littleEndian
        )
        // Unsafe: the 32 bytes of four words of our own are copied at once, which is many times as fast as one by one.
        unsafe withUnsafeBytes(of: little) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Puts the 32 bytes into `pair`, from byte `start` on: 0 or 32.
    func write(to pair: inout [64 of UInt8], at start: Int) {
        // A loop of eight over four words, so that the optimiser makes four stores of it.
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

    /// Whether the 32 bytes are the same.
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
    /// The hash as 64 lowercase hexadecimal digits.
    public var hex: String { Hex.encode(bytes.span) }

    /// The hash as 44 characters of base64, as checkpoints and proofs write it.
    public var base64: String { Base64.encode(bytes.span) }

    /// The hash that `hex` stands for.
    ///
    /// - Throws: `hex-malformed`, or `hash-malformed` if it does not stand for 32 bytes.
    public init(hex: String) throws(TransparencyLogError) {
        try self.init(decoded: try Hex.decode(hex.utf8Span.span))
    }

    /// The hash that `base64` stands for.
    ///
    /// - Throws: `base64-malformed`, or `hash-malformed` if it does not stand for 32 bytes.
    public init(base64: String) throws(TransparencyLogError) {
        try self.init(base64: base64.utf8Span.span)
    }

    /// The hash that the characters of `base64` stand for. See ``init(base64:)``.
    init(base64: Span<UInt8>) throws(TransparencyLogError) {
        guard base64.count == 44 else { throw .malformed(.hash, line: 0, detail: "expected 44 characters of base64") }
        try self.init(decoded: try Base64.decode(base64))
    }

    private init(decoded: [UInt8]) throws(TransparencyLogError) {
        guard let hash = Hash(decoded.span) else { throw .malformed(.hash, line: 0, detail: "expected 32 bytes") }
        self = hash
    }
}

extension Hash: CustomStringConvertible {
    /// The base64 text.
    public var description: String { base64 }
}
