/// A reader of the lines of a text, each ended by a newline (U+000A).
struct Lines {
    /// Where the next line begins.
    private(set) var at: Int
    /// The number of the last line read, from 1.
    private(set) var number: Int
    private let format: TransparencyLogError.Format

    /// Creates a reader of the lines from byte `at` on, before which there are `number` lines. Errors name `format`.
    init(of format: TransparencyLogError.Format, from at: Int = 0, after number: Int = 0) {
        self.format = format
        self.at = at
        self.number = number
    }

    /// Returns whether no line is left.
    func isAtEnd(of bytes: Span<UInt8>) -> Bool { at >= bytes.count }

    /// Returns the next line, without its newline.
    mutating func next(in bytes: Span<UInt8>) throws(TransparencyLogError) -> Range<Int> {
        number += 1
        let start = at
        while at < bytes.count {
            at += 1
            if bytes[at - 1] == newline { return start..<at - 1 }
        }
        throw error("the text ends before the line does")
    }

    /// Returns what follows `word` and a space in the next line.
    mutating func next(after word: StaticString, in bytes: Span<UInt8>) throws(TransparencyLogError) -> Range<Int> {
        let line = try next(in: bytes)
        let prefix = Array("\(word) ".utf8)
        guard bytes.extracting(line).starts(with: prefix.span) else { throw error("expected “\(word)” and a space") }
        return line.lowerBound + prefix.count..<line.upperBound
    }

    /// Returns the hashes of a proof, one in base64 on each line, up to the empty line that ends them.
    mutating func hashes(in bytes: Span<UInt8>, atMost limit: Int) throws(TransparencyLogError) -> [Hash] {
        var hashes: [Hash] = []
        while true {
            let line = try next(in: bytes)
            if line.isEmpty { return hashes }
            guard hashes.count < limit else { throw .tooLarge(.proof, limit: limit, detail: "hashes") }
            guard let hash = try? Hash(base64: bytes.extracting(line)) else {
                throw error("expected 32 bytes in base64")
            }
            hashes.append(hash)
        }
    }

    /// Returns an error about the line that was read last.
    func error(_ detail: String) -> TransparencyLogError { .malformed(format, line: number, detail: detail) }
}

/// U+000A.
let newline = UInt8(ascii: "\n")

extension Span<UInt8> {
    /// Returns whether the first bytes are those of `prefix`.
    func starts(with prefix: Span<UInt8>) -> Bool {
        guard prefix.count <= count else { return false }
        for index in prefix.indices where self[index] != prefix[index] { return false }
        return true
    }

    /// Returns whether the bytes are those of `other`.
    func isEqual(to other: Span<UInt8>) -> Bool { count == other.count && starts(with: other) }

    /// Returns the first position of `byte`, or nil.
    func firstIndex(of byte: UInt8) -> Int? {
        for index in indices where self[index] == byte { return index }
        return nil
    }

    /// The bytes as a string, not normalised, or nil if they are not UTF-8.
    var string: String? {
        guard let text = try? UTF8Span(validating: self) else { return nil }
        return String(copying: text)
    }
}

extension Array<UInt8> {
    /// A copy of `bytes`.
    init(copying bytes: Span<UInt8>) {
        self.init()
        append(copying: bytes)
    }

    /// Appends a copy of `bytes`.
    mutating func append(copying bytes: Span<UInt8>) {
        reserveCapacity(count + bytes.count)
        for index in bytes.indices { append(bytes[index]) }
    }
}
