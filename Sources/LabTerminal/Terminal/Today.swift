internal import CivilTime
internal import MachineClock

/// The clock of this machine.
enum Today {
    /// An instant as it is written in events: `2026-11-24T08:00:00.000000Z`.
    static func text(seconds: Int) -> String { Instant(microseconds: Int64(seconds) * 1_000_000).description }

    /// This moment.
    static var now: Instant { SystemClock.now() }

    /// The day in the office.
    static var day: Day { EuropeRome.day(of: SystemClock.now()) }
}
