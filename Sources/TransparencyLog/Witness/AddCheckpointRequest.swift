/// A log's request to a witness: the body of `POST /add-checkpoint` (C2SP tlog-witness).
///
///     old 20852014
///     PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
///
///     <the checkpoint, a signed note>
///
/// The 0 to 63 proof lines are a consistency proof from the old size to the checkpoint's (RFC 6962 § 2.1.2). A request proves
/// nothing before ``Witness/judge(_:signer:at:sha256:ed25519:)`` has accepted it. Every request has exactly one form: ``bytes``
/// returns exactly what ``init(parsing:)`` accepted.
public struct AddCheckpointRequest: Sendable, Hashable {
    /// The maximum number of bytes of a request. C2SP sets no limit; this one is far above what a log needs.
    public static let byteLimit = 100_000
    /// The maximum number of hashes of the proof (C2SP tlog-witness).
    public static let pathLimit = 63

    /// The size of the checkpoint that the log believes the witness to have cosigned last; 0 for none.
    public let oldSize: Int
    /// The hashes of the proof from the old size to the checkpoint's, in the order of RFC 6962.
    public let path: [Hash]
    /// The checkpoint as it was signed.
    public let note: SignedNote
    /// The checkpoint in the note.
    public let checkpoint: Checkpoint

    /// Creates a request from its parts, none of which is verified.
    ///
    /// - Throws: ``WitnessError``: `request-malformed` if the old size is negative or `note` does not contain a checkpoint;
    ///   `request-too-large` beyond ``pathLimit`` or ``byteLimit``.
    public init(oldSize: Int, path: [Hash], note: SignedNote) throws(WitnessError) {
        guard oldSize >= 0 else { throw .requestMalformed(line: 1, detail: "the old size is negative") }
        guard path.count <= Self.pathLimit else { throw .requestTooLarge(limit: Self.pathLimit, detail: "hashes") }
        do {
            checkpoint = try Checkpoint(note.text)
        } catch {
            throw WitnessError(request: error, after: path.count + 2)
        }
        self.oldSize = oldSize
        self.path = path
        self.note = note
        guard bytes.count <= Self.byteLimit else { throw .requestTooLarge(limit: Self.byteLimit, detail: "bytes") }
    }

    /// Reads a request from `bytes`.
    ///
    /// - Throws: ``WitnessError``: `request-malformed`, also for an error in the note or in its checkpoint;
    ///   `request-too-large`.
    public init(parsing bytes: Span<UInt8>) throws(WitnessError) {
        guard bytes.count <= Self.byteLimit else {
            throw .requestTooLarge(limit: Self.byteLimit, detail: "bytes")
        }
        var lines = Lines(of: .checkpoint)
        let note: SignedNote
        let path: [Hash]
        let oldSize: Int
        do throws(TransparencyLogError) {
            let old = try lines.next(after: "old", in: bytes)
            guard let size = Decimal.decode(bytes.extracting(old)) else {
                throw lines.error("expected the old size, decimal, without leading zeroes")
            }
            oldSize = size
            path = try lines.hashes(in: bytes, atMost: Self.pathLimit)
        } catch {
            throw WitnessError(request: error, after: 0)
        }
        do {
            note = try SignedNote(parsing: bytes.extracting(droppingFirst: lines.at))
        } catch {
            throw WitnessError(request: error, after: lines.number)
        }
        try self.init(oldSize: oldSize, path: path, note: note)
    }

    /// The request in its one form.
    public var bytes: [UInt8] {
        var text = "old \(oldSize)\n"
        for hash in path { text += "\(hash.base64)\n" }
        return Array((text + "\n").utf8) + note.bytes
    }
}

extension WitnessError {
    /// Converts the error of a part of the request to an error of the request; the part begins after `lines` lines.
    fileprivate init(request error: TransparencyLogError, after lines: Int) {
        self =
            switch error {
            case .malformed(_, 0, let detail): .requestMalformed(line: 0, detail: detail)
            case .malformed(_, let line, let detail): .requestMalformed(line: line + lines, detail: detail)
            case .tooLarge(_, let limit, let detail): .requestTooLarge(limit: limit, detail: detail)
            default: .requestMalformed(line: 0, detail: error.description)
            }
    }
}
