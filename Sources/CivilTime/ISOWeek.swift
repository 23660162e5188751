/// A week of ISO 8601: from Monday to Sunday, of the year in which its Thursday lies. Written `2020-W01`.
public struct ISOWeek: Sendable, Hashable, Comparable, BitwiseCopyable {
    /// Its Monday.
    public let monday: Day

    /// The week in which `day` lies.
    @inlinable public init(containing day: Day) {
        monday = day.adding(1 - day.weekday)
    }

    /// Reads a week in exactly the form `YYYY-Www`; nil if the year has no such week.
    public init?(_ text: String) {
        let bytes = text.utf8.span
        var at = 0
        guard let year = bytes.number(4, at: &at), bytes.skip("-", at: &at), bytes.skip("W", at: &at),
            let week = bytes.number(2, at: &at), at == bytes.count, week >= 1,
            let fourthOfJanuary = Day(year: year, month: 1, day: 4)
        else { return nil }
        // 4 January lies in week 1 of its year.
        let found = ISOWeek(containing: fourthOfJanuary.adding((week - 1) * 7))
        guard found.thursday.year == year else { return nil }
        self = found
    }

    /// Its Thursday, which decides the week's year, and its month where a figure puts whole weeks into months.
    @inlinable public var thursday: Day { monday.adding(3) }
    /// Its Sunday.
    @inlinable public var sunday: Day { monday.adding(6) }
    /// The week after it.
    @inlinable public var next: ISOWeek { ISOWeek(containing: monday.adding(7)) }

    /// Compares by date.
    @inlinable public static func < (a: ISOWeek, b: ISOWeek) -> Bool { a.monday < b.monday }
}

extension ISOWeek: CustomStringConvertible {
    /// `YYYY-Www`.
    public var description: String {
        let year = thursday.year
        let firstOfJanuary = Day(year: year, month: 1, day: 1) ?? .earliest
        let week = thursday.days(since: firstOfJanuary) / 7 + 1
        return "\(year.padded(to: 4))-W\(week.padded(to: 2))"
    }
}
