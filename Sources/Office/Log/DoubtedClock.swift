public import CivilTime

/// A clock that is in doubt. A clock must be checked because its time stays in the log permanently, and no later event may be
/// earlier.
///
/// This is the only judgement of a clock, a function of values that the reader of the machine's clock passes in.
public struct DoubtedClock: Sendable, Hashable {
    /// The reason for the doubt.
    public let doubt: Doubt
    /// The time that it shows.
    public let shows: Instant
    /// When the log's last event was recorded.
    public let last: Instant

    /// The reasons to doubt a clock.
    public enum Doubt: String, WordList {
        /// It shows a day before labd existed.
        case before2019 = "before-2019"
        /// It is two years or more ahead of the last event.
        case yearsAhead = "years-ahead"
        /// It is more than a day ahead of the steady clock, which cannot be set.
        case ranAhead = "ran-ahead"
        /// The kernel reports it as unsynchronised, and it is more than 60 days ahead of the last event.
        case unsynchronised
    }

    private static let microsecondsOfDay: Int64 = 86_400_000_000
    /// 2019-01-01T00:00:00Z.
    private static let earliest = Instant(microseconds: 17_897 * microsecondsOfDay)
    private static let years = 730 * microsecondsOfDay
    private static let daysUnsynchronised = 60 * microsecondsOfDay
    private static let mostAhead: Int64 = 86_400

    /// Judges what a clock shows; nil if it is to be believed.
    ///
    /// - Parameters:
    ///   - shows: the time that it shows.
    ///   - last: when the log's last event was recorded.
    ///   - aheadOfSteady: the number of microseconds by which it ran ahead of the steady clock, since labd started or since it
    ///     was confirmed.
    ///   - confirmed: the time that it showed when it was last confirmed; nil if it never was.
    ///   - isSynchronised: whether the kernel reports it as synchronised; nil if it does not report. Evaluated only if it makes
    ///     a difference.
    public init?(
        shows: Instant, last: Instant, aheadOfSteady: Int64, confirmed: Instant?, isSynchronised: () -> Bool?
    ) {
        let ahead = shows.microseconds - last.microseconds
        // A clock of those years that was confirmed and goes on from there is the same one.
        if shows < Self.earliest, confirmed.map({ $0 < Self.earliest && $0 <= shows }) != true {
            doubt = .before2019
        } else if ahead >= Self.years {
            doubt = .yearsAhead
        } else if aheadOfSteady / 1_000_000 > Self.mostAhead {
            doubt = .ranAhead
        } else if ahead > Self.daysUnsynchronised, isSynchronised() == false {
            doubt = .unsynchronised
        } else {
            return nil
        }
        self.shows = shows
        self.last = last
    }

    /// The refusal for the sender of a command. It gives only days, because accounts without a role receive it too.
    public var refusal: Refusal {
        let days = (shows.microseconds - last.microseconds) / Self.microsecondsOfDay
        return Refusal(.clock(.doubted(doubt, shows: shows.utcDay, daysAhead: Int(days))))
    }
}
