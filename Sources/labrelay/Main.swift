import ArgumentParser
import FoundationEssentials
import LabAPI
import Logging
import NATS
import Relay
import ServiceSupport
import TransparencyCrypto
import TransparencyLog

/// `labrelay`: publishes an office's log to its region.
@main
struct Labrelay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labrelay",
        abstract: "Publishes the lines of an office's labd to the streams of its region, on NATS JetStream.",
        discussion: """
            labrelay has neither keys nor data: it asks labd over its socket, as an account with the role auditor, and may be \
            stopped, killed or reinstalled at any time. It goes on where the stream ends.
            """,
        version: Version.current,
        subcommands: [Follow.self, Status.self, Fetch.self, Restore.self, CreateStream.self],
        defaultSubcommand: Follow.self)
}

/// What both commands need.
struct RelayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The settings; config/labrelay.toml documents them.", valueName: "file"))
    var config = "/etc/labd/labrelay.toml"

    /// Reads the settings, or ends the program with 78.
    func settings() throws -> RelaySettings {
        do {
            return try RelaySettings.read(path: config)
        } catch {
            throw failure("\(error)", code: 78)
        }
    }

    /// Says why the program ends.
    func failure(_ reason: String, code: Int32) -> ExitCode {
        let isInJournal = LogLines.form(environment: ProcessInfo.processInfo.environment) == .journal
        LogLines.standardError("\(isInJournal ? "<3>" : "labrelay: ")\(reason)\n")
        return ExitCode(code)
    }
}

/// How labd is reached.
struct LabdOptions: ParsableArguments {
    @Option(help: ArgumentHelp("labd's Unix socket, instead of the one in the settings.", valueName: "path"))
    var socket: String?

    /// The socket, of the command line or the settings; ends the program with 78 if neither names one.
    func socket(_ settings: RelaySettings, _ options: RelayOptions) throws -> String {
        guard let socket = socket ?? settings.socket else {
            throw options.failure("\(options.config): socket is missing; accepted: the path of labd's socket", code: 78)
        }
        return socket
    }
}

/// `labrelay follow`, and `labrelay` without a subcommand.
struct Follow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Publishes what labd records, until it is told to stop.",
        discussion: """
            While labd or the servers are away it tries again, for ever. Exit codes: 0 after a clean stop (SIGTERM, SIGINT), 64 for \
            wrong arguments, 78 for unusable settings.
            """)

    @OptionGroup var options: RelayOptions
    @OptionGroup var labd: LabdOptions

    @Flag(help: "Only reads the settings, and says whether they can be used.")
    var checkConfig = false

    func run() async throws {
        let settings = try options.settings()
        let socket = try labd.socket(settings, options)
        if checkConfig {
            print("\(options.config): these settings can be used")
            return
        }
        let environment = ProcessInfo.processInfo.environment
        let form = LogLines.form(environment: environment)
        let logger = Logger(label: "labrelay") { _ in LogLines(form) }
        let stop = StopSignal()
        let signals = ProcessSignals.asking(toStop: stop)
        defer { withExtendedLifetime(signals) {} }
        let state = RelayState()
        let manager = ServiceManager(environment: environment)
        manager.tell(.ready)
        let reporting = Task { await report(state, manager, settings.metrics, logger) }
        let relay = Relay(
            region: settings.region, labd: LabClient(socket: socket),
            settings.nats.options(name: "labrelay"), state, stop: stop, logger: logger)
        await relay.run()
        reporting.cancel()
        await reporting.value
        manager.tell(.stopping)
        logger.notice("stopped", metadata: ["relayed": "\(state.numbers.relayed)"])
    }

    /// Tells the service manager and the collector of metrics how the relay stands, as long as it runs.
    private func report(_ state: RelayState, _ manager: ServiceManager, _ metrics: String, _ logger: Logger) async {
        let file = metrics.isEmpty ? nil : RelayMetrics(path: metrics)
        var canWrite = true
        repeat {
            let numbers = state.numbers
            let standing = "\(numbers.relayed) of \(numbers.lines) lines in the stream"
            manager.tell(.status(numbers.failure.map { "\(standing); \($0.code): \($0)" } ?? standing))
            if !state.hangs { manager.tell(.watchdog) }
            do {
                try file?.write(numbers)
                canWrite = true
            } catch {
                if canWrite {
                    logger.error(
                        "the metrics cannot be written; check the directory and the disk",
                        metadata: ["file": "\(metrics)", "detail": "\(SystemReason.words(error))"])
                }
                canWrite = false
            }
        } while (try? await Task.sleep(for: .seconds(5))) != nil
    }
}

/// `labrelay status`: how far the stream is behind the log.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares the end of the stream with the log, and says what is missing.",
        discussion: "Exit codes: 0 if the stream has all lines, 1 if not, or if labd or the servers cannot be asked.")

    @OptionGroup var options: RelayOptions
    @OptionGroup var labd: LabdOptions

    func run() async throws {
        let settings = try options.settings()
        let socket = try labd.socket(settings, options)
        do {
            let standing = try await Relay.standing(
                region: settings.region, labd: LabClient(socket: socket),
                settings.nats.options(name: "labrelay-status"))
            print(standing.text)
            if standing.missing > 0 { throw ExitCode(1) }
        } catch let error as RelayError {
            throw options.failure("\(error)", code: 1)
        }
    }
}

/// `labrelay create-stream`: the region's part, once for each office.
struct CreateStream: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Creates an office's stream. Use a NATS user of the region that is allowed to create streams.",
        discussion: """
            What is in a stream stays: it has no limits, and nobody can delete or purge its messages, short of deleting the stream.
            A stream that exists is left as it is.
            """)

    @OptionGroup var options: RelayOptions

    @Option(help: "How many servers keep it: 1, 3 or 5.") var replicas = 3

    @Argument(help: "The office's id, as in its labd's settings.") var office: String

    func validate() throws {
        guard [1, 3, 5].contains(replicas) else { throw ValidationError("--replicas takes 1, 3 or 5") }
    }

    func run() throws {
        let settings = try options.settings()
        do {
            let (stream, isNew) = try Relay.createStream(
                region: settings.region, office: office, replicas: replicas,
                settings.nats.options(name: "labrelay-create-stream"))
            print(isNew ? "\(stream): created, on \(replicas) server(s)" : "\(stream): exists, and is left as it is")
        } catch {
            throw options.failure("\(error)", code: 1)
        }
    }
}
