import ArgumentParser
import Logging
import NATS
import Relay
import ServiceSupport
import TransparencyCrypto
import TransparencyLog

/// `labrelay fetch`: a verified copy of an office's log, from its stream.
struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes an office's log to a file, from its stream, and verifies each line.",
        discussion: """
            FILE has the lines up to the greatest checkpoint in the stream that the office's key signed, FILE.checkpoint that checkpoint: \
            labctl log verify --file FILE --key KEY verifies them again. Neither is made unless all these lines verify, and nothing is \
            replaced. The office's relay is asked for lines that are missing or altered; lines among which one was not the log's are \
            kept in FILE.altered. Exit codes: 0 if all lines up to the last checkpoint were \
            written, 1 if not.
            """)

    @OptionGroup var options: RelayOptions

    @OptionGroup var log: LogOptions

    @Option(help: ArgumentHelp("The file to write, which must not exist yet.", valueName: "file"))
    var output: String

    @Argument(help: "The office's id, as in its labd's settings.") var office: String

    func run() throws {
        let outcome = try log.fetch(office, to: output, options)
        print("\(output): \(outcome.text)")
    }
}

/// Which log is fetched.
struct LogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The office's key, as labctl log key prints it; keep a copy of your own.", valueName: "vkey")
    )
    var key: String

    @Option(
        help:
            "The generation of the log: it starts at 1, and each restore with --discard-newer adds 1 (default: the newest)."
    )
    var generation: Int?

    func validate() throws {
        if let generation, generation < 1 { throw ValidationError("--generation takes 1 or more") }
    }

    /// Writes the log to a file, or ends the program with 1.
    func fetch(_ office: String, to output: String, _ options: RelayOptions) throws -> StreamCopy.Outcome {
        let settings = try options.settings()
        let logger = Logger(label: "labrelay") { _ in LogLines(.human) }
        do {
            let key = try VerifierKey(parsing: key, using: .crypto)
            let connection = try Connection(settings.nats.options(name: "labrelay-fetch"))
            let copy = try StreamCopy(connection, region: settings.region, office: office, key: key, logger: logger)
            var lines = try CopiedLines(path: output)
            let outcome = try copy.run(generation: try generation ?? copy.newestGeneration()) { line, position in
                try lines.put(line, at: position)
            }
            try lines.finish(size: outcome.size, checkpoint: outcome.checkpoint)
            return outcome
        } catch let error as TransparencyLogError {
            throw options.failure("--key: \(error); accepted: what labctl log key prints", code: 64)
        } catch let error as NATSError {
            throw options.failure("\(RelayError.nats(error))", code: 1)
        } catch {
            throw options.failure("\(error)", code: 1)
        }
    }
}

extension StreamCopy.Outcome {
    /// What was copied, and what was noticed, for people.
    var text: String {
        let noted = [
            (unverified, "lines at the end are covered by no checkpoint yet, and left out"),
            (repeated, "messages were lines that had come before"),
            (altered, "times the stream had lines that are not the log's"),
            (impossible, "messages were no lines of a log"),
            (foreign, "checkpoints were not this log's"),
            (resends, "times the office's relay sent lines again"),
        ]
        return
            (["\(size) lines, every one verified, root \(root.base64)"]
            + noted.filter { $0.0 > 0 }.map { "   \($0.0) \($0.1)" }).joined(separator: "\n")
    }
}
