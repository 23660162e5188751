import CivilTime
import FoundationEssentials
import Glibc
import LabAPI
import LabServer
import Ledger
import Logging
import MachineClock
import Office
import ServiceSupport

/// The parts of labd, put together: the log, the office derived from it, the writer, and the server.
struct Daemon {
    private let settings: Settings
    /// The settings without the changes of the command line, and the file from which they were read.
    private let asRead: Settings
    private let file: String
    private let socket: ListeningSocket
    private let isSimulated: Bool
    private let manager: ServiceManager
    private let logger: Logger

    /// What to do about a damaged file of the log or of the keys.
    static let remedy =
        "find out with labctl log verify --data what is lost, then restore the last backup: log/data.mdb with labctl restore, "
        + "keys/data.mdb with labctl keys restore"

    /// The process's environment.
    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// The directory of what the service manager passes (systemd.exec(5)).
    static var credentials: String? { environment["CREDENTIALS_DIRECTORY"] }

    init(
        _ settings: Settings, asRead: Settings, from file: String, _ socket: ListeningSocket, isSimulated: Bool,
        _ environment: [String: String]
    ) {
        self.settings = settings
        self.asRead = asRead
        self.file = file
        self.socket = socket
        self.isSimulated = isSimulated
        manager = ServiceManager(environment: environment)
        let form = LogLines.form(environment: environment)
        logger = Logger(label: "labd") { _ in LogLines(form) }
    }

    /// Runs until SIGTERM or SIGINT.
    func run() async throws {
        let stop = StopSignal()
        let signals = ProcessSignals.asking(toStop: stop)
        defer { withExtendedLifetime(signals) {} }
        ProcessSignals.ignoreReloads()
        MemoryUpkeep.prepare()

        try socket.check()
        Ledger.whenFileIsBroken { [logger] file, words in
            logger.critical(
                "a file is damaged, and labd ends: \(Self.remedy)", metadata: ["file": "\(file)", "detail": "\(words)"])
        }
        let ledger = try open()
        manager.tell(.status("reading \(ledger.count) events"))
        let clock = LogClock.machine()
        let history = History(ledger)
        let snapshots = Snapshots(ledger, logger)
        let office = try await office(of: ledger, snapshots, history, clock)
        report(ledger)

        let writer = Writer(ledger, office, history, limits: settings.limits, logger: logger, clock: clock)
        let policy = LivePolicy(try settings.roles.map(owner: geteuid()), witnesses: try settings.log.witnessKeys())
        let api = API(writer, ledger, limits: settings.limits, stop: stop, policy)
        let reloading = ProcessSignals.asking(toReload: { reload(policy) })
        defer { withExtendedLifetime(reloading) {} }
        let housekeeping = Housekeeping(ledger, logger)
        housekeeping.tidyKeys()
        let watchdog = Task(priority: .high) { await Watchdog(environment: Self.environment, manager, writer)?.run() }
        defer { watchdog.cancel() }
        let upkeep = Task(priority: .background) {
            await withDiscardingTaskGroup { upkeep in
                upkeep.addTask { await housekeeping.run() }
                upkeep.addTask { await housekeeping.watchLock() }
                upkeep.addTask { await writer.keepTrying() }
                upkeep.addTask { await MemoryUpkeep().run() }
                upkeep.addTask { await snapshots.run(writer) }
                upkeep.addTask { await LogVerification(ledger, writer, logger).run() }
                upkeep.addTask { await api.prepareAnswers() }
            }
        }
        defer { upkeep.cancel() }
        let server = Server(api, on: socket, limits: settings.limits, stop: stop, logger: logger)
        // Beside the stop, which is not to wait for a service manager that does not listen.
        let announcing = Task {
            await stop.wait()
            if stop.isGiven { announceStop() }
        }
        defer { announcing.cancel() }
        do { try await server.run { announceReady(ledger) } } catch {
            housekeeping.end()
            throw error
        }
        await writer.settle()
        upkeep.cancel()
        // Before what may take long, so that a labd that is killed meanwhile had closed its log.
        housekeeping.end()
        await snapshots.keepAtStop(writer)
        logger.notice("stopped", metadata: ["events": "\(ledger.count)"])
    }

    /// The office that the log tells of, from the last snapshot on, with the erasures of the log and of the keys in step.
    private func office(
        of ledger: Ledger, _ snapshots: Snapshots, _ history: History, _ clock: LogClock
    ) async throws -> Office {
        var office = await snapshots.office()
        do {
            try await office.replayReadingAhead(ledger, keepingIn: history)
        } catch LedgerError.damaged(let position, let detail) {
            // What comes before the damage can be queried; nothing is cut off or repaired.
            ledger.note(.damaged(position: position, detail: detail))
        }
        do {
            try ErasureReconciler(ledger, logger).settle(&office, now: clock.believed(in: office))
        } catch LedgerError.damaged(let position, let detail) {
            logger.critical(
                "erasures could not be recorded in a damaged log; the keys stay destroyed",
                metadata: ["position": "\(position)", "detail": "\(detail)"])
        }
        return office
    }

    /// Says what is wrong with the files that were found.
    private func report(_ ledger: Ledger) {
        for file in ledger.unreadableNotes {
            logger.warning(
                "a note next to the log was changed, and is written again: check whether the disk is failing",
                metadata: ["file": "\(file)"])
        }
        if let reason = ledger.keys.unavailable {
            logger.critical("nothing can be sealed or opened", metadata: ["detail": "\(reason)"])
        }
        if let file = ledger.keys.needlessKeyFile {
            logger.warning(
                "the office's key is in a file although a credential is used: remove the file",
                metadata: ["file": "\(file)"])
        }
        for damage in ledger.damage.prefix(20) {
            logger.critical(
                "the log is damaged", metadata: ["position": "\(damage.position)", "detail": "\(damage.detail)"])
        }
    }

    private func announceReady(_ ledger: Ledger) {
        logger.notice(
            "ready",
            metadata: [
                "socket": "\(socket)", "data": "\(settings.data)", "events": "\(ledger.count)",
                "simulated": "\(isSimulated)", "version": "\(Version.current)",
            ])
        manager.tell(.ready, .status("answering; \(ledger.count) events at the start"))
    }

    private func announceStop() {
        logger.notice("stopping")
        manager.tell(.stopping, .status("stopping"))
    }

    /// Reads the settings again, for what can be replaced while labd runs: roles and witnesses. Unusable settings change
    /// nothing.
    private func reload(_ policy: LivePolicy) {
        manager.tell(.reloading(microseconds: SystemClock.monotonicMicroseconds))
        do {
            let settings = try Settings.read(path: file, data: self.settings.data)
            policy.replace(try settings.roles.map(owner: geteuid()), witnesses: try settings.log.witnessKeys())
            logger.notice("roles and witnesses were read again", metadata: ["file": "\(file)"])
            let waiting = asRead.changesForTheNextStart(in: settings)
            if !waiting.isEmpty {
                logger.warning(
                    "changes to these settings take effect at the next start",
                    metadata: ["settings": "\(waiting.joined(separator: ", "))"])
            }
        } catch {
            logger.error("the settings could not be read again: the earlier ones stay", metadata: ["error": "\(error)"])
        }
        manager.tell(.ready, .status("answering"))
    }

    private func open() throws(LedgerError) -> Ledger {
        let now = SystemClock.now()
        let begins = isSimulated ? .epoch : now
        return try Ledger(
            inDirectory: settings.data,
            LogIdentity(
                office: settings.office, origin: settings.origin, zone: settings.zone, simulated: isSimulated),
            now: now, today: Recording(byLabdAt: begins).today.description,
            Ledger.Options(credentials: Self.credentials))
    }
}
