internal import ArgumentParser
internal import CanonicalJSON
internal import Glibc
internal import LabAPI
internal import TransparencyLog
internal import Views

/// `labctl report prove REPORT --output DIR`: what somebody else needs in order to verify that a report was submitted, and when.
struct ReportProve: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "prove",
            abstract: localized(
                "A folder with which anybody can verify that the report was submitted.",
                it: "Una cartella con cui chiunque può verificare che la relazione è stata trasmessa."),
            discussion: localized(
                """
                Writes the stored line of the last submission, the proof that it is in the log, the signed checkpoint that \
                the proof leads to, the log's key, and README.txt with the command that verifies them without labd. \
                Whoever verifies should have got the key from the office by another way: labctl log key.
                """,
                it: """
                    Scrive la riga del registro dell'ultima trasmissione, la prova che è nel registro, il punto di controllo \
                    firmato a cui la prova conduce, la chiave del registro, e README.txt con il comando che li verifica senza \
                    labd. Chi verifica dovrebbe aver avuto la chiave dall'ufficio per altra via: labctl log key.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: .localized("The report's id.", it: "L'id della relazione.", name: "report")) var report: String
    @Option(
        help: .localized(
            "The folder to make; it must not exist.", it: "La cartella da creare, che non deve esistere.", name: "dir"))
    var output: String

    func run() async throws {
        let client = labctl.client
        let answer = try await client.answer(to: .get(Paths.view(ReportFile.name), [("id", report)]))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        let file = try answer.decoded(as: ReportFile.self, ReportFile.name)
        guard let position = file.submissions.last else {
            throw Failure(
                .refused,
                localized("\(report) was never submitted", it: "\(report) non è mai stata trasmessa"))
        }
        let proven = try await LogSource(client: client).provenLine(at: position)
        // labd said at which position; the line itself must say that it is the submission.
        guard Self.isSubmission(proven.line, of: report) else {
            throw LogFault(
                .changed, at: position,
                localized(
                    "the line does not record the submission of \(report)",
                    it: "la riga non registra la trasmissione di \(report)"))
        }
        let folder = try Folder(making: output)
        let verified: ProvenPosition
        do {
            verified = try write(proven, into: folder)
        } catch {
            discard(folder)
            throw error
        }
        print(
            localized(
                "\(output): verified, \(verified.spoken)", it: "\(output): verificata, \(verified.spoken)"
            ).wrapped())
        print("  \(Self.command(proven.key))")
    }

    // The names of the files.
    private static let (line, proof, checkpoint, keyFile) = ("line.json", "proof.txt", "checkpoint.txt", "key.txt")
    private static let readmeFile = "README.txt"

    /// The command that verifies the files of the folder in which it is typed.
    static func command(_ key: VerifierKey) -> String {
        "labctl log verify --proof \(proof) --line \(line) --key \(key.description.quotedForShell)"
    }

    /// Whether a stored line records the submission of a report.
    static func isSubmission(_ line: [UInt8], of report: String) -> Bool {
        guard case .object(let event)? = try? JSONReader.read(line, as: .canonical) else { return false }
        return event["type"] == .string("report.submitted") && event["subject"] == .string("report/\(report)")
    }

    private func write(_ proven: ProvenLine, into folder: Folder) throws -> ProvenPosition {
        try folder.create(Self.line, proven.line + [UInt8(ascii: "\n")])
        try folder.create(Self.proof, proven.proof.bytes)
        try folder.create(Self.checkpoint, proven.proof.note.bytes)
        try folder.create(Self.keyFile, Array("\(proven.key)\n".utf8))
        // What README.txt says is only said of files that verify as they lie there.
        let verified = try LogVerifyCommand.verify(
            proof: "\(output)/\(Self.proof)", line: "\(output)/\(Self.line)", proven.key)
        try folder.create(Self.readmeFile, Array(Self.readme(report, verified, proven.key).utf8))
        return verified
    }

    /// Removes the folder that was just made, so that another try finds none.
    private func discard(_ folder: Folder) {
        for file in [Self.line, Self.proof, Self.checkpoint, Self.keyFile, Self.readmeFile] where !folder.lacks(file) {
            try? folder.remove(file)
        }
        _ = unsafe rmdir(output)
    }

    /// What the files are, and what to do with them.
    static func readme(_ report: String, _ verified: ProvenPosition, _ key: VerifierKey) -> String {
        localized(
            """
            The report \(report): \(verified.spoken).

            \(line)        the line of the log that records the submission, byte for byte
            \(proof)        the proof that this line is in the log (C2SP tlog-proof)
            \(checkpoint)   what the log's key signed: how many events the log had (positions begin at 0), and their root
            \(keyFile)          the log's key; compare it with the one that the office gave you by another way

            To verify, in this folder, without labd and without the rest of the log:

              \(command(key))

            To see that the log of today still continues what was signed then, where labd runs:

              labctl log verify --against \(checkpoint)

            """,
            it: """
                La relazione \(report): \(verified.spoken).

                \(line)        la riga del registro che registra la trasmissione, byte per byte
                \(proof)        la prova che questa riga è nel registro (C2SP tlog-proof)
                \(checkpoint)   ciò che la chiave del registro ha firmato: quanti eventi aveva (le posizioni partono da 0), e la loro radice
                \(keyFile)          la chiave del registro; va confrontata con quella avuta dall'ufficio per altra via

                Per verificare, in questa cartella, senza labd e senza il resto del registro:

                  \(command(key))

                Per vedere che il registro di oggi continua ciò che allora è stato firmato, dove funziona labd:

                  labctl log verify --against \(checkpoint)

                """)
    }
}
