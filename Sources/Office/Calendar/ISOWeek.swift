/// A week of ISO 8601: from Monday to Sunday, of the year in which its Thursday lies. Written `2020-W01`.
public struct ISOWeek: Sendable, Hashable, Comparable, BitwiseCopyable {
    /// Its Monday.
    public let monday: Day

    /// The week in which `day` lies.
    public init(containing day: Day) {
        monday = day.adding(1 - day.weekday)
    }

    /// The week that `text` names as exactly `YYYY-Www`, or nil where that year has none.
    public init?(_ text: String) {
        var digits = DigitReader(text)
        guard let year = digits.number(4), digits.skip("-"), digits.skip("W"), let week = digits.number(2),
            digits.isAtEnd,
            week >= 1, let fourthOfJanuary = Day(year: year, month: 1, day: 4)
        else { return nil }
        // 4 January lies in week 1 of its year.
        let found = ISOWeek(containing: fourthOfJanuary.adding((week - 1) * 7))
        guard found.thursday.year == year else { return nil }
        self = found
    }

    /// Its Thursday, which decides the week's year, and its month where a figure puts whole weeks into months.
    public var thursday: Day { monday.adding(3) }
    /// Its Sunday.
    public var sunday: Day { monday.adding(6) }
    /// The week after it.
    public var next: ISOWeek { ISOWeek(containing: monday.adding(7)) }

    /// By the calendar.
    public static func < (a: ISOWeek, b: ISOWeek) -> Bool { a.monday < b.monday }
}

extension ISOWeek: CustomStringConvertible {
    /// `YYYY-Www`.
    public var description: String {
        let year = thursday.year
        let firstOfJanuary = Day(year: year, month: 1, day: 1) ?? .earliest
        return "\(padded(year, 4))-W\(padded(thursday.days(since: firstOfJanuary) / 7 + 1, 2))"
    }
}
