internal import CivilTime
internal import MachineClock

/// The clock of this machine.
enum Today {
    /// An instant as it is written in events: `2026-11-24T08:00:00.000000Z`.
    static func text(seconds: Int) -> String { Instant(microseconds: Int64(seconds) * 1_000_000).description }

    /// The day in the office.
    static var day: Day { EuropeRome.day(of: SystemClock.now()) }
}

extension Day {
    /// A day as people type it: `2019-06-03`, `today`, `yesterday` (`oggi`, `ieri`).
    init?(typed text: String, today: Day) {
        switch text.lowercased() {
        case "today", "oggi": self = today
        case "yesterday", "ieri": self = today.adding(-1)
        default: self.init(text)
        }
    }

    /// What is understood, for messages.
    static let typedForm = "a day as YYYY-MM-DD, today or yesterday"
}
