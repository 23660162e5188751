internal import ArgumentParser
internal import LabAPI
internal import TransparencyCrypto
internal import TransparencyLog

/// `labctl log key`.
struct LogKeyCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "key", abstract: "The verifier key of the log's checkpoints.",
            discussion: """
                Everybody who verifies the log needs this key, and must get it independently of the log: on paper, in \
                the contract, or from the supervising body.
                """)
    }

    @ParentCommand var labctl: Labctl

    func run() async throws { print(try await LogSource(client: labctl.client).key()) }
}

/// `labctl log checkpoint`.
struct LogCheckpointCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "checkpoint", abstract: "The last signed checkpoint: the size of the log and its root.",
            discussion: """
                Save a checkpoint where the office cannot change it, and verify later versions of the log against it: \
                labctl log verify --against FILE.
                """)
    }

    @ParentCommand var labctl: Labctl
    @Option(help: ArgumentHelp("Also writes it into this file, which must not exist.", valueName: "file"))
    var save: String?

    func run() async throws {
        let source = LogSource(client: labctl.client)
        let (note, checkpoint) = try await source.checkpoint(signedBy: try await source.key())
        if let save {
            try Descriptor.create(save, note.bytes)
            say("\(save): \(grouped(checkpoint.size)) events, signed by \(checkpoint.origin)")
        }
        printAsIs(String(decoding: note.bytes, as: UTF8.self), terminator: "")
    }
}

/// `labctl log prove POSITION`.
struct LogProveCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "prove", abstract: "The proof that a line is in the log, as a file (C2SP tlog-proof).",
            discussion: """
                With the line itself (labctl log show POSITION --json) and the log's key, anybody can verify it \
                without the log and without labd: labctl log verify --proof FILE --line FILE --key VKEY.
                """)
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: "The event's position.") var position: Int
    @Option(help: "The file to write; it must not exist. Standard output without it.") var output: String?

    func run() async throws {
        let source = LogSource(client: labctl.client)
        let key = try await source.key()
        let proof = try await source.proof(of: position)
        let checkpoint = try proof.note.checkpoint(of: key)
        // A proof that does not verify is not passed on.
        let line = try await line(checkpoint)
        do {
            _ = try proof.verify(
                leaf: SHA256Function.crypto.leaf(line.span), origin: key.name.text, log: key, sha256: .crypto,
                ed25519: .crypto)
        } catch {
            throw LogFault(.changed, at: position, "labd's proof does not prove its line: \(error)")
        }
        if let output {
            try Descriptor.create(output, proof.bytes)
            say("\(output): line \(position) is in the log of \(grouped(checkpoint.size)) events")
        } else {
            try Descriptor.standardOutput.write(proof.bytes)
        }
    }

    private func line(_ checkpoint: Checkpoint) async throws -> [UInt8] {
        let bundle = try await EventLines(client: labctl.client).line(at: position)
        guard let bundle else {
            throw Failure(.refused, "the log has no position \(position): it goes from 0 to \(checkpoint.size - 1)")
        }
        return bundle
    }
}

/// `labctl log export`.
struct LogExportCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export",
            abstract: "Writes all stored lines, byte for byte, with the checkpoint that verifies them.",
            discussion: """
                Writes only the lines to standard output. With --output it writes FILE, FILE.checkpoint, which is the \
                signed checkpoint of exactly these lines, and FILE.leaves, the SHA-256 leaf of each line (32 bytes), \
                with which a later change can be traced to its line. The lines are verified against the checkpoint \
                while they are written.
                """)
    }

    @ParentCommand var labctl: Labctl
    @Option(help: "The file to write; neither it nor the two files with it may exist.") var output: String?

    func run() async throws {
        let events = EventLines(client: labctl.client)
        guard let output else {
            try await events.forEachLine(from: 0) { line in
                try Descriptor.standardOutput.write(line + [UInt8(ascii: "\n")])
                return true
            }
            return
        }
        let source = LogSource(client: labctl.client)
        let (note, checkpoint) = try await source.checkpoint(signedBy: try await source.key())
        let lines = try Descriptor(creating: output)
        defer { lines.close() }
        let leaves = try Descriptor(creating: output + ".leaves")
        defer { leaves.close() }
        let export = LogExport(checkpoint, lines: lines, leaves: leaves)
        try await events.forEachLine(from: 0) { line in try export.add(line) }
        try export.finish()
        // This file is written last: if it exists, all files do.
        try Descriptor.create(output + ".checkpoint", note.bytes)
        say("\(output): \(grouped(checkpoint.size)) events, verified against the checkpoint beside it")
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
            throw LogFault(.missing, at: frontier.size, "labd signed \(checkpoint.size) lines, and sent no more")
        }
        guard frontier.root(using: .crypto) == checkpoint.root else {
            throw LogFault(.signature, at: nil, "the lines that labd sent are not those that it signed")
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
