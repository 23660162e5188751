/// A text with signatures (C2SP signed-note): the text, an empty line, and a line for each signature.
///
/// Do not trust a parsed note before ``verified(by:using:)`` has returned. Every note has exactly one form: ``bytes`` returns
/// exactly what ``init(parsing:)`` accepted.
public struct SignedNote: Sendable, Hashable {
    /// The maximum number of bytes of a note.
    public static let byteLimit = 1_000_000
    /// The maximum number of signatures of a note. (C2SP requires at least 16.)
    public static let signatureLimit = 100

    /// The text that is signed.
    public let text: NoteText
    /// The signatures, in the note's order: at least one.
    public let signatures: [NoteSignature]

    /// Creates a note from a text and its signatures.
    ///
    /// - Throws: `note-malformed` without signatures, `note-too-large` beyond the limits.
    public init(_ text: NoteText, signatures: [NoteSignature]) throws(TransparencyLogError) {
        guard !signatures.isEmpty else { throw .malformed(.note, line: 0, detail: "it has no signature") }
        guard signatures.count <= Self.signatureLimit else {
            throw .tooLarge(.note, limit: Self.signatureLimit, detail: "signatures")
        }
        self.text = text
        self.signatures = signatures
        guard bytes.count <= Self.byteLimit else { throw .tooLarge(.note, limit: Self.byteLimit, detail: "bytes") }
    }

    /// Reads a note from `bytes`. The signatures begin after the last empty line; the text may contain empty lines.
    ///
    /// - Throws: `note-malformed` or `note-too-large`; a malformed signature line makes the whole note malformed, whatever key
    ///   it names.
    public init(parsing bytes: Span<UInt8>) throws(TransparencyLogError) {
        try NoteText.check(bytes)
        // The position of the empty line's newline: the second of the last two adjacent newlines.
        var blank = bytes.count - 1
        while blank > 0, bytes[blank] != newline || bytes[blank - 1] != newline { blank -= 1 }
        guard blank > 0 else { throw .malformed(.note, line: 0, detail: "no empty line separates text and signatures") }

        let text = try NoteText(utf8: Array(copying: bytes.extracting(first: blank)))
        var lines = Lines(of: .note, from: blank + 1, after: text.utf8.count { $0 == newline } + 1)
        try self.init(text, signatures: NoteSignature.read(&lines, in: bytes))
    }

    /// The note in its one form.
    public var bytes: [UInt8] {
        var bytes = text.utf8
        bytes.append(newline)
        for signature in signatures { bytes += signature.line }
        return bytes
    }
}

extension TransparencyLogError {
    /// The message of a part's error without the name of the part, for the error of the whole.
    var detail: String {
        if case .malformed(_, _, let detail) = self { detail } else { description }
    }
}
