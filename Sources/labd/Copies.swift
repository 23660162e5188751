import ArgumentParser
import CivilTime
import LabServer
import Ledger
import MachineClock
import Office
import ServiceSupport

/// `labd backup`: a verified copy of the log, even while labd works.
struct MakeBackup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the log into a directory, even while labd works, and verifies the copy.",
        discussion: """
            Each backup is a directory, labd-TIME, in which every line was verified against the signed checkpoint. \
            It contains no keys: see labctl keys backup, and keep the two apart. If root runs this, it works as \
            the account that owns the data directory, which must be able to write to the directory for backups.
            """)

    @Argument(help: "The directory for backups.") var directory: String
    @Option(help: ArgumentHelp("The data directory.", valueName: "dir")) var data = "/var/lib/labd"
    @Option(help: "How many backups to keep; older ones are removed once the new one is verified.") var keep: Int?

    func validate() throws {
        if let keep, keep < 1 { throw ValidationError("--keep takes 1 or more") }
    }

    func run() throws {
        do {
            let now = SystemClock.now()
            let data = try WorkingAccount.become(ownerOf: data)
            let backups = try BackupDirectory(directory)
            try sweep(backups, olderThan: now)
            let stamp = now.description.prefix(19).filter { $0 != ":" && $0 != "-" }
            let made = "labd-\(stamp)Z"
            let path = "\(directory)/\(made)"
            let outcome = try Backup.make(of: data, at: path, now: now, credentials: Daemon.credentials)
            print("\(path): \(outcome.size) events of \(outcome.origin), every one verified, root \(outcome.root)")
            guard let keep else { return }
            let names = try backups.names()
                .filter { $0.hasPrefix("labd-") && $0.hasSuffix("Z") && $0.count == "labd-20261124T120000Z".count }
            // The new backup is kept, even if a clock that was wrong has left backups with later dates.
            var couldRemoveAll = true
            for name in names.filter({ $0 != made }).dropLast(keep - 1) {
                do {
                    try backups.remove(name)
                    print("\(directory)/\(name): removed, \(keep) are kept")
                } catch {
                    LogLines.standardError("labd: \(directory)/\(name) cannot be removed: \(error)\n")
                    couldRemoveAll = false
                }
            }
            guard couldRemoveAll else {
                throw Refused(text: "the backup was made, but older ones could not be removed")
            }
        } catch {
            LogLines.standardError("labd: \(error)\n")
            throw ExitCode(1)
        }
    }

    /// Removes what interrupted backups left, after a power cut or because somebody stopped them. It never removes one of
    /// today, which may be under way.
    private func sweep(_ backups: BackupDirectory, olderThan now: Instant) throws {
        for name in try backups.names() where name.hasPrefix("labd-") && name.hasSuffix("Z.partial") {
            guard try Int64(backups.changed(name)) < now.microseconds / 1_000_000 - 86_400 else { continue }
            try backups.remove(name)
            print("\(directory)/\(name): removed, because it was interrupted")
        }
    }
}

/// `labd compact`: the log's file without free pages.
struct Compact: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rewrites the log's file without free pages, while labd is stopped.",
        discussion: "Run by root, it works as the account that owns the data directory.")

    @Option(help: ArgumentHelp("The data directory.", valueName: "dir")) var data = "/var/lib/labd"

    func run() throws {
        do {
            let data = try WorkingAccount.become(ownerOf: data)
            let (before, after) = try Backup.compact(data, credentials: Daemon.credentials)
            print("\(data)/log/data.mdb: \(before) bytes before, \(after) after, verified")
        } catch {
            LogLines.standardError("labd: \(error)\n")
            throw ExitCode(1)
        }
    }
}
