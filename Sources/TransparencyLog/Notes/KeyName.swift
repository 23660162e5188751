/// The name of a key that signs notes (C2SP signed-note), preferably a URL without its scheme: `example.com/log`.
///
/// It is not empty and contains no Unicode white space, no plus sign and no ASCII control character. Two names are equal if
/// their bytes are.
public struct KeyName: Sendable {
    /// The maximum number of bytes of a name. C2SP sets no limit; this one prevents abuse.
    public static let limit = 1_000

    /// The name as text.
    public let text: String

    /// Creates the name `text`.
    ///
    /// - Throws: `key-name-malformed`, or `key-name-too-large` beyond ``limit``.
    public init(_ text: String) throws(TransparencyLogError) {
        guard text.utf8.count <= Self.limit else {
            throw .tooLarge(.keyName, limit: Self.limit, detail: "bytes")
        }
        guard !text.isEmpty else { throw .malformed(.keyName, line: 0, detail: "it is empty") }
        for scalar in text.unicodeScalars where scalar.value < 0x20 || scalar == "+" || scalar.properties.isWhitespace {
            throw .malformed(.keyName, line: 0, detail: "it has a space, a plus sign or a control character")
        }
        self.text = text
    }

    /// Creates a name from its bytes in UTF-8. See ``init(_:)``.
    init(_ bytes: Span<UInt8>) throws(TransparencyLogError) {
        guard let text = bytes.string else { throw .malformed(.keyName, line: 0, detail: "it is not UTF-8") }
        try self.init(text)
    }
}

extension KeyName: Hashable, CustomStringConvertible {
    /// Returns whether the bytes are the same. (`String` would compare differently composed characters as equal.)
    public static func == (left: KeyName, right: KeyName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    /// Feeds the bytes to the standard library's hasher.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }

    /// The name.
    public var description: String { text }
}
