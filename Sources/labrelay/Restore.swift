import ArgumentParser
import FoundationEssentials
import Glibc
import Relay
import Subprocess
import SystemPackage

/// `labrelay restore`: an office's log, rebuilt from its stream.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rebuilds an office's log from its stream, while labd is stopped.",
        discussion: """
            Fetches the log as labrelay fetch does, up to the last checkpoint that the office's key signed, and has labd put it into the \
            data directory, as labd restore does: its keys must be there (labctl keys restore), and nothing that the present log has and the \
            stream has not is given up without --discard-newer. The stream does not have what is sealed: --boxes takes that from the last \
            backup; what was sealed later is lost. Exit codes: those of labd restore, and 1 if the log cannot be fetched.
            """)

    @OptionGroup var options: RelayOptions
    @OptionGroup var log: LogOptions

    @Option(help: ArgumentHelp("The data directory, with its keys.", valueName: "dir")) var data: String
    @Option(help: ArgumentHelp("A backup of the log that has the boxes of what is sealed.", valueName: "dir"))
    var boxes: String?
    @ArgumentParser.Flag(help: "Gives up what is in the present log and not in the stream.") var discardNewer = false
    @Option(help: ArgumentHelp("The program labd.", valueName: "path")) var labd = "/usr/bin/labd"

    @Option(help: ArgumentHelp("Where the lines are kept meanwhile; they are removed at the end.", valueName: "dir"))
    var scratch = "/var/tmp"

    @Argument(help: "The office's id, as in its labd's settings.") var office: String

    func run() async throws {
        // Nobody else can put anything in its place before it is handed over.
        let folder = "\(scratch)/labrelay-restore-\(getpid())"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw options.failure(
                "\(folder) cannot be made (\(error)): remove it, or name another place with --scratch", code: 1)
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/log.ndjson"
        let outcome = try log.fetch(office, to: file, options)
        print("fetched: \(outcome.text)")
        do { try handOver([file, file + ".checkpoint", folder]) } catch { throw options.failure("\(error)", code: 1) }
        var arguments = ["restore", "--from", file, "--data", data]
        if let boxes { arguments += ["--boxes", boxes] }
        if discardNewer { arguments.append("--discard-newer") }
        let status: TerminationStatus
        do {
            status = try await Subprocess.run(
                .path(FilePath(labd)), arguments: Arguments(arguments), input: .none, output: .currentStandardOutput,
                error: .currentStandardError
            ).terminationStatus
        } catch {
            throw options.failure("\(labd) cannot be run: \(error); name it with --labd", code: 1)
        }
        switch status {
        case .exited(0): break
        case .exited(let code): throw ExitCode(code)
        case .signaled(let signal):
            throw options.failure("signal \(signal) ended labd restore: run this again", code: 1)
        }
    }

    /// Lets the account that owns the data directory, as which labd restores, read what root fetched.
    private func handOver(_ files: [String]) throws {
        guard geteuid() == 0 else { return }
        let attributes = try FileManager.default.attributesOfItem(atPath: data)
        guard let owner = attributes[.ownerAccountID], let group = attributes[.groupOwnerAccountID] else { return }
        for name in files {
            try FileManager.default.setAttributes(
                [.ownerAccountID: owner, .groupOwnerAccountID: group], ofItemAtPath: name)
        }
    }
}
