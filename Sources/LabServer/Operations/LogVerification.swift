public import Ledger
public import Logging

/// Verifies the whole log while labd runs, once after the start and then once a day: every line against its leaf, and every
/// tile against the one above it.
///
/// After a stop it continues where it was, because its progress is noted in the data directory. Damage that it finds is logged
/// and shown in `/healthz`, and from then on commands are refused.
public struct LogVerification: Sendable {
    /// The number of tiles of 256 lines that are verified between two notes.
    private static let noteInterval = 256
    private static let pause = Duration.seconds(24 * 60 * 60)

    private let ledger: Ledger
    private let writer: Writer
    private let logger: Logger

    /// Creates the verification of the log to which `writer` appends.
    public init(_ ledger: Ledger, _ writer: Writer, _ logger: Logger) {
        self.ledger = ledger
        self.writer = writer
        self.logger = logger
    }

    /// Verifies until it is cancelled.
    public func run() async {
        while !Task.isCancelled {
            await pass()
            guard (try? await Task.sleep(for: Self.pause)) != nil else { return }
        }
    }

    /// Verifies all lines, beginning where an earlier pass was interrupted.
    func pass() async {
        var tile = ledger.verified < ledger.count ? ledger.verified / 256 : 0
        do {
            while let end = try ledger.verify(tile: tile) {
                guard !Task.isCancelled else { return }
                tile += 1
                if tile % Self.noteInterval == 0 || end == ledger.count {
                    // Progress is not noted beyond damage, so that the next start examines it again.
                    if ledger.damage.isEmpty { try ledger.noteVerified(end) } else { tell() }
                    await Task.yield()
                }
            }
            logger.notice(
                "the log was verified",
                metadata: ["events": "\(ledger.verified)", "damaged": "\(ledger.damage.count)"])
        } catch {
            logger.error("the log could not be verified", metadata: ["error": "\(error)"])
        }
    }

    private func tell() {
        // The next start must find the damage before it answers.
        try? ledger.discardSnapshot()
        guard writer.current.refusal == nil else { return }
        writer.refuseIfDamaged()
        for damage in ledger.damage.prefix(20) {
            logger.critical(
                "the log is damaged", metadata: ["position": "\(damage.position)", "detail": "\(damage.detail)"])
        }
    }
}
