import CivilTime
import OfficeSpecification
import Testing

struct EuropeRomeTests {
    @Test(arguments: [
        ("2019-06-12T21:59:59.999999Z", "2019-06-12"), ("2019-06-12T22:00:00.000000Z", "2019-06-13"),
        ("2019-12-31T22:59:59.999999Z", "2019-12-31"), ("2019-12-31T23:00:00.000000Z", "2020-01-01"),
        ("2019-10-26T21:59:00.000000Z", "2019-10-26"), ("2019-10-26T22:00:00.000000Z", "2019-10-27"),
        ("2019-10-27T22:59:59.000000Z", "2019-10-27"), ("2019-10-27T23:00:00.000000Z", "2019-10-28"),
        ("2020-03-28T22:59:59.000000Z", "2020-03-28"), ("2020-03-28T23:00:00.000000Z", "2020-03-29"),
        ("2020-03-29T21:59:59.000000Z", "2020-03-29"), ("2020-03-29T22:00:00.000000Z", "2020-03-30"),
        ("1969-12-31T23:00:00.000000Z", "1970-01-01"), ("1969-12-31T22:59:59.999999Z", "1969-12-31"),
    ]) func `the local day of a moment, around midnight and the clock changes`(_ moment: String, _ day: String) throws {
        #expect(EuropeRome.day(of: Instant.of(moment)) == Day(day))
    }

    @Test(arguments: [
        ("2000-03-26", "2000-10-29"), ("2016-03-27", "2016-10-30"), ("2019-03-31", "2019-10-27"),
        ("2020-03-29", "2020-10-25"), ("2024-03-31", "2024-10-27"), ("2030-03-31", "2030-10-27"),
    ]) func `the days of the changes have 23 and 25 hours, their neighbours 24`(_ spring: String, _ autumn: String)
        throws
    {
        let (spring, autumn) = (Day.of(spring), Day.of(autumn))
        #expect(EuropeRome.minutes(of: spring) == 1380)
        #expect(EuropeRome.minutes(of: autumn) == 1500)
        for day in [spring, autumn] {
            #expect(EuropeRome.minutes(of: day.adding(1)) == 1440)
            #expect(EuropeRome.minutes(of: day.adding(-1)) == 1440)
            #expect(EuropeRome.minutes(of: day.adding(7)) == 1440)
            #expect(EuropeRome.minutes(of: day.adding(-7)) == 1440)
        }
    }

    @Test func `days begin where the one before ends, in years far back and far ahead too`() throws {
        var day = Day.of("1965-01-01")
        #expect(EuropeRome.start(of: day) == Int64(day.number) * 1440 - 60)
        while day.year < 2180 {
            let next = day.adding(1)
            let (_, month, inMonth) = day.parts
            let isLastSunday = day.weekday == 7 && inMonth > 24
            let minutes = isLastSunday && month == 3 ? 1380 : isLastSunday && month == 10 ? 1500 : 1440
            guard EuropeRome.minutes(of: day) == minutes,
                EuropeRome.start(of: day) + Int64(minutes) == EuropeRome.start(of: next)
            else {
                Issue.record("\(day): \(EuropeRome.minutes(of: day)) minutes, not \(minutes), or not up to \(next)")
                return
            }
            day = next
        }
    }

    @Test func `a clock that the day lacks is not a moment`() throws {
        let day = Day.of("2020-03-29")
        for text in ["02:00", "02:30", "02:59"] {
            #expect(EuropeRome.utcMinute(Clock.of(text), on: day) == nil)
        }
        let before = try #require(EuropeRome.utcMinute(Clock.of("01:59"), on: day))
        let after = try #require(EuropeRome.utcMinute(Clock.of("03:00"), on: day))
        #expect(after - before == 1)
    }

    @Test func `a clock that the day has twice means the first time`() throws {
        let day = Day.of("2019-10-27")
        let first = try #require(EuropeRome.utcMinute(Clock.of("02:30"), on: day))
        #expect(first == EuropeRome.start(of: day) + 150)
        let three = try #require(EuropeRome.utcMinute(Clock.of("03:00"), on: day))
        #expect(three == EuropeRome.start(of: day) + 240)
    }

    @Test func `a wall clock shows the hour before the change twice`() throws {
        let start = EuropeRome.start(of: Day.of("2019-10-27"))
        #expect(EuropeRome.wall(atUTCMinute: start + 150).clock == Clock("02:30"))
        #expect(EuropeRome.wall(atUTCMinute: start + 210).clock == Clock("02:30"))
        #expect(EuropeRome.wall(atUTCMinute: start - 1).day == Day("2019-10-26"))
    }
}
