package import CivilTime

/// Why a day or a time does not fit, whatever the capability.
package enum CalendarReason: Sendable, Hashable {
    /// The day lies before that of what the command is about.
    case beforeOpening(Day, of: Noun, on: Day)
    /// The day has not come yet.
    case notYet(Day, today: Day)
    /// A span ends before it begins.
    case reversed(from: Day, to: Day)
    /// The clock was set forward past that time of the day.
    case skippedClock(Clock, on: Day)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .beforeOpening: .beforeOpening
        case .notYet: .futureDate
        case .reversed, .skippedClock: .invalidValue
        }
    }
}
