import CivilTime
import OfficeSpecification
import Testing

struct ISOWeekTests {
    @Test(arguments: [
        ("2019-12-29", "2019-W52"), ("2019-12-30", "2020-W01"), ("2019-12-31", "2020-W01"), ("2020-01-05", "2020-W01"),
        ("2020-01-06", "2020-W02"), ("2020-12-31", "2020-W53"), ("2021-01-03", "2020-W53"), ("2021-01-04", "2021-W01"),
        ("2016-01-01", "2015-W53"), ("2018-12-31", "2019-W01"), ("2000-01-01", "1999-W52"), ("2010-01-03", "2009-W53"),
        ("2019-06-01", "2019-W22"), ("2019-06-02", "2019-W22"), ("2019-06-03", "2019-W23"), ("2020-03-31", "2020-W14"),
    ]) func `a day lies in a week of ISO 8601, also at the year's end`(_ day: String, _ week: String) throws {
        let found = Day.of(day).week
        #expect(found.description == week)
        #expect(ISOWeek(week) == found)
        #expect(found.monday.weekday == 1)
        #expect(found.sunday.days(since: found.monday) == 6)
    }

    @Test(arguments: ["2019-W53", "2020-W54", "2019-W00", "2019-W1", "2019W01", "2019-01", "2021-W53", ""])
    func `a text that is not a week is refused`(_ text: String) {
        #expect(ISOWeek(text) == nil)
    }

    @Test func `weeks follow each other`() throws {
        #expect(ISOWeek("2020-W53")?.next == ISOWeek("2021-W01"))
        #expect(ISOWeek("2019-W52")?.next == ISOWeek("2020-W01"))
    }
}
