internal import ArgumentParser
internal import LabAPI
internal import TransparencyCrypto
internal import TransparencyLog

/// `labctl log verify`.
struct LogVerifyCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify",
            abstract: localized(
                "Verifies that nothing in the log was changed, removed, added or moved.",
                it: "Verifica che nel registro nulla sia stato cambiato, tolto, aggiunto o spostato."),
            discussion: localized(
                """
                --file LINES verifies exported lines against a signed checkpoint (by default LINES.checkpoint) and a \
                key, without labd. --against SAVED verifies that the log of the running labd continues a checkpoint \
                that was saved earlier. --data DIR verifies a database or a backup, which may be damaged in any way. \
                --proof \
                FILE verifies a single line.

                Exits with 0 if everything verifies, and with 1 if not; it then names the first position that does not \
                verify, and what happened to its line: changed, missing, added, reordered, or signature.
                """,
                it: """
                    --file RIGHE verifica righe esportate con un punto di controllo firmato (di solito RIGHE.checkpoint) e una \
                    chiave, senza labd. --against FILE verifica che il registro del labd in funzione continui un punto di \
                    controllo conservato. --data CARTELLA verifica una base di dati o una copia, comunque danneggiata. --proof \
                    FILE verifica una sola riga.

                    Termina con 0 se tutto è verificato, altrimenti con 1; allora indica la prima posizione che non lo è, e \
                    che cosa è accaduto alla sua riga: changed, missing, added, reordered o signature.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Option(
        help: .localized(
            "A checkpoint saved earlier, which the running labd's log must continue.",
            it: "Un punto di controllo conservato, che il registro del labd in funzione deve continuare.", name: "saved"
        ))
    var against: String?
    @Option(help: .localized("Exported lines.", it: "Righe esportate.", name: "lines")) var file: String?
    @Option(
        help: .localized(
            "The signed checkpoint of the lines (default: LINES.checkpoint).",
            it: "Il punto di controllo firmato delle righe (se manca: RIGHE.checkpoint).", name: "file"))
    var checkpoint: String?
    @Option(
        help: .localized(
            "The leaves exported with the lines (default: LINES.leaves, if it is there).",
            it: "Le foglie esportate con le righe (se manca: RIGHE.leaves, se c'è).", name: "file"))
    var leaves: String?
    @Option(
        help: .localized(
            "The data directory of a labd that is not running, or a backup.",
            it: "La cartella dei dati di un labd fermo, o una copia di sicurezza.", name: "dir"))
    var data: String?
    @Option(
        help: .localized(
            "A proof file, of the line in --line.", it: "Un file di prova, della riga in --line.", name: "file"))
    var proof: String?
    @Option(help: .localized("The line that --proof is of.", it: "La riga di cui --proof è la prova.", name: "file"))
    var line: String?
    @Option(help: KeyArgument.help) var key: KeyArgument?
    @Option(
        help: .localized(
            "The labd that reads a database (default: beside labctl).",
            it: "Il labd che legge una base di dati (se manca: quello accanto a labctl).", name: "path"))
    var labd: String?

    func validate() throws {
        let forms = [against != nil, file != nil, data != nil, proof != nil]
        guard forms.count(where: { $0 }) == 1 else {
            throw ValidationError(
                localized(
                    "say what to verify: one of --against, --file, --data and --proof",
                    it: "manca che cosa verificare: uno di --against, --file, --data e --proof"))
        }
        guard file == nil && proof == nil || key != nil else {
            throw ValidationError(
                localized(
                    "--key VKEY is needed: the log's key, as `labctl log key` prints it",
                    it: "serve --key VKEY: la chiave del registro, come la stampa `labctl log key`"))
        }
        guard (proof == nil) == (line == nil) else {
            throw ValidationError(localized("--proof and --line belong together", it: "--proof e --line vanno insieme"))
        }
        guard file != nil || checkpoint == nil && leaves == nil else {
            throw ValidationError(
                localized("--checkpoint and --leaves belong to --file", it: "--checkpoint e --leaves vanno con --file"))
        }
    }

    func run() async throws {
        if let against { try await verify(against: against) }
        if let file, let key { try await verify(file: file, key.key) }
        if let data { try await DatabaseAudit(directory: data, key: key?.key, labd: labd).run() }
        if let proof, let line, let key { print(try Self.verify(proof: proof, line: line, key.key).spoken) }
    }

    /// Verifies the running labd's log against a saved checkpoint.
    private func verify(against path: String) async throws {
        let saved = try SignedNote(file: path)
        let source = LogSource(client: labctl.client)
        // The key that labd returns is not trusted: it must have signed what was saved.
        let key: VerifierKey
        if let given = self.key { key = given.key } else { key = try await source.key() }
        let recorded = try saved.unverifiedCheckpoint()
        _ = try saved.checkpoint(of: try key.named(recorded.origin))
        let (change, present) = try await source.change(since: recorded, of: key)
        guard change.keepsHistory else { throw LogFault(change) }
        print(
            localized(
                "the log of \(recorded.origin) holds: \(grouped(present.size)) events, which begin with the "
                    + "\(grouped(recorded.size)) that were saved",
                it:
                    "il registro di \(recorded.origin) è integro: \(grouped(present.size)) eventi, che cominciano con i "
                    + "\(grouped(recorded.size)) conservati"))
    }

    /// Verifies exported lines against their checkpoint.
    private func verify(file: String, _ key: VerifierKey) async throws {
        let note = try SignedNote(file: checkpoint ?? file + ".checkpoint")
        let lines = try Descriptor(reading: file)
        defer { lines.close() }
        // Leaves that were named must exist; those at the default name need not.
        let beside =
            try leaves.map { (path) throws(Failure) in try Descriptor(reading: path) }
            ?? (try? Descriptor(reading: file + ".leaves"))
        defer { beside?.close() }
        let outcome = try await LogFileAudit(
            lines: lines, name: file, note: note, key: key, leaves: beside,
            showsProgress: Descriptor.standardError.isTerminal
        ).run()
        let (count, seconds) = (outcome.checkpoint.size, outcome.seconds)
        print(
            localized(
                "the log of \(key.name) holds: \(grouped(count)) events, root \(outcome.checkpoint.root) "
                    + "(\(duration(seconds)), \(grouped(Int(Double(count) / max(seconds, 0.000_001)))) events/s)",
                it: "il registro di \(key.name) è integro: \(grouped(count)) eventi, radice \(outcome.checkpoint.root) "
                    + "(\(duration(seconds)), \(grouped(Int(Double(count) / max(seconds, 0.000_001)))) eventi/s)"))
    }

    /// Verifies a single line against its proof; returns where it is.
    ///
    /// - Throws: `LogFault` if the proof is not of this line.
    static func verify(proof path: String, line linePath: String, _ key: VerifierKey) throws -> ProvenPosition {
        let bytes = try Descriptor.contents(of: path)
        var line = try Descriptor.contents(of: linePath)
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        let proof: ProofFile
        do { proof = try ProofFile(parsing: bytes.span) } catch {
            throw Failure(
                .usage,
                localized(
                    "\(path) is no proof file: \(spoken(error))", it: "\(path) non è un file di prova: \(spoken(error))"
                ))
        }
        _ = try proof.note.checkpoint(of: key)
        let index = proof.inclusion.index
        do {
            try proof.verify(line, by: key)
        } catch {
            throw LogFault(
                .changed, at: index,
                localized(
                    "the proof is not of this line: \(spoken(error))",
                    it: "la prova non è di questa riga: \(spoken(error))"))
        }
        return ProvenPosition(position: index, log: key.name.text, size: proof.checkpoint.size)
    }
}

extension LogFault {
    /// A change of the log that does not keep its history.
    init(_ change: LogChange) {
        switch change {
        case .rolledBack(_, let size): self.init(.missing, at: size, change.spoken)
        case .rewritten: self.init(.changed, at: nil, change.spoken)
        case .grew, .same, .anotherGeneration, .anotherLog: self.init(.signature, at: nil, change.spoken)
        }
    }
}

extension Descriptor {
    /// All bytes of a file.
    static func contents(of path: String) throws(Failure) -> [UInt8] {
        let file = try Descriptor(reading: path)
        defer { file.close() }
        return try file.readAll()
    }
}
