public import CivilTime

/// A clock that is not believed, as whatever it shows stands in the log for ever and no later event may lie before it.
///
/// The one judgement of a clock, made of values: whoever reads the machine's clock hands them in.
public struct DoubtedClock: Sendable, Hashable {
    /// What speaks against it.
    public let doubt: Doubt
    /// What it shows.
    public let shows: Instant
    /// When the log's last event was recorded.
    public let last: Instant

    /// What can speak against a clock.
    public enum Doubt: String, WordList {
        /// It shows a day before the first on which there was a labd.
        case before2019 = "before-2019"
        /// It is two years or more ahead of the last event.
        case yearsAhead = "years-ahead"
        /// It ran ahead of the clock that nobody sets by more than a day.
        case ranAhead = "ran-ahead"
        /// The kernel says that nothing keeps it right, and it is more than 60 days ahead of the last event.
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
    ///   - shows: what it shows.
    ///   - last: when the log's last event was recorded.
    ///   - aheadOfSteady: by how many microseconds it ran ahead of the clock that nobody sets, since labd began or since it was
    ///     confirmed.
    ///   - confirmed: what it showed when it was confirmed last; nil if it never was.
    ///   - isSynchronised: the kernel's word; nil if it says nothing. Asked only where it decides.
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

    /// What the sender of a command is told. By the day only: the same is told to accounts without a role.
    public var refusal: Refusal {
        let days = (shows.microseconds - last.microseconds) / Self.microsecondsOfDay
        return Refusal(.clock(.doubted(doubt, shows: shows.utcDay, daysAhead: Int(days))))
    }
}
