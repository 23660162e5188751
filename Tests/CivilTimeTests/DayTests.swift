import CivilTime
import OfficeSpecification
import Testing

struct DayTests {
    @Test(arguments: [
        ("1970-01-01", 0, 4), ("1900-01-01", -25_567, 1), ("2000-02-29", 11_016, 2), ("2019-06-01", 18_048, 6),
        ("2020-03-31", 18_352, 2), ("9999-12-31", 2_932_896, 5),
    ]) func `a day has a number, a weekday and its text again`(_ text: String, _ number: Int, _ weekday: Int) throws {
        let day = Day.of(text)
        #expect(day.number == Int32(number))
        #expect(day.weekday == weekday)
        #expect(day.description == text)
    }

    @Test(arguments: [
        "2019-02-29", "2019-02-30", "1900-02-29", "2019-04-31", "2019-13-01", "2019-00-10", "2019-01-00", "1899-12-31",
        "10000-01-01", "2019-1-01", "2019-01-1", "19-01-01", "2019/01/01", "2019-01-01 ", " 2019-01-01", "2019-01-01T",
        "+019-01-01", "２０１９-01-01", "",
    ]) func `a text that is not a day is refused`(_ text: String) {
        #expect(Day(text) == nil)
    }

    @Test func `days follow each other without gaps over four centuries, across months and years`() throws {
        var day = Day.of("1999-12-31")
        let last = Day.of("2400-01-01")
        var (year, month, dayOfMonth) = day.parts
        while day < last {
            day = day.adding(1)
            if dayOfMonth == Month(year: year, month: month).length {
                dayOfMonth = 1
                (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
            } else {
                dayOfMonth += 1
            }
            let parts = day.parts
            try #require(parts == (year, month, dayOfMonth))
            try #require(Day(year: year, month: month, day: dayOfMonth) == day)
        }
    }

    @Test func `only century years divisible by 400 are leap years`() {
        #expect(Day("2000-02-29") != nil)
        #expect(Day("2100-02-29") == nil)
        #expect(Day("2400-02-29") != nil)
    }

    @Test func `a day cannot leave the calendar that labd accepts`() {
        #expect(Day.latest.adding(1) == .latest)
        #expect(Day.earliest.adding(-1) == .earliest)
        #expect(Day.latest.description == "9999-12-31")
        #expect(Day.earliest.description == "1900-01-01")
    }

    @Test(arguments: [
        ("2019-01-31", "2019-Q1"), ("2019-04-01", "2019-Q2"), ("2019-09-30", "2019-Q3"), ("2019-10-01", "2019-Q4"),
    ])
    func `a day lies in a quarter`(_ day: String, _ quarter: String) throws {
        #expect(Day.of(day).quarter.description == quarter)
    }

    @Test func `a month knows its days`() throws {
        let february = try #require(Month("2020-02"))
        #expect(february.length == 29)
        #expect(february.firstDay.description == "2020-02-01")
        #expect(february.lastDay.description == "2020-02-29")
        for text in ["2020-13", "2020-00", "2020-2", "1899-12", "2020-02-01", ""] { #expect(Month(text) == nil) }
    }

    @Test func `a clock is exactly HH:MM, of this day`() {
        #expect(Clock("23:59")?.minuteOfDay == 1439)
        #expect(Clock("00:00")?.description == "00:00")
        for text in ["24:00", "12:60", "9:00", "09:0", "09:00:00", "09.00", ""] { #expect(Clock(text) == nil) }
    }

    @Test func `a patron day is read as month and day, the leap day too`() throws {
        let patron = try #require(DayOfYear("11-04"))
        #expect(patron.falls(on: Day.of("2019-11-04")))
        #expect(!patron.falls(on: Day.of("2019-11-05")))
        #expect(DayOfYear("02-29")?.description == "02-29")
        for text in ["02-30", "13-01", "1-1", "00-10", "11-04 ", "11/04", ""] { #expect(DayOfYear(text) == nil) }
    }
}
