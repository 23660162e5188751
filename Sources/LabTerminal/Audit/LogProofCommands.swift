internal import ArgumentParser
internal import CanonicalJSON
internal import LabAPI
internal import OpenAPI
internal import TransparencyCrypto
internal import TransparencyLog

/// `labctl log key`.
struct LogKeyCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "key",
            abstract: localized(
                "The verifier key of the log's checkpoints.",
                it: "La chiave di verifica dei punti di controllo del registro."),
            discussion: localized(
                """
                Everybody who verifies the log needs this key, and must get it independently of the log: on paper, in \
                the contract, or from the supervising body.
                """,
                it: """
                    Chi verifica il registro ha bisogno di questa chiave, e deve ottenerla per altra via: su carta, nella \
                    convenzione, o dall'ente che vigila.
                    """))
    }

    @ParentCommand var labctl: Labctl

    func run() async throws { print(try await LogSource(client: labctl.client).key()) }
}

/// `labctl log checkpoint`.
struct LogCheckpointCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "checkpoint",
            abstract: localized(
                "The last signed checkpoint: the size of the log and its root.",
                it: "L'ultimo punto di controllo firmato: la lunghezza del registro e la sua radice."),
            discussion: localized(
                """
                Save a checkpoint where the office cannot change it, and verify later versions of the log against it: \
                labctl log verify --against FILE.
                """,
                it: """
                    Conservare un punto di controllo dove l'ufficio non lo può cambiare, e confrontare con esso il registro in \
                    seguito: labctl log verify --against FILE.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Option(
        help: .localized(
            "Also writes it into this file, which must not exist.",
            it: "Lo scrive anche in questo file, che non deve esistere.", name: "file"))
    var save: String?

    func run() async throws {
        let source = LogSource(client: labctl.client)
        let (note, checkpoint) = try await source.checkpoint(signedBy: try await source.key())
        if let save {
            try Descriptor.create(save, note.bytes)
            say(
                localized(
                    "\(save): \(grouped(checkpoint.size)) events, signed by \(checkpoint.origin)",
                    it: "\(save): \(grouped(checkpoint.size)) eventi, firmati da \(checkpoint.origin)"))
        }
        printAsIs(String(decoding: note.bytes, as: UTF8.self), terminator: "")
    }
}

/// `labctl log prove POSITION`.
struct LogProveCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "prove",
            abstract: localized(
                "The proof that a line is in the log, as a file (C2SP tlog-proof).",
                it: "La prova che una riga è nel registro, in un file (C2SP tlog-proof)."),
            discussion: localized(
                """
                With the line itself (labctl log show POSITION --json) and the log's key, anybody can verify it \
                without the log and without labd: labctl log verify --proof FILE --line FILE --key VKEY.
                """,
                it: """
                    Con la riga stessa (labctl log show POSIZIONE --json) e la chiave del registro chiunque la può verificare, \
                    senza registro e senza labd: labctl log verify --proof FILE --line FILE --key VKEY.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: .localized("The event's position.", it: "La posizione dell'evento.", name: "position"))
    var position: Int
    @Option(
        help: .localized(
            "The file to write; it must not exist. Standard output without it.",
            it: "Il file da scrivere, che non deve esistere. Se manca, lo standard output.", name: "output"))
    var output: String?

    func run() async throws {
        let proven = try await LogSource(client: labctl.client).provenLine(at: position)
        if let output {
            try Descriptor.create(output, proven.proof.bytes)
            say("\(output): \(proven.position.spoken)")
        } else {
            try Descriptor.standardOutput.write(proven.proof.bytes)
        }
    }
}

/// `labctl log export`.
struct LogExportCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export",
            abstract: localized(
                "Writes all stored lines, byte for byte, with the checkpoint that verifies them.",
                it: "Scrive tutte le righe del registro, byte per byte, con il punto di controllo che le verifica."),
            discussion: localized(
                """
                Writes only the lines to standard output. With --output it writes FILE, FILE.checkpoint, which is the \
                signed checkpoint of exactly these lines, FILE.leaves, the SHA-256 leaf of each line (32 bytes), \
                with which a later change can be traced to its line, and FILE.schema.json, the JSON Schema of a line \
                of each type of event. The lines are verified against the checkpoint while they are written.
                """,
                it: """
                    Sullo standard output scrive solo le righe. Con --output scrive FILE, FILE.checkpoint, il punto di \
                    controllo firmato di queste righe e di nessun'altra, FILE.leaves, la foglia SHA-256 di ogni riga (32 \
                    byte), con cui una modifica successiva si riconduce alla sua riga, e FILE.schema.json, lo schema \
                    JSON di una riga di ogni tipo di evento. Mentre si scrivono, le righe sono confrontate con il punto \
                    di controllo.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Option(
        help: .localized(
            "The file to write; neither it nor the three files with it may exist.",
            it: "Il file da scrivere; né esso né i tre che lo accompagnano devono esistere.", name: "output"))
    var output: String?

    func run() async throws {
        // In one function with both ways, swiftc 6.3 crashes where it optimises.
        if let output { try await write(to: output) } else { try await writeLines() }
    }

    private func writeLines() async throws {
        try await EventLines(client: labctl.client).forEachLine(from: 0) { line in
            try Descriptor.standardOutput.write(line + [UInt8(ascii: "\n")])
            return true
        }
    }

    private func write(to output: String) async throws {
        let source = LogSource(client: labctl.client)
        let (note, checkpoint) = try await source.checkpoint(signedBy: try await source.key())
        let lines = try Descriptor(creating: output)
        defer { lines.close() }
        let leaves = try Descriptor(creating: output + ".leaves")
        defer { leaves.close() }
        let export = LogExport(checkpoint, lines: lines, leaves: leaves)
        try await EventLines(client: labctl.client).forEachLine(from: 0) { line in try export.add(line) }
        try export.finish()
        try Descriptor.create(
            output + ".schema.json", JSON.object(LineSchema.document).canonicalBytes + [UInt8(ascii: "\n")])
        // This file is written last: if it exists, all files do.
        try Descriptor.create(output + ".checkpoint", note.bytes)
        say(
            localized(
                "\(output): \(grouped(checkpoint.size)) events, verified against the checkpoint beside it",
                it: "\(output): \(grouped(checkpoint.size)) eventi, verificati con il punto di controllo accanto"))
    }
}

/// A writer of the lines of a checkpoint into files, used by one reader, one line after another.
private final class LogExport: @unchecked Sendable {
    private static let blockSize = 1 << 20

    private let checkpoint: Checkpoint
    private let lines: Descriptor
    private let leaves: Descriptor
    private var frontier = Frontier()
    private var lineBytes: [UInt8] = []
    private var leafBytes: [UInt8] = []

    init(_ checkpoint: Checkpoint, lines: Descriptor, leaves: Descriptor) {
        self.checkpoint = checkpoint
        self.lines = lines
        self.leaves = leaves
    }

    /// Writes a line; returns whether there is another.
    func add(_ line: [UInt8]) throws(Failure) -> Bool {
        guard frontier.size < checkpoint.size else { return false }
        let leaf = SHA256Function.crypto.leaf(line.span)
        frontier.append(leaf, using: .crypto)
        leaf.append(to: &leafBytes)
        lineBytes += line
        lineBytes.append(UInt8(ascii: "\n"))
        if lineBytes.count >= Self.blockSize { try write() }
        return frontier.size < checkpoint.size
    }

    /// Writes the rest, and makes sure that the lines are those that were signed.
    func finish() throws {
        try write()
        try lines.sync()
        try leaves.sync()
        guard frontier.size == checkpoint.size else {
            throw LogFault(
                .missing, at: frontier.size,
                localized(
                    "labd signed \(checkpoint.size) lines, and sent no more",
                    it: "labd ha firmato \(checkpoint.size) righe, e non ne ha inviate altre"))
        }
        guard frontier.root(using: .crypto) == checkpoint.root else {
            throw LogFault(
                .signature, at: nil,
                localized(
                    "the lines that labd sent are not those that it signed",
                    it: "le righe inviate da labd non sono quelle che ha firmato"))
        }
    }

    private func write() throws(Failure) {
        try lines.write(lineBytes)
        try leaves.write(leafBytes)
        lineBytes.removeAll(keepingCapacity: true)
        leafBytes.removeAll(keepingCapacity: true)
    }
}

extension Descriptor {
    /// Creates a file of these bytes, which must not exist yet, in one durable step.
    static func create(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        let file = try Descriptor(creating: path)
        defer { file.close() }
        try file.write(bytes)
        try file.sync()
    }
}
