public import Ledger
public import Logging
import ServiceSupport

/// Maintains the files of a ledger periodically while labd runs.
public struct Housekeeping: Sendable {
    private let ledger: Ledger
    private let logger: Logger

    /// Creates the maintenance of a ledger.
    public init(_ ledger: Ledger, _ logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// Runs every minute until it is cancelled. It notes the length of the log, frees the reader slots of dead processes such
    /// as a killed backup (otherwise the file would grow with every commit), and removes keys that were replaced or destroyed,
    /// if that failed before.
    public func run() async {
        await every(.seconds(60)) {
            trying("the log's length could not be noted") { try ledger.noteLength() }
            if !ledger.isCopy { tidyKeys() }
            trying("the readers could not be looked at") {
                let cleared = try ledger.clearStaleReaders()
                guard cleared > 0 else { return }
                logger.notice("cleared readers of dead processes", metadata: ["readers": "\(cleared)"])
            }
        }
    }

    /// Runs every few seconds until it is cancelled. It creates the directory's lock file again if somebody deleted it, and
    /// logs this. A fault that cannot be repaired is logged once.
    public func watchLock() async {
        var said = ""
        await every(.seconds(5)) {
            do {
                guard let file = try ledger.renewLock() else {
                    said = ""
                    return
                }
                logger.error(
                    "the lock file was deleted or replaced under labd, and was made again: find out what does that",
                    metadata: ["file": "\(file)"])
            } catch {
                if said != "\(error)" {
                    logger.critical(
                        "the lock file is not labd's any more: find out what took it, and stop that",
                        metadata: ["error": "\(error)"])
                }
                said = "\(error)"
            }
        }
    }

    /// Notes that the log is closed. Call this at the end, when nothing more is appended.
    public func end() {
        trying("the log's end could not be noted") { try ledger.noteStopped() }
    }

    /// Finishes an incomplete rotation or erasure, and logs what cannot be finished.
    public func tidyKeys() {
        do { try ledger.keys.tidy() } catch {
            logger.critical(
                "keys that were replaced or destroyed still lie on the disk; it is tried again every minute",
                metadata: ["file": "\(ledger.keys.leftover ?? "none")", "error": "\(error)"])
        }
    }

    private func trying(_ complaint: Logger.Message, _ body: () throws -> Void) {
        do { try body() } catch { logger.warning(complaint, metadata: ["error": "\(error)"]) }
    }
}
