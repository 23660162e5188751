public import Ledger
public import Logging

/// Looks now and then whether the data directory's lock file is still there, makes it again, and says so.
public struct LockWatch: Sendable {
    private static let pause = Duration.seconds(5)

    private let ledger: Ledger
    private let logger: Logger

    /// The watch over the lock of a ledger's directory.
    public init(_ ledger: Ledger, _ logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// Watches until it is cancelled. What cannot be mended is said once.
    public func run() async {
        var said = ""
        while (try? await Task.sleep(for: Self.pause)) != nil {
            do {
                guard let file = try ledger.renewLock() else {
                    said = ""
                    continue
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
}
