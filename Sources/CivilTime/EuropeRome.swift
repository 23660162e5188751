/// The civil time of Italy: UTC+1, and UTC+2 from the last Sunday of March to the last Sunday of October, changing at
/// 01:00 UTC (Directive 2000/84/EC, in force unchanged since 1996).
///
/// The rule is applied to every year, so times before 1996 may be wrong by an hour; labd's projects are after 2014.
public enum EuropeRome {
    /// The zone's name in the IANA database, the only one a plan may name.
    public static let name = "Europe/Rome"

    /// The civil day on which `instant` falls.
    public static func day(of instant: Instant) -> Day {
        let minute = instant.microseconds.flooringDivision(by: 60_000_000)
        return Day(number: Int((minute + Int64(offset(atUTCMinute: minute))).flooringDivision(by: 1440)))
    }

    /// Returns the number of minutes of the civil day: 1,440, or 1,380 and 1,500 on the days of the clock changes.
    public static func minutes(of day: Day) -> Int {
        let change = Int64(day.number) * 1440 + changeMinute
        let summer = summer(near: change)
        if change == summer.lowerBound { return 1380 }
        return change == summer.upperBound ? 1500 : 1440
    }

    /// The UTC minute (since 1970) at which the civil day begins.
    public static func start(of day: Day) -> Int64 {
        let local = Int64(day.number) * 1440
        // The clock never changes at midnight, so the offset immediately before midnight is the one in force.
        return local - Int64(offset(atUTCMinute: local - 120))
    }

    /// Returns the UTC minute (since 1970) at which a wall clock shows `clock` on `day`: the first one if it is shown twice,
    /// nil if it is never shown (from 02:00 to 02:59 on the last Sunday of March).
    public static func utcMinute(_ clock: Clock, on day: Day) -> Int64? {
        let local = Int64(day.number) * 1440 + Int64(clock.minuteOfDay)
        for offset in [120, 60] where self.offset(atUTCMinute: local - Int64(offset)) == offset {
            return local - Int64(offset)
        }
        return nil
    }

    /// Returns what a wall clock shows at a UTC minute (since 1970).
    public static func wall(atUTCMinute minute: Int64) -> (day: Day, clock: Clock) {
        let local = minute + Int64(offset(atUTCMinute: minute))
        let day = local.flooringDivision(by: 1440)
        return (Day(number: Int(day)), Clock(minuteOfDay: Int(local - day * 1440)))
    }

    /// Returns the minutes by which local time is ahead of UTC: 60 or 120.
    package static func offset(atUTCMinute minute: Int64) -> Int { summer(near: minute).contains(minute) ? 120 : 60 }

    /// The minute of a day, in UTC, at which the clocks change.
    private static let changeMinute: Int64 = 60
    /// The summer times of the years from 1970 on: every command looks some up.
    private static let summers = (1970..<2170).map(summer)

    /// Returns the UTC minutes of the summer time of the year of `minute`; or of a neighbouring year, if the minute is within two days
    /// of New Year, when it is winter anyway.
    private static func summer(near minute: Int64) -> Range<Int64> {
        // The minutes of a mean year.
        let year = Int(minute / 525_949)
        if minute >= 0, year < summers.count { return summers[year] }
        return summer(Day(number: Int(minute.flooringDivision(by: 1440))).year)
    }

    /// Returns the UTC minutes of a year's summer time.
    private static func summer(_ year: Int) -> Range<Int64> {
        func change(_ month: Int) -> Int64 {
            let last = Month(year: year, month: month).lastDay
            return Int64(last.adding(-(last.weekday % 7)).number) * 1440 + changeMinute
        }
        return change(3)..<change(10)
    }
}
