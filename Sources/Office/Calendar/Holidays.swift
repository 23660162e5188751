/// Italy's public holidays: L. 260/1949 as it stands (L. 54/1977, DPR 792/1985, L. 336/2000), in any year from 1900.
///
/// The same list is used for every year: labd's projects lie after 2001, when it was last changed.
public enum Holidays {
    /// Whether `day` is a national holiday, whatever weekday it falls on.
    public static func isNational(_ day: Day) -> Bool {
        let (year, month, dayOfMonth) = day.parts
        switch (month, dayOfMonth) {
        case (1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26): return true
        case (3, _), (4, _):
            let easter = easter(year)
            return day == easter || day == easter.adding(1)
        default: return false
        }
    }

    /// Easter Sunday of the Gregorian calendar ("Anonymous Gregorian algorithm", Meeus, Astronomical Algorithms, ch. 8).
    public static func easter(_ year: Int) -> Day {
        let a = year % 19
        let b = year / 100
        let c = year % 100
        let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let n = h + l - 7 * m + 114
        return Day(year: year, month: n / 31, day: n % 31 + 1) ?? .earliest
    }
}

/// A day of every year, written `MM-DD`: a town's patron day.
public struct DayOfYear: Sendable, Hashable, Codable, BitwiseCopyable {
    /// 1–12.
    public let month: Int
    /// 1–31.
    public let day: Int

    /// The day that `text` names as exactly `MM-DD`, or nil where no year has it.
    public init?(_ text: String) {
        var digits = DigitReader(text)
        guard let month = digits.number(2), digits.skip("-"), let day = digits.number(2), digits.isAtEnd,
            Day(year: 2000, month: month, day: day) != nil
        else { return nil }
        self.month = month
        self.day = day
    }

    init(month: Int, day: Int) {
        self.month = month
        self.day = day
    }

    /// Whether `day` is this day of its year.
    public func falls(on day: Day) -> Bool {
        let parts = day.parts
        return parts.month == month && parts.day == self.day
    }
}

extension DayOfYear: CustomStringConvertible {
    /// `MM-DD`.
    public var description: String { "\(padded(month, 2))-\(padded(day, 2))" }
}
