import ArgumentParser
import LabServer
import Ledger
import MachineClock
import Office
import ServiceSupport

/// `labd keys`: commands on the keys while labd is stopped.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the keys for a safe, and restores a backup of them.",
        subcommands: [Print.self, PutBack.self])

    /// `labd keys print`.
    struct Print: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The office's key and the log's, to be printed for a safe.",
            discussion: """
                With the office's key and a backup of the keys everything sealed can be opened; with the log's key \
                checkpoints can be signed. Keep the paper in a safe, and do not store it on a disk.
                """)

        @Option(help: ArgumentHelp("The data directory.", valueName: "dir")) var data: String

        func run() throws {
            do {
                let data = try WorkingAccount.become(ownerOf: data)
                for (name, file) in [("office's key", "office.key"), ("log's key", "log.key")] {
                    print("\(name):  \(try PrintedKey.text(ofFile: data + "/keys/" + file))")
                }
            } catch {
                LogLines.standardError(
                    "labd: \(error)\nlabd: if systemd passes the keys, print them with systemd-creds decrypt\n")
                throw ExitCode(1)
            }
        }
    }

    /// `labd keys restore`.
    struct PutBack: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore", abstract: "Restores the keys from a backup into a data directory that has none.",
            discussion: """
                Reads the office's key, as it was printed, from standard input. Refuses a backup that is older \
                than \(KeyStore.backupDays) days or dated in the future, because it may contain keys that were \
                destroyed later. Keys whose erasure is in the log are destroyed again at the next start. If root \
                runs this, it works as the account that owns the data directory.
                """)

        @Option(help: ArgumentHelp("The backup of the keys.", valueName: "file")) var from: String
        @Option(help: ArgumentHelp("The data directory.", valueName: "dir")) var data: String

        func run() throws {
            do {
                // The backup, for example on a USB stick of root, is read with root's rights; everything else is done with the
                // owner's.
                guard let backup = try KeyBackup(file: from) else {
                    throw Refused(text: "\(from) is not a backup of keys")
                }
                let data = try WorkingAccount.become(ownerOf: data)
                let now = SystemClock.now()
                if let objection = backup.objection(at: now) { throw Refused(text: "\(from) \(objection)") }
                LogLines.standardError("the office's key, as printed: ")
                guard let line = readLine(), let key = PrintedKey.key(line) else {
                    throw Refused(
                        text: "that is not an office key: expected seventeen groups of four digits and letters a to f")
                }
                guard try restore(backup, data, key) else {
                    print("the keys of \(backup.origin) are already in \(data)/keys: nothing was done")
                    return
                }
                print("the keys of \(backup.origin), as of \(backup.made), are in \(data)/keys")
            } catch {
                LogLines.standardError("labd: \(error)\n")
                throw ExitCode(1)
            }
        }

        private func restore(_ backup: KeyBackup, _ data: String, _ key: [UInt8]) throws -> Bool {
            do throws(LedgerError) {
                return try backup.restore(inDataDirectory: data, officeKey: key)
            } catch {
                switch error {
                case .invalid, .inUse, .unsafeFile: throw error
                default:
                    throw Refused(
                        text: "the keys were not restored: \(error); remove the cause and run the command again")
                }
            }
        }
    }
}
