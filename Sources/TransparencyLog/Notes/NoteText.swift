/// The text that the signatures of a note sign (C2SP signed-note): UTF-8 that ends in a newline and contains no ASCII control
/// characters other than newlines.
///
/// It is stored as bytes, because bytes are signed: two texts are equal if their bytes are.
public struct NoteText: Sendable, Hashable {
    /// The text in UTF-8, including its last newline.
    public let utf8: [UInt8]

    /// Creates a text from its bytes.
    ///
    /// - Throws: `note-malformed`, or `note-too-large` beyond ``SignedNote/byteLimit``.
    public init(utf8: [UInt8]) throws(TransparencyLogError) {
        try Self.check(utf8.span)
        guard utf8.last == newline else {
            throw .malformed(.note, line: 0, detail: "the text does not end in a newline")
        }
        self.utf8 = utf8
    }

    /// Creates the text `string`. See ``init(utf8:)``.
    public init(_ string: String) throws(TransparencyLogError) {
        try self.init(utf8: Array(string.utf8))
    }

    /// The text as a string for people, not normalised.
    public var string: String { String(decoding: utf8, as: UTF8.self) }

    /// Throws unless `bytes` are UTF-8 without control characters other than newlines, and not too many.
    static func check(_ bytes: Span<UInt8>) throws(TransparencyLogError) {
        guard bytes.count <= SignedNote.byteLimit else {
            throw .tooLarge(.note, limit: SignedNote.byteLimit, detail: "bytes")
        }
        var line = 1
        for index in bytes.indices {
            if bytes[index] == newline {
                line += 1
            } else if bytes[index] < 0x20 {
                throw .malformed(.note, line: line, detail: "it has a control character")
            }
        }
        do {
            _ = try UTF8Span(validating: bytes)
        } catch {
            throw .malformed(.note, line: 0, detail: "it is not UTF-8")
        }
    }
}
