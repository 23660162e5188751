internal import CivilTime
internal import Glibc
internal import MachineClock
internal import Office
internal import TransparencyCrypto
internal import TransparencyLog

/// The folder of a witness, on another machine or a USB stick: its signing key, the key of the log that it watches, and the
/// record of the checkpoint that it cosigned last.
///
/// Only one process at a time may use it.
final class WitnessFolder: Sendable {
    let path: String
    /// The witness, as it signs.
    let signer: NoteSigner
    /// The key of the log that is watched; its name is the log's origin.
    let log: VerifierKey
    private let folder: Folder
    private let lock: Descriptor

    var origin: String { log.name.text }

    /// Makes the folder, which must not exist, with a new key.
    ///
    /// - Returns: the witness' verifier key.
    static func create(_ path: String, name: String, log: VerifierKey) throws(Failure) -> VerifierKey {
        let key = SigningKey()
        let signer: NoteSigner
        do {
            signer = try key.signer(name: name, type: .cosignature)
        } catch {
            throw Failure(
                .usage,
                localized(
                    "“\(name)” cannot be a witness' name: \(spoken(error))",
                    it: "“\(name)” non può essere il nome di un testimone: \(spoken(error))"))
        }
        let folder = try Folder(making: path)
        try folder.create("name", Array("\(name)\n".utf8))
        try folder.create("log", Array("\(log)\n".utf8))
        try folder.create("key", key.seed)
        return signer.key
    }

    /// Opens a folder that ``create(_:name:log:)`` made.
    init(_ path: String) throws(Failure) {
        self.path = path
        folder = try Folder(path)
        lock = try folder.read("key")
        guard lock.lock() else {
            throw Failure(
                .usage,
                localized(
                    "another labctl works with \(path); wait until it has ended",
                    it: "un altro labctl lavora con \(path); attendere che finisca"))
        }
        guard let key = SigningKey(seed: try lock.readAll()) else {
            throw Failure(
                .usage,
                localized(
                    "\(path)/key is not a witness's key: it does not have 32 bytes",
                    it: "\(path)/key non è la chiave di un testimone: non ha 32 byte"))
        }
        do {
            signer = try key.signer(name: try Self.line("name", in: folder), type: .cosignature)
            log = try VerifierKey(parsing: try Self.line("log", in: folder), using: .crypto)
        } catch {
            throw Failure(
                .usage,
                localized(
                    "\(path) is not a witness's folder: \(spoken(error))",
                    it: "\(path) non è la cartella di un testimone: \(spoken(error))"))
        }
    }

    deinit { lock.close() }

    /// What was cosigned last; nil if nothing was.
    func record() throws(Failure) -> WitnessRecord? {
        // Only a file that is not there means that nothing was cosigned: one that cannot be read must not.
        if folder.lacks("record") { return nil }
        let bytes = try folder.contents(of: "record")
        do {
            return try WitnessRecord(
                parsing: bytes.span, origin: origin, log: log, witness: signer.key, using: .crypto)
        } catch {
            throw Failure(.refused, "\(path)/record: \(spoken(error))")
        }
    }

    /// Replaces the record, so that a crash leaves either the old or the new one.
    func store(_ record: WitnessRecord) throws(Failure) {
        try folder.replace("record", record.bytes)
    }

    /// Stores as evidence what a log showed that does not continue what was cosigned.
    ///
    /// - Returns: where.
    func keepEvidence(_ note: SignedNote, at time: Int) throws(Failure) -> String {
        try folder.replace("refused-\(time)", note.bytes)
        return path + "/refused-\(time)"
    }

    private static func line(_ name: String, in folder: Folder) throws(Failure) -> String {
        String(decoding: try folder.contents(of: name).prefix { $0 != 10 }, as: UTF8.self)
    }
}

extension WitnessFolder {
    /// Judges a request by the record, and stores the new one before it answers (C2SP tlog-witness).
    ///
    /// One call at a time.
    ///
    /// - Throws: `WitnessError` where it is refused; `Failure` where the record cannot be read or stored.
    /// - Returns: the record, and the line of the cosignature.
    func cosign(_ request: AddCheckpointRequest, at time: Int) throws -> (record: WitnessRecord, line: [UInt8]) {
        let record = try record()
        let witness = record.map { Witness(continuing: $0) } ?? Witness(origin: origin, log: log)
        let approval = try witness.judge(request, signer: signer, at: time, sha256: .crypto, ed25519: .crypto)
        let line = try approval.answer { (record) throws(Failure) in try store(record) }
        return (approval.record, line)
    }
}

/// The seconds since 1970-01-01T00:00:00Z by this machine's clock.
func secondsNow() -> Int { Int(SystemClock.now().microseconds / 1_000_000) }
