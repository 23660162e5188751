internal import ArgumentParser
internal import LabAPI
internal import TransparencyCrypto
internal import TransparencyLog

/// A verifier key on the command line (C2SP signed-note).
struct KeyArgument: ExpressibleByArgument, Sendable {
    let key: VerifierKey

    init?(argument: String) {
        guard let key = try? VerifierKey(parsing: argument, using: .crypto) else { return nil }
        self.key = key
    }

    static var help: ArgumentHelp {
        .localized(
            "The log's verifier key, as `labctl log key` prints it; get it from the office independently of the log.",
            it:
                "La chiave di verifica del registro, come la stampa `labctl log key`; ottenerla dall'ufficio per altra via.",
            name: "vkey")
    }
}

/// labd's statements about its log, which are trusted only if their signature verifies.
struct LogSource: Sendable {
    let client: LabClient

    /// The log's verifier key.
    func key() async throws -> VerifierKey {
        let text = String(decoding: try await body(.get(Paths.logKey)), as: UTF8.self)
        do {
            return try VerifierKey(parsing: String(text.prefix { $0 != "\n" }), using: .crypto)
        } catch {
            throw Failure(
                .unreachable,
                localized(
                    "labd's answer is not a verifier key: \(spoken(error))",
                    it: "la risposta di labd non è una chiave di verifica: \(spoken(error))"))
        }
    }

    /// Returns the last signed checkpoint.
    func note() async throws -> SignedNote {
        let bytes = try await body(.get(Paths.checkpoint))
        do {
            return try SignedNote(parsing: bytes.span)
        } catch {
            throw Failure(
                .unreachable,
                localized(
                    "labd's answer is not a signed note: \(spoken(error))",
                    it: "la risposta di labd non è una nota firmata: \(spoken(error))"))
        }
    }

    /// Returns the last checkpoint, if `key` signed it.
    func checkpoint(signedBy key: VerifierKey) async throws -> (SignedNote, Checkpoint) {
        let note = try await note()
        return (note, try note.checkpoint(of: key))
    }

    /// Returns a consistency proof (RFC 6962 § 2.1.2).
    func consistency(from first: Int, to second: Int) async throws -> [Hash] {
        guard first > 0, first < second else { return [] }
        let answer = try await client.answer(
            to: .get(Paths.consistency, [("from", "\(first)"), ("to", "\(second)")]))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        guard let path = [Hash](proofIn: answer.body) else {
            throw Failure(
                .unreachable,
                localized(
                    "labd's answer is not a consistency proof", it: "la risposta di labd non è una prova di coerenza"))
        }
        return path
    }

    /// Returns how the log changed since a checkpoint, and its present one.
    ///
    /// - Throws: `LogFault` of the signature if the key did not sign the present one.
    func change(
        since recorded: Checkpoint, of key: VerifierKey
    ) async throws -> (change: LogChange, present: Checkpoint) {
        let note = try await note()
        let present = try note.unverifiedCheckpoint()
        let path = try await consistency(from: recorded.size, to: present.size)
        do {
            let change = try LogChange(
                since: recorded, of: key, to: note, path: path, sha256: .crypto, ed25519: .crypto)
            return (change, present)
        } catch {
            throw LogFault(
                .signature, at: nil,
                localized(
                    "labd's checkpoint is not one that \(key.name) signed: \(spoken(error))",
                    it: "il punto di controllo di labd non è firmato da \(key.name): \(spoken(error))"))
        }
    }

    /// Returns an inclusion proof in the tree of the last checkpoint, as a proof file.
    func proof(of position: Int) async throws -> ProofFile {
        let bytes = try await body(.get(Paths.proof, [("position", "\(position)")]))
        do {
            return try ProofFile(parsing: bytes.span)
        } catch {
            throw Failure(
                .unreachable,
                localized(
                    "labd's answer is not a proof file: \(spoken(error))",
                    it: "la risposta di labd non è un file di prova: \(spoken(error))"))
        }
    }

    /// The answer's bytes.
    func body(_ request: ClientRequest) async throws -> [UInt8] {
        let answer = try await client.answer(to: request)
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        return answer.body
    }
}

extension SignedNote {
    /// Returns the checkpoint in this note without verifying its signatures.
    ///
    /// - Throws: `LogFault` of the signature if it is none.
    func unverifiedCheckpoint() throws(LogFault) -> Checkpoint {
        do {
            return try Checkpoint(text)
        } catch {
            throw LogFault(
                .signature, at: nil,
                localized("no checkpoint: \(spoken(error))", it: "nessun punto di controllo: \(spoken(error))"))
        }
    }

    /// Returns the checkpoint in this note, if `key` signed it.
    ///
    /// - Throws: `LogFault` of the signature.
    func checkpoint(of key: VerifierKey) throws(LogFault) -> Checkpoint {
        do {
            return try VerifiedCheckpoint(self, origin: key.name.text, log: key, using: .crypto).checkpoint
        } catch {
            throw LogFault(
                .signature, at: nil,
                localized(
                    "the checkpoint is not one that \(key.name) signed: \(spoken(error))",
                    it: "il punto di controllo non è firmato da \(key.name): \(spoken(error))"))
        }
    }

    /// The signed note in a file.
    init(file path: String) throws(Failure) {
        let bytes = try Descriptor.contents(of: path)
        do {
            self = try SignedNote(parsing: bytes.span)
        } catch {
            throw Failure(
                .usage,
                localized(
                    "\(path) is not a checkpoint: \(spoken(error))",
                    it: "\(path) non è un punto di controllo: \(spoken(error))"))
        }
    }
}

extension VerifierKey {
    /// Returns this key under the name of a checkpoint's origin. A restored log continues under another origin with the same
    /// key, so an earlier checkpoint is verified by the key with the earlier name. A checkpoint of another log does not verify,
    /// whatever its name.
    func named(_ origin: String) throws(LogFault) -> VerifierKey {
        guard name.text != origin else { return self }
        do {
            return try VerifierKey(name: KeyName(origin), type: type, publicKey: publicKey, using: .crypto)
        } catch {
            throw LogFault(
                .signature, at: nil,
                localized(
                    "the checkpoint's origin names no key: \(spoken(error))",
                    it: "l'origine del punto di controllo non indica una chiave: \(spoken(error))"))
        }
    }
}
