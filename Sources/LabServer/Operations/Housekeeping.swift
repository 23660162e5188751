public import Ledger
public import Logging

/// Looks now and then after the files of a ledger, while labd runs.
public struct Housekeeping: Sendable {
    private let ledger: Ledger
    private let logger: Logger

    /// The upkeep of a ledger.
    public init(_ ledger: Ledger, _ logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// Once a minute, until it is cancelled: notes how long the log is, frees what readers of dead processes hold, such as
    /// a backup that was killed (the file would grow with every commit otherwise), and takes away keys that were replaced or
    /// destroyed, where that failed before.
    public func run() async {
        await every(.seconds(60)) {
            noteLength()
            tidyKeys()
            clearReaders()
        }
    }

    /// Every few seconds, until it is cancelled: makes the directory's lock file again where somebody deleted it, and says so.
    /// What cannot be mended is said once.
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

    /// At the end, when nothing is appended any more: notes that the log is closed.
    public func end() {
        do { try ledger.noteStopped() } catch {
            logger.warning("the log's end could not be noted", metadata: ["error": "\(error)"])
        }
    }

    /// Finishes what is left of a rotation or an erasure, and says what cannot be finished.
    public func tidyKeys() {
        do { try ledger.keys.tidy() } catch {
            logger.critical(
                "keys that were replaced or destroyed still lie on the disk; it is tried again every minute",
                metadata: ["file": "\(ledger.keys.leftover ?? "none")", "error": "\(error)"])
        }
    }

    private func noteLength() {
        do { try ledger.noteLength() } catch {
            logger.warning("the log's length could not be noted", metadata: ["error": "\(error)"])
        }
    }

    private func clearReaders() {
        do {
            let cleared = try ledger.clearStaleReaders()
            if cleared > 0 {
                logger.notice("cleared readers of dead processes", metadata: ["readers": "\(cleared)"])
            }
        } catch {
            logger.warning("the readers could not be looked at", metadata: ["error": "\(error)"])
        }
    }
}
