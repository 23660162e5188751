import ArgumentParser
import FoundationEssentials
import Glibc
import LabAPI
import LabServer
import Ledger
import Logging
import NATS
import Region
import ServiceSupport
import TransparencyCrypto
import TransparencyLog

/// `labregion`: keeps verified copies of the offices' logs of a region, and answers over all of them.
@main
struct Labregion: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labregion",
        abstract: "Keeps verified copies of the logs of a region's offices, and answers over all of them.",
        discussion: """
            labregion reads the offices' streams on NATS JetStream, which their relays fill. It counts a line only once a checkpoint that the \
            office's key signed covers it. Each office is answered for on a socket of its own, as labd answers there; the region's own \
            socket has how the offices stand, and sums.
            """,
        version: Version.current,
        subcommands: [Serve.self, WitnessKey.self, FirstKey.self],
        defaultSubcommand: Serve.self)
}

/// What all commands need.
struct RegionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The settings; config/labregion.toml documents them.", valueName: "file"))
    var config = "/etc/labd/labregion.toml"

    /// Reads the settings, or ends the program with 78.
    func settings() throws -> RegionSettings {
        do {
            return try RegionSettings.read(path: config)
        } catch {
            throw failure("\(error)", code: 78)
        }
    }

    /// Says why the program ends.
    func failure(_ reason: String, code: Int32) -> ExitCode {
        let isInJournal = LogLines.form(environment: ProcessInfo.processInfo.environment) == .journal
        LogLines.standardError("\(isInJournal ? "<3>" : "labregion: ")\(reason)\n")
        return ExitCode(code)
    }
}

/// `labregion serve`, and `labregion` without a subcommand.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Follows the offices and answers, until it is told to stop.",
        discussion: """
            While the servers are away it tries again, for ever, and answers from what it has. Exit codes: 0 after a clean stop \
            (SIGTERM, SIGINT), 1 if it cannot start, 64 for wrong arguments, 78 for unusable settings.
            """)

    @OptionGroup var options: RegionOptions

    @Flag(help: "Only reads the settings, and says whether they can be used.")
    var checkConfig = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let adopted = Result { () throws(SocketError) in try ListeningSocket.adopt(environment: environment) }
        let settings = try options.settings()
        if checkConfig {
            print("\(options.config): these settings can be used")
            return
        }
        do {
            try await serve(settings, on: try adopted.get() ?? .path(settings.socket), environment)
        } catch {
            throw options.failure("labregion cannot go on: \(SystemReason.known(error) ?? "\(error)")", code: 1)
        }
    }

    private func serve(
        _ settings: RegionSettings, on socket: ListeningSocket, _ environment: [String: String]
    ) async throws {
        let form = LogLines.form(environment: environment)
        let logger = Logger(label: "labregion") { _ in LogLines(form) }
        let stop = StopSignal()
        let signals = ProcessSignals.asking(toStop: stop)
        defer { withExtendedLifetime(signals) {} }
        MemoryUpkeep.prepare()
        try socket.check()
        let manager = ServiceManager(environment: environment)
        let signer = try RegionKey.signer(settings)
        try FileManager.default.createDirectory(
            atPath: settings.officeSockets, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])

        let policy = LivePolicy(try settings.roles.map(owner: geteuid()))
        let hall = CopyHall(
            sockets: settings.officeSockets, limits: settings.limits, policy, stop: stop, logger: logger)
        let connection = SharedConnection(settings.nats.options(name: "labregion"))
        var offices: [RegionOffice] = []
        var intakes: [OfficeIntake] = []
        for (id, key) in try settings.keys {
            let office = RegionOffice(id: id)
            offices.append(office)
            intakes.append(
                try OfficeIntake(
                    office, region: settings.region, key: key, directory: "\(settings.data)/\(id)", signer: signer,
                    connection,
                    hall, stop: stop, logger: logger))
        }
        let api = RegionAPI(region: settings.region, offices, limits: settings.limits, stop: stop, policy)
        let server = api.server(on: socket, logger: logger)
        try await withThrowingTaskGroup { group in
            for intake in intakes { group.addTask { await intake.run() } }
            group.addTask { await MemoryUpkeep().run() }
            group.addTask { [offices] in await report(offices, manager) }
            defer { stop.give() }
            try await server.run { [count = intakes.count] in
                logger.notice(
                    "ready", metadata: ["socket": "\(socket)", "offices": "\(count)", "version": "\(Version.current)"])
                manager.tell(.ready)
            }
            manager.tell(.stopping)
            await hall.finish()
            group.cancelAll()
        }
        logger.notice("stopped")
    }

    /// Tells the service manager how the offices stand, as long as the program runs.
    private func report(_ offices: [RegionOffice], _ manager: ServiceManager) async {
        repeat {
            let standings = offices.map(\.standing)
            let verified = standings.reduce(0) { $0 + $1.verified }
            let stopped = standings.count { $0.fault != nil }
            manager.tell(
                .status(
                    "\(offices.count) offices, \(verified) lines verified"
                        + (stopped == 0 ? "" : "; \(stopped) offices are stopped")))
            manager.tell(.watchdog)
        } while (try? await Task.sleep(for: .seconds(5))) != nil
    }
}

/// `labregion witness-key`: what the offices have to trust.
struct WitnessKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the verifier key by which the region cosigns, and makes the signing key if there is none.",
        discussion: "An office names it in log.witnesses of its labd's settings.")

    @OptionGroup var options: RegionOptions

    func run() throws {
        let settings = try options.settings()
        do {
            guard let signer = try RegionKey.signer(settings) else {
                throw options.failure("\(options.config): witness is empty: the region does not cosign", code: 78)
            }
            print(signer.key)
        } catch let code as ExitCode {
            throw code
        } catch {
            throw options.failure("\(error)", code: 1)
        }
    }
}

/// `labregion first-key`: the key to be named for an office whose log is of a later generation.
struct FirstKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the key of a log's first generation, made of that of a later one.",
        discussion: "labd signs with one key, whose name ends in /2, /3, … after restores that gave up events.")

    @Argument(help: ArgumentHelp("What labctl log key prints.", valueName: "vkey")) var key: String

    func run() throws {
        do {
            let key = try VerifierKey(parsing: key, using: .crypto)
            let name = key.name.text
            let parts = name.split(separator: "/")
            guard parts.count > 2, let generation = parts.last.flatMap({ Int($0) }), generation > 1 else {
                print(key)
                return
            }
            let first = String(name.dropLast("/\(generation)".count))
            print(try VerifierKey(name: KeyName(first), type: key.type, publicKey: key.publicKey, using: .crypto))
        } catch {
            LogLines.standardError("labregion: \(error); accepted: what labctl log key prints\n")
            throw ExitCode(64)
        }
    }
}
