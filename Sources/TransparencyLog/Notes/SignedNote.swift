/// A text and the signatures under it (C2SP signed-note): the text, an empty line, and a line for each signature.
///
/// Of what was parsed nothing is to be believed before ``verified(by:using:)``. Every note has exactly one form:
/// what ``init(parsing:)`` takes, ``bytes`` gives back.
public struct SignedNote: Sendable, Hashable {
    /// The greatest number of bytes of a note.
    public static let byteLimit = 1_000_000
    /// The greatest number of signatures of a note. (C2SP asks for at least 16.)
    public static let signatureLimit = 100

    /// What is signed.
    public let text: NoteText
    /// The signatures, in the note's order: at least one.
    public let signatures: [NoteSignature]

    /// The note of a text and its signatures.
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

    /// The note that `bytes` are. The signatures begin after the last empty line; the text may have others.
    ///
    /// - Throws: `note-malformed` or `note-too-large`; a signature line that cannot be one makes the whole note
    ///   malformed, whoever is named in it.
    public init(parsing bytes: Span<UInt8>) throws(TransparencyLogError) {
        try NoteText.check(bytes)
        // The place of the empty line's newline: the second of the last two that follow each other.
        var blank = bytes.count - 1
        while blank > 0, bytes[blank] != newline || bytes[blank - 1] != newline { blank -= 1 }
        guard blank > 0 else { throw .malformed(.note, line: 0, detail: "no empty line separates text and signatures") }

        let text = try NoteText(utf8: Array(copying: bytes.extracting(first: blank)))
        var number = text.utf8.count { $0 == newline } + 1
        var lines = Lines(of: .note, from: blank + 1)
        var signatures: [NoteSignature] = []
        while !lines.isAtEnd(of: bytes) {
            guard signatures.count < Self.signatureLimit else {
                throw .tooLarge(.note, limit: Self.signatureLimit, detail: "signatures")
            }
            number += 1
            do {
                signatures.append(try NoteSignature(line: bytes.extracting(try lines.next(in: bytes))))
            } catch {
                throw .malformed(.note, line: number, detail: error.detail)
            }
        }
        try self.init(text, signatures: signatures)
    }

    /// The note in its one form.
    public var bytes: [UInt8] {
        var bytes = text.utf8
        bytes.append(newline)
        for signature in signatures { bytes += signature.line }
        return bytes
    }

    /// This note with one more signature at its end.
    ///
    /// - Throws: `note-too-large`.
    public func adding(_ signature: NoteSignature) throws(TransparencyLogError) -> SignedNote {
        try SignedNote(text, signatures: signatures + [signature])
    }
}

extension TransparencyLogError {
    /// What is wrong, without saying with what: for the error of the whole that a part's error becomes.
    var detail: String {
        if case .malformed(_, _, let detail) = self { detail } else { description }
    }
}
