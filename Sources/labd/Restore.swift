import ArgumentParser
import Glibc
import LabServer
import Ledger
import Office
import Subprocess
import SystemPackage
import TransparencyLog

/// `labd restore`: puts a backup in the place of a log, with no labd running.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts a backup in the place of the log, while labd is stopped.",
        discussion: """
            Refuses a backup that does not verify, and one that lacks events which the log has. With --discard-newer \
            those are given up: the log goes on as a new generation with its own origin (ORIGIN/2), and its first event \
            names the size and root of the old log, so that nobody can take the one for the other. A log that has the very \
            lines of the backup is then replaced, too, as what lies beside the lines may be damaged. The keys in the \
            data directory are not touched; the log that was there stays beside, as log.replaced-….mdb. Run by root, it \
            works as the account that owns the data directory, which must be able to read the backup.
            """)

    @Option(help: ArgumentHelp("The backup: a directory that holds data.mdb, or log/data.mdb.", valueName: "dir"))
    var from: String
    @Option(help: ArgumentHelp("The data directory, with its keys.", valueName: "dir")) var data: String
    @ArgumentParser.Flag(help: "Gives up what the log has and the backup has not.") var discardNewer = false

    /// How long reading the log that is there may take.
    private static let patience = Duration.seconds(600)

    func run() async throws {
        do {
            let data = try WorkingAccount.become(ownerOf: data)
            let restoration = try Restoration(
                of: from, into: data, credentials: Daemon.credentials, damaged: try await crash(in: data))
            // Once: when the log is replaced, what it had is forgotten.
            let loss = restoration.loss
            if let loss, !discardNewer {
                throw Refused(
                    text:
                        "\(loss). Nothing was done; with --discard-newer this is given up, and the log goes on as a new "
                        + "generation")
            }
            let now = SystemClock.now()
            guard let time = Timestamp(microseconds: now.microseconds) else {
                throw Refused(text: "the machine's clock shows \(now): set it first")
            }
            let kept: String?
            do throws(LedgerError) {
                kept = try restoration.run(
                    now: time, at: { Self.moment(after: $0) }, discarding: discardNewer)
            } catch {
                throw Refused(text: "the restore was not finished: \(error); once the cause is gone, run it again")
            }
            let backup = restoration.backup
            print(
                restoration.present == .same && kept == nil
                    ? "the log is the one in the backup already: \(backup.size) events"
                    : "restored: \(backup.size) events of \(backup.origin), root \(backup.root)")
            if let loss { print("given up: \(loss)") }
            if let kept { print("the log that was there: \(kept)") }
        } catch {
            LogLines.standardError("labd: \(error)\n")
            throw ExitCode(1)
        }
    }

    /// When the new generation begins, by the machine's clock if that is believed.
    private static func moment(after last: Timestamp) -> (time: Timestamp, day: String) {
        let moment = LogClock.machine().believed(after: Instant(microseconds: last.microseconds))
        return (Timestamp(microseconds: moment.microseconds) ?? last, Recording(byLabdAt: moment).today.description)
    }

    /// Reads the log that is there in a process of its own, as that may crash or never end on a damaged file; what was wrong
    /// then. A fault that can be told is found again when the log is looked at.
    private func crash(in data: String) async throws -> LogFault? {
        try await withThrowingTaskGroup(of: LogFault?.self) { group in
            group.addTask {
                let outcome = try await Subprocess.run(
                    .path("/proc/self/exe"), arguments: ["verify", "--data", data], input: .none, output: .discarded,
                    error: .discarded)
                guard case .signaled(let signal) = outcome.terminationStatus else { return nil }
                guard [SIGSEGV, SIGBUS, SIGABRT].contains(signal) else {
                    throw Refused(text: "reading the log was ended by signal \(signal): try again")
                }
                return LogFault(.changed, at: nil, "reading it crashed (signal \(signal))")
            }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                return LogFault(.changed, at: nil, "reading it did not come to an end")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
