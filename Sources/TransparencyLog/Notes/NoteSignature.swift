/// One signature line of a note: `— name base64(key id ‖ signature)` (C2SP signed-note).
public struct NoteSignature: Sendable, Hashable {
    /// The beginning of a signature line: an em dash (U+2014) and a space, in UTF-8.
    static let lead: [UInt8] = [0xE2, 0x80, 0x94, 0x20]

    /// The name of the key that is claimed to have signed.
    public let name: KeyName
    /// Its id.
    public let id: KeyID
    /// The signature itself, in the form of its signature type. Never empty.
    public let signature: [UInt8]

    /// Creates a line from its parts, without verifying them.
    ///
    /// - Throws: `note-malformed` if the signature is empty.
    public init(name: KeyName, id: KeyID, signature: [UInt8]) throws(TransparencyLogError) {
        guard !signature.isEmpty else { throw .malformed(.note, line: 0, detail: "a signature is empty") }
        self.name = name
        self.id = id
        self.signature = signature
    }

    /// Reads the signature in `line`, which does not include its newline.
    init(line: Span<UInt8>) throws(TransparencyLogError) {
        guard line.starts(with: Self.lead.span) else {
            throw .malformed(.note, line: 0, detail: "expected a signature line: an em dash and a space")
        }
        let rest = line.extracting(droppingFirst: Self.lead.count)
        guard let space = rest.firstIndex(of: UInt8(ascii: " ")) else {
            throw .malformed(.note, line: 0, detail: "expected a key name, a space and a signature")
        }
        let name = try KeyName(rest.extracting(first: space))
        let decoded = try Base64.decode(rest.extracting(droppingFirst: space + 1))
        guard decoded.count > 4 else { throw .malformed(.note, line: 0, detail: "a signature is too short") }
        let id = decoded.prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        try self.init(name: name, id: KeyID(id), signature: Array(decoded.dropFirst(4)))
    }

    /// Reads the signatures in all further lines.
    static func read(_ lines: inout Lines, in bytes: Span<UInt8>) throws(TransparencyLogError) -> [NoteSignature] {
        var signatures: [NoteSignature] = []
        while !lines.isAtEnd(of: bytes) {
            guard signatures.count < SignedNote.signatureLimit else {
                throw .tooLarge(.note, limit: SignedNote.signatureLimit, detail: "signatures")
            }
            do {
                signatures.append(try NoteSignature(line: bytes.extracting(try lines.next(in: bytes))))
            } catch {
                throw lines.error(error.detail)
            }
        }
        return signatures
    }

    /// The line, including its newline.
    var line: [UInt8] {
        let encoded = Base64.encoded((id.bytes + signature).span)
        return Self.lead + Array(name.text.utf8) + [UInt8(ascii: " ")] + encoded + [newline]
    }
}
