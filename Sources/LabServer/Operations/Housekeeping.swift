public import Ledger
public import Logging

/// What has to be looked at now and then while labd runs.
public struct Housekeeping: Sendable {
    private static let pause = Duration.seconds(60)

    private let ledger: Ledger
    private let logger: Logger

    /// The upkeep of a ledger.
    public init(_ ledger: Ledger, _ logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// Once a minute, until it is cancelled: notes how long the log is, and frees what readers of dead processes hold, such as
    /// a backup that was killed; the file would grow with every commit otherwise.
    public func run() async {
        while (try? await Task.sleep(for: Self.pause)) != nil {
            noteLength()
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

    /// At the end, when nothing is appended any more: notes that the log is closed.
    public func end() {
        do { try ledger.noteStopped() } catch {
            logger.warning("the log's end could not be noted", metadata: ["error": "\(error)"])
        }
    }

    private func noteLength() {
        do { try ledger.noteLength() } catch {
            logger.warning("the log's length could not be noted", metadata: ["error": "\(error)"])
        }
    }
}
