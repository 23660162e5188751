import ArgumentParser
import CivilTime
import Glibc
import LabServer
import Ledger
import MachineClock
import Office
import ServiceSupport
import Subprocess
import SystemPackage
import TransparencyLog

/// `labd restore`: replaces a log with a backup, while labd is stopped.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replaces the log with a backup, or with its lines, while labd is stopped.",
        discussion: """
            DIR is a backup that labctl backup made; FILE has the lines of the log and FILE.checkpoint the signed checkpoint over \
            them, as labrelay fetch writes them. Lines are verified by the key in the data directory, and do not have the boxes of \
            what is sealed: --boxes takes these from a backup of the log, as far as it goes. What was sealed later is lost with the \
            log. A command that is sent again under an id of the old log is refused (id-reused).

            Refuses a backup that does not verify, and one that lacks events of the log. With --discard-newer \
            those events are given up: the log continues as a new generation with its own origin (ORIGIN/2), whose \
            first event names the size and root of the old log, so that the two cannot be confused. A log with \
            exactly the lines of the backup is then replaced too, because its other tables may be damaged. The \
            keys in the data directory are not changed; the replaced log is kept as log.replaced-….mdb. If root \
            runs this, it works as the account that owns the data directory, which must be able to read the \
            backup.
            """)

    @Option(
        help: ArgumentHelp(
            "The backup: a directory that contains data.mdb or log/data.mdb; or a file of the log's lines.",
            valueName: "dir|file"))
    var from: String
    @Option(help: ArgumentHelp("With lines: a backup that has the boxes of what is sealed.", valueName: "dir"))
    var boxes: String?
    @Option(help: ArgumentHelp("The data directory, with its keys.", valueName: "dir")) var data: String
    @ArgumentParser.Flag(help: "Gives up what is in the log and not in the backup.") var discardNewer = false

    /// How long reading the present log may take.
    private static let patience = Duration.seconds(600)

    func run() async throws {
        do {
            let data = try WorkingAccount.become(ownerOf: data)
            let crash = try await crash(in: data)
            let rebuilt = try LinesFile(from).map { try $0.rebuild(in: data, boxes: boxes) }
            defer { withExtendedLifetime(rebuilt) {} }
            if rebuilt == nil, boxes != nil {
                throw Refused(text: "--boxes goes with a file of lines; a backup has its own")
            }
            let restoration = try Restoration(
                of: rebuilt?.path ?? from, into: data, credentials: Daemon.credentials, damaged: crash)
            // This is computed once, because it is unknown after the log was replaced.
            let loss = restoration.loss
            if let loss, !discardNewer {
                throw Refused(
                    text:
                        "\(loss). Nothing was done; with --discard-newer these are given up, and the log continues as a new "
                        + "generation")
            }
            let now = SystemClock.now()
            let kept: String?
            do throws(LedgerError) {
                kept = try restoration.run(
                    now: now, at: { Self.moment(after: $0) }, discarding: discardNewer)
            } catch {
                throw Refused(
                    text: "the restore was not completed: \(error); remove the cause and run the command again")
            }
            let backup = restoration.backup
            print(
                restoration.present == .same && kept == nil
                    ? "the log already is the one in the backup: \(backup.size) events"
                    : "restored: \(backup.size) events of \(backup.origin), root \(backup.root)")
            if let rebuilt { print(rebuilt.text) }
            if let loss { print("given up: \(loss)") }
            if let kept { print("the replaced log is kept in \(kept)") }
        } catch {
            LogLines.standardError("labd: \(error)\n")
            throw ExitCode(1)
        }
    }

    /// Returns when the new generation begins, by the machine's clock if that is believed.
    private static func moment(after last: Instant) -> (time: Instant, day: String) {
        let moment = LogClock.machine().believed(after: last)
        return (moment, Recording(byLabdAt: moment).today.description)
    }

    /// Reads the present log in a separate process, because reading a damaged file may crash or never end, and returns what
    /// went wrong. Other faults are found again when the log is examined.
    private func crash(in data: String) async throws -> LogFault? {
        try await withThrowingTaskGroup(of: LogFault?.self) { group in
            group.addTask {
                let outcome = try await Subprocess.run(
                    .path("/proc/self/exe"), arguments: ["verify", "--data", data], input: .none, output: .discarded,
                    error: .discarded)
                guard case .signaled(let signal) = outcome.terminationStatus else { return nil }
                guard [SIGSEGV, SIGBUS, SIGABRT].contains(signal) else {
                    throw Refused(text: "signal \(signal) ended the reading of the log: try again")
                }
                return LogFault(.changed, at: nil, "reading it crashed (signal \(signal))")
            }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                return LogFault(.changed, at: nil, "reading it did not end")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
