/// A witness's record of a log: the checkpoint that the witness cosigned last, with the log's signature and its own, in a text
/// file that is evidence by itself.
///
///     tlog-witness-record/v1
///     log example.com/log+<id>+<key>
///     witness example.com/witness+<id>+<key>
///     time 1679315147
///
///     <the checkpoint, a signed note of two signatures: the log's and the witness' cosignature>
///
/// The keys are those that verify the signatures (C2SP signed-note, “Verifier keys”). The time is the cosignature's, in seconds
/// since 1970-01-01T00:00:00Z (C2SP tlog-cosignature). A record is created only by verification. A change of any byte of its
/// file is detected, but replacing it with an older file is not. Every record has exactly one form.
public struct WitnessRecord: Sendable, Hashable {
    /// The first line.
    static let header = "tlog-witness-record/v1"
    /// The maximum number of bytes of a record.
    public static let byteLimit = SignedNote.byteLimit + 10_000

    /// The log's key.
    public let log: VerifierKey
    /// The witness' key.
    public let witness: VerifierKey
    /// When the witness cosigned, in seconds since 1970-01-01T00:00:00Z.
    public let time: Int
    /// The checkpoint as it was cosigned: the log's signature, then the witness's.
    public let note: SignedNote
    /// The checkpoint in the note.
    public let checkpoint: Checkpoint
    /// The witness' signature line.
    public let cosignature: NoteSignature

    /// Creates a record of a checkpoint that the log `origin` signed with the key `log`, and that `witness` cosigned. It keeps
    /// the first signature of each, and drops signatures by others.
    ///
    /// - Throws: `checkpoint-malformed`; `origin-mismatch`; `signature-missing` if one of the two did not sign;
    ///   `signature-invalid`; `key-ambiguous`; `key-type-unsupported` unless `witness` is of the type 0x04.
    public init(
        _ note: SignedNote, origin: String, log: VerifierKey, witness: VerifierKey, using ed25519: Ed25519
    ) throws(TransparencyLogError) {
        guard witness.type == .cosignature else { throw .keyTypeUnsupported(witness.type.rawValue) }
        let verified = try VerifiedCheckpoint(note, origin: origin, log: log, witnesses: [witness], using: ed25519)
        guard let time = verified.witnesses.first?.time, let signature = note.first(by: log),
            let cosignature = note.first(by: witness)
        else { throw .signatureMissing }
        self.log = log
        self.witness = witness
        self.time = time
        self.note = try SignedNote(note.text, signatures: [signature, cosignature])
        self.cosignature = cosignature
        checkpoint = verified.checkpoint
    }

    /// Reads a record from `bytes`, and verifies that it is of the log `origin` with the key `log`, and was made by the key
    /// `witness`.
    ///
    /// - Throws: ``WitnessError``: `record-malformed`; `record-foreign` if it names other keys; `record-altered` if the
    ///   checkpoint is not that log's, if one of the two signatures does not verify, or if the record contains anything else.
    public init(
        parsing bytes: Span<UInt8>, origin: String, log: VerifierKey, witness: VerifierKey, using ed25519: Ed25519
    ) throws(WitnessError) {
        guard bytes.count <= Self.byteLimit else {
            throw .recordMalformed(line: 0, detail: "it has more than \(Self.byteLimit) bytes")
        }
        let at = try Self.checkHead(of: bytes, log: log, witness: witness)
        do {
            let note = try SignedNote(parsing: bytes.extracting(droppingFirst: at))
            try self.init(note, origin: origin, log: log, witness: witness, using: ed25519)
        } catch {
            throw .recordAltered(detail: error.description)
        }
        guard self.bytes.span.isEqual(to: bytes) else {
            throw .recordAltered(detail: "it contains something other than the two signatures and their time")
        }
    }

    /// The record in its one form.
    public var bytes: [UInt8] {
        Array("\(Self.header)\nlog \(log)\nwitness \(witness)\ntime \(time)\n\n".utf8) + note.bytes
    }

    /// Returns where the note begins. Throws unless the lines before it are well formed and name the two keys.
    private static func checkHead(
        of bytes: Span<UInt8>, log: VerifierKey, witness: VerifierKey
    ) throws(WitnessError) -> Int {
        var lines = Lines(of: .note)
        let logKey: Range<Int>
        let witnessKey: Range<Int>
        do throws(TransparencyLogError) {
            guard bytes.extracting(try lines.next(in: bytes)).isEqual(to: header.utf8Span.span) else {
                throw lines.error("expected “\(header)”")
            }
            logKey = try lines.next(after: "log", in: bytes)
            witnessKey = try lines.next(after: "witness", in: bytes)
            guard Decimal.decode(bytes.extracting(try lines.next(after: "time", in: bytes))) != nil else {
                throw lines.error("expected the time, decimal, without leading zeroes")
            }
            guard try lines.next(in: bytes).isEmpty else { throw lines.error("expected an empty line") }
        } catch {
            throw .recordMalformed(line: lines.number, detail: error.detail)
        }
        guard bytes.extracting(logKey).isEqual(to: log.description.utf8Span.span) else {
            throw .recordForeign(detail: "its log's key is not the known key of “\(log.name)”")
        }
        guard bytes.extracting(witnessKey).isEqual(to: witness.description.utf8Span.span) else {
            throw .recordForeign(detail: "its witness's key is not the known key of “\(witness.name)”")
        }
        return lines.at
    }
}

extension SignedNote {
    /// Returns the first signature in the name of `key`.
    func first(by key: VerifierKey) -> NoteSignature? {
        signatures.first { $0.name == key.name && $0.id == key.id }
    }
}
