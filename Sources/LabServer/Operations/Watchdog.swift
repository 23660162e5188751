import CivilTime
import Glibc
import Synchronization

/// When something was last alive.
final class Heartbeat: Sendable {
    private let last: Mutex<ContinuousClock.Instant>

    init() { last = Mutex(.now) }

    /// Now.
    func beat() { last.withLock { $0 = .now } }

    /// How long ago that was.
    var age: Duration { last.withLock { ContinuousClock.now - $0 } }
}

/// Tells the service manager that labd is alive, for as long as the writer is: one that hangs, in a system call of a disk
/// that does not answer or in a loop, is not covered by threads that are well (sd_watchdog_enabled(3)).
public struct Watchdog: Sendable {
    private let interval: Duration
    private let manager: ServiceManager
    private let writer: Writer

    /// The watchdog that `environment` asks for; nil if it asks for none, or for another process's.
    public init?(environment: [String: String], _ manager: ServiceManager, _ writer: Writer) {
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap(Int.init), microseconds > 0 else { return nil }
        if let process = environment["WATCHDOG_PID"], process != "\(getpid())" { return nil }
        interval = .microseconds(microseconds)
        self.manager = manager
        self.writer = writer
    }

    /// Feeds the manager until it is cancelled.
    public func run() async {
        while !Task.isCancelled {
            // Not waited for: a writer that hangs would keep this from ever looking.
            let asking = Task { await writer.beat() }
            defer { asking.cancel() }
            guard (try? await Task.sleep(for: interval / 4)) != nil else { return }
            if writer.heartbeat.age < interval { manager.tell(.watchdog) }
        }
    }
}
