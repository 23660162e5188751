/// A file that proves that a leaf is in a log, and that can be verified with public keys alone (C2SP tlog-proof). By convention
/// its name ends in `.tlog-proof`.
///
///     c2sp.org/tlog-proof@v1
///     extra <base64>              only if there is extra data
///     index 73894
///     gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
///
///     <the checkpoint, a signed note>
///
/// It proves nothing before ``verify(leaf:origin:log:witnesses:sha256:ed25519:)`` has returned. Every proof has exactly one
/// form: ``bytes`` returns exactly what ``init(parsing:)`` accepted.
public struct ProofFile: Sendable, Hashable {
    /// The first line.
    static let header = "c2sp.org/tlog-proof@v1"
    /// The maximum number of bytes of a proof file.
    public static let byteLimit = 2 * SignedNote.byteLimit
    /// The maximum number of hashes: no tree is higher.
    public static let pathLimit = 63

    /// Further data, often what is needed to compute the leaf. It is not signed. Empty if there is none.
    public let extra: [UInt8]
    /// The leaf's position and path in the tree of the checkpoint's size.
    public let inclusion: InclusionProof
    /// The checkpoint as it was signed.
    public let note: SignedNote
    /// The checkpoint in the note.
    public let checkpoint: Checkpoint

    /// Creates a proof from its parts.
    ///
    /// - Throws: `checkpoint-malformed` if `note` does not contain a checkpoint; `out-of-range` if its tree has no leaf at
    ///   `index`; `proof-too-large`.
    public init(
        index: Int, path: [Hash], note: SignedNote, extra: [UInt8] = []
    ) throws(TransparencyLogError) {
        guard path.count <= Self.pathLimit else { throw .tooLarge(.proof, limit: Self.pathLimit, detail: "hashes") }
        checkpoint = try Checkpoint(note.text)
        inclusion = try InclusionProof(index: index, size: checkpoint.size, path: path)
        self.note = note
        self.extra = extra
        // Base64 turns three bytes into four characters; everything except the extra data and the note has at most 63 · 45 + 60
        // bytes.
        guard extra.count <= Self.byteLimit / 4 else {
            throw .tooLarge(.proof, limit: Self.byteLimit / 4, detail: "bytes of extra data")
        }
    }

    /// Reads a proof from `bytes`.
    ///
    /// - Throws: `proof-malformed` or `proof-too-large`; `note-malformed` and `checkpoint-malformed` for that part;
    ///   `out-of-range` if the checkpoint's tree has no leaf at the index.
    public init(parsing bytes: Span<UInt8>) throws(TransparencyLogError) {
        guard bytes.count <= Self.byteLimit else {
            throw .tooLarge(.proof, limit: Self.byteLimit, detail: "bytes")
        }
        var lines = Lines(of: .proof)
        guard bytes.extracting(try lines.next(in: bytes)).isEqual(to: Self.header.utf8Span.span) else {
            throw lines.error("expected “\(Self.header)”")
        }
        var extra: [UInt8] = []
        if bytes.extracting(droppingFirst: lines.at).starts(with: "extra ".utf8Span.span) {
            let text = try lines.next(after: "extra", in: bytes)
            guard let data = try? Base64.decode(bytes.extracting(text)), !data.isEmpty else {
                throw lines.error("expected extra data in base64")
            }
            extra = data
        }
        guard let index = Decimal.decode(bytes.extracting(try lines.next(after: "index", in: bytes))) else {
            throw lines.error("expected the index, decimal, without leading zeroes")
        }
        let path = try lines.hashes(in: bytes, atMost: Self.pathLimit)
        let note = try SignedNote(parsing: bytes.extracting(droppingFirst: lines.at))
        try self.init(index: index, path: path, note: note, extra: extra)
    }

    /// The proof in its one form.
    public var bytes: [UInt8] {
        var text = Self.header + "\n"
        if !extra.isEmpty { text += "extra \(Base64.encode(extra.span))\n" }
        text += "index \(inclusion.index)\n"
        for hash in inclusion.path { text += "\(hash.base64)\n" }
        return Array((text + "\n").utf8) + note.bytes
    }

    /// Verifies that the log `origin` signed the checkpoint with the key `log` and that the leaf with the hash `leaf` is in its
    /// tree (C2SP tlog-proof, “Verifying a tlog proof”, steps 2 to 4), and returns the checkpoint. The caller decides how many
    /// witnesses are enough.
    ///
    /// - Throws: `origin-mismatch`, `signature-missing`, `signature-invalid`, `key-ambiguous`; `proof-length`,
    ///   `root-mismatch`.
    public func verify(
        leaf: Hash, origin: String, log: VerifierKey, witnesses: [VerifierKey] = [], sha256: SHA256Function,
        ed25519: Ed25519
    ) throws(TransparencyLogError) -> VerifiedCheckpoint {
        let verified = try VerifiedCheckpoint(note, origin: origin, log: log, witnesses: witnesses, using: ed25519)
        try inclusion.verify(leaf: leaf, root: verified.checkpoint.root, using: sha256)
        return verified
    }
}
