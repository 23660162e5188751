/// A log's statement about itself at one moment: its origin, the number of its leaves, and their root (C2SP tlog-checkpoint).
///
///     example.com/log
///     20852163
///     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
///
/// It becomes evidence when signed: see ``SignedNote`` and ``VerifiedCheckpoint``. Every checkpoint has exactly one
/// text.
public struct Checkpoint: Sendable {
    /// The log's identity: the first line, not empty.
    public let origin: String
    /// The number of leaves, from 0 to 2^63 − 1.
    public let size: Int
    /// The root of the tree of that size.
    public let root: Hash
    /// Further lines, none of them empty. C2SP advises against them, since no monitor audits them.
    public let extensions: [String]
    /// The text that is signed.
    public let text: NoteText

    /// Creates a checkpoint from its parts.
    ///
    /// - Throws: `out-of-range` for a negative size; `checkpoint-malformed` if the origin or an extension line is empty
    ///   or has a control character; `note-too-large`.
    public init(
        origin: String, size: Int, root: Hash, extensions: [String] = []
    ) throws(TransparencyLogError) {
        guard size >= 0 else { throw .outOfRange(field: "size") }
        for (index, line) in ([origin] + extensions).enumerated()
        where line.isEmpty || line.utf8.contains(where: { $0 < 0x20 }) {
            throw .malformed(.checkpoint, line: index == 0 ? 1 : index + 3, detail: "it is empty or has a line break")
        }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
        text = try NoteText(([origin, "\(size)", root.base64] + extensions).map { $0 + "\n" }.joined())
    }

    /// Reads a checkpoint from the text of a note.
    ///
    /// - Throws: `checkpoint-malformed`, also for a size beyond 2^63 − 1.
    public init(_ text: NoteText) throws(TransparencyLogError) {
        let bytes = text.utf8.span
        var lines = Lines(of: .checkpoint)
        origin = try Self.line(&lines, in: bytes)
        guard let size = Decimal.decode(bytes.extracting(try lines.next(in: bytes))) else {
            throw lines.error("expected the size, decimal, without leading zeroes")
        }
        let rootLine = try lines.next(in: bytes)
        guard let root = try? Hash(base64: bytes.extracting(rootLine)) else {
            throw lines.error("expected the root, 32 bytes in base64")
        }
        var extensions: [String] = []
        while !lines.isAtEnd(of: bytes) { extensions.append(try Self.line(&lines, in: bytes)) }
        self.size = size
        self.root = root
        self.extensions = extensions
        self.text = text
    }

    /// Returns the next line, which must not be empty.
    private static func line(_ lines: inout Lines, in bytes: Span<UInt8>) throws(TransparencyLogError) -> String {
        let line = try lines.next(in: bytes)
        guard !line.isEmpty, let text = bytes.extracting(line).string else { throw lines.error("it is empty") }
        return text
    }
}

extension Checkpoint: Hashable {
    /// Returns whether the texts are the same, byte by byte.
    public static func == (left: Checkpoint, right: Checkpoint) -> Bool { left.text == right.text }

    /// Feeds the text to the standard library's hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
