import Glibc
public import ServiceSupport
import Synchronization

/// The last time at which something was alive.
final class Heartbeat: Sendable {
    private let last: Mutex<ContinuousClock.Instant>

    init() { last = Mutex(.now) }

    /// Records the present time.
    func beat() { last.withLock { $0 = .now } }

    /// The time since then.
    var age: Duration { last.withLock { ContinuousClock.now - $0 } }
}

/// Tells the service manager that labd is alive as long as the writer is. A writer that hangs, in a system call of a disk that
/// does not answer or in a loop, is therefore detected even if other threads work (sd_watchdog_enabled(3)).
public struct Watchdog: Sendable {
    private let interval: Duration
    private let manager: ServiceManager
    private let writer: Writer

    /// Creates the watchdog that `environment` asks for; nil if it asks for none, or for one of another process.
    public init?(environment: [String: String], _ manager: ServiceManager, _ writer: Writer) {
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap(Int.init), microseconds > 0 else { return nil }
        if let process = environment["WATCHDOG_PID"], process != "\(getpid())" { return nil }
        interval = .microseconds(microseconds)
        self.manager = manager
        self.writer = writer
    }

    /// Feeds the watchdog until it is cancelled.
    public func run() async {
        while !Task.isCancelled {
            // This is not awaited, because a writer that hangs would block the check itself.
            let asking = Task { await writer.beat() }
            defer { asking.cancel() }
            guard (try? await Task.sleep(for: interval / 4)) != nil else { return }
            if writer.heartbeat.age < interval { manager.tell(.watchdog) }
        }
    }
}
