public import CivilTime
import MachineClock
public import Office
import Synchronization

/// The clock of a log: its time, and whether that is believed.
///
/// Used by any thread.
public final class LogClock: Sendable {
    private let time: @Sendable () -> Instant
    private let steady: @Sendable () -> Int64
    private let isSynchronised: @Sendable () -> Bool?
    /// When labd began, or when the clock was confirmed.
    private let beginning: Mutex<Reading>

    /// What two clocks showed at one moment.
    struct Reading: Sendable, Hashable {
        /// The clock that tells the time.
        let time: Instant
        /// Microseconds of the clock that nobody sets.
        let steady: Int64
    }

    /// What the clock shows, and what speaks against it.
    struct Judged: Sendable {
        let time: Instant
        let doubted: DoubtedClock?
    }

    /// A clock of these parts, which begins now.
    ///
    /// - Parameters:
    ///   - time: what it shows.
    ///   - steady: microseconds of a clock that nobody sets.
    ///   - isSynchronised: whether the clock is kept right, as far as the kernel says.
    public init(
        time: @escaping @Sendable () -> Instant, steady: @escaping @Sendable () -> Int64,
        isSynchronised: @escaping @Sendable () -> Bool?
    ) {
        self.time = time
        self.steady = steady
        self.isSynchronised = isSynchronised
        // In this order here and in the other one below: what passes between two calls never makes a clock look ahead.
        let began = steady()
        beginning = Mutex(Reading(time: time(), steady: began))
    }

    /// The machine's clock.
    public static func machine() -> LogClock {
        LogClock(
            time: SystemClock.now, steady: SystemClock.steadyMicroseconds, isSynchronised: SystemClock.isSynchronised)
    }

    /// The time that the clock shows, whether it is believed or not.
    var now: Instant { time() }

    /// What both clocks show.
    func read() -> Reading {
        let now = time()
        return Reading(time: now, steady: steady())
    }

    /// Judges a reading by the log's last event. In a simulated log no clock counts. `confirmed` is a confirmation that is not
    /// in force yet.
    func judge(_ reading: Reading, in office: Office, since confirmed: Reading? = nil) -> Judged {
        guard !office.isSimulated else { return Judged(time: reading.time, doubted: nil) }
        let begun = confirmed ?? beginning.withLock { $0 }
        let passed = reading.time.microseconds - begun.time.microseconds
        let doubted = DoubtedClock(
            shows: reading.time, last: office.time, aheadOfSteady: passed - (reading.steady - begun.steady),
            confirmed: office.confirmedClock, isSynchronised: isSynchronised)
        return Judged(time: reading.time, doubted: doubted)
    }

    /// What it shows now, judged.
    func judge(in office: Office) -> Judged { judge(read(), in: office) }

    /// The moment that labd's own events carry, which cannot wait until the clock is right: what it shows or, if that is not
    /// believed, when the last event was recorded.
    public func believed(in office: Office) -> Instant {
        let judged = judge(in: office)
        return judged.doubted == nil ? judged.time : office.time
    }

    /// The moment of an event that labd itself writes into a log which it does not serve, whose last event was recorded then: what
    /// the clock shows or, if that is not believed or lies before, the last event's time.
    public func believed(after last: Instant) -> Instant {
        let now = now
        let doubted = DoubtedClock(
            shows: now, last: last, aheadOfSteady: 0, confirmed: nil, isSynchronised: isSynchronised)
        return doubted == nil ? max(now, last) : last
    }

    /// The microseconds by which the clock is behind the log's last event. Until it has caught up, every event gets the time of
    /// that event.
    func behind(_ office: Office) -> Int64 {
        office.isSimulated ? 0 : max(0, office.time.microseconds - now.microseconds)
    }

    /// Measures the clock from this reading from now on, because an admin has confirmed it.
    func confirm(_ reading: Reading) { beginning.withLock { $0 = reading } }
}
