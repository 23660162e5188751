import CivilTime
import Testing

@testable import LabTerminal

/// A Tuesday.
private let today = Day("2019-12-10") ?? .earliest

@Suite struct TypedTimeTests {
    @Test(arguments: [
        ("2019-09-12", "2019-09-12"), ("today", "2019-12-10"), ("Oggi", "2019-12-10"), ("yesterday", "2019-12-09"),
        ("ieri", "2019-12-09"), ("tomorrow", "2019-12-11"), ("domani", "2019-12-11"), ("tuesday", "2019-12-10"),
        ("martedì", "2019-12-10"), ("martedi", "2019-12-10"), ("monday", "2019-12-09"), ("lunedì", "2019-12-09"),
        ("wednesday", "2019-12-04"), ("domenica", "2019-12-08"), ("-3d", "2019-12-07"), ("-3g", "2019-12-07"),
        ("-2w", "2019-11-26"), ("-2s", "2019-11-26"), ("+1d", "2019-12-11"), ("12/9", "2019-09-12"),
        ("12/9/2018", "2018-09-12"), ("10/12", "2019-12-10"), ("11/12", "2018-12-11"), ("31/12", "2018-12-31"),
        ("29/2", "2016-02-29"), ("01/01", "2019-01-01"),
    ])
    func `a day is read as people type it, in both languages`(_ typed: String, _ day: String) {
        #expect(Day(typed: typed, today: today)?.description == day)
    }

    @Test(arguments: [
        "", "2019-02-30", "30/2", "32/1", "1/13", "1/1/19", "1/2/3/4", "/1", "1/", "a/1", "-d", "--3d", "-+3d", "3d",
        "-3x", "-99999d", "mon", "2019-W45", "noon",
    ])
    func `what is not a day is refused`(_ typed: String) {
        #expect(Day(typed: typed, today: today) == nil)
    }

    @Test func `a day that could be another is said in words`() {
        #expect(TypedDay("3/4", today: today)?.remark == "3/4 is 3 April 2019")
        #expect(TypedDay("3/4/2018", today: today)?.remark == "3/4/2018 is 3 April 2018")
        // Without its year it is the nearest one that is past.
        #expect(TypedDay("3/3", today: today)?.remark == "3/3 is 3 March 2019")
        #expect(TypedDay("30/12", today: today)?.remark == "30/12 is 30 December 2018")
        #expect(TypedDay("13/4/2019", today: today)?.remark == nil)
        #expect(TypedDay("2019-04-03", today: today)?.remark == nil)
    }

    @Test(arguments: [
        ("2019-11", "2019-11-01", "2019-11-30"), ("2019-Q4", "2019-10-01", "2019-12-31"),
        ("2019-q4", "2019-10-01", "2019-12-31"), ("2019-W45", "2019-11-04", "2019-11-10"),
        ("2019", "2019-01-01", "2019-12-31"), ("this-month", "2019-12-01", "2019-12-31"),
        ("last-month", "2019-11-01", "2019-11-30"), ("mese-scorso", "2019-11-01", "2019-11-30"),
        ("questo-mese", "2019-12-01", "2019-12-31"), ("last-quarter", "2019-07-01", "2019-09-30"),
        ("trimestre-scorso", "2019-07-01", "2019-09-30"), ("this-quarter", "2019-10-01", "2019-12-31"),
        ("last-week", "2019-12-02", "2019-12-08"), ("settimana-scorsa", "2019-12-02", "2019-12-08"),
        ("questa-settimana", "2019-12-09", "2019-12-15"), ("ieri", "2019-12-09", "2019-12-09"),
    ])
    func `a span has its first and its last day`(_ typed: String, _ first: String, _ last: String) {
        let span = TypedSpan(typed, today: today)
        #expect(span?.first.description == first)
        #expect(span?.last.description == last)
    }

    @Test func `it is known which texts mean another day on another day`() {
        for text in ["today", "ieri", "monday", "lunedì", "-3d", "12/9", "29/2", "last-month", "this-week"] {
            #expect(TypedSpan.isRelative(text), "\(text)")
        }
        for text in ["2019-09-12", "12/9/2019", "2019-Q4", "2019-11", "2019-W45", "2019", "noon", ""] {
            #expect(!TypedSpan.isRelative(text), "\(text)")
        }
    }

    @Test(arguments: ["", "2019-13", "2019-Q5", "2019-W54", "last", "month", "19", "20199"])
    func `what is not a span is refused`(_ typed: String) {
        #expect(TypedSpan(typed, today: today) == nil)
    }

    @Test(arguments: [
        ("450", 450), ("0", 0), ("7:30", 450), ("0:05", 5), ("12:00", 720), ("7h30", 450), ("7H30", 450),
        ("7h30m", 450),
        ("7h", 420), ("7.5h", 450), ("7,5h", 450), ("7.25h", 435), ("0,1h", 6), ("7,5", 450), ("7.5", 450),
        ("8,0", 480), ("8", 8), ("45m", 45), ("125m", 125),
    ])
    func `an amount of time is read as people type it`(_ typed: String, _ minutes: Int64) {
        #expect(TypedMinutes.read(typed) == minutes)
    }

    @Test(arguments: [
        "", "7:3", "7:60", "-1:30", "1:30:00", "x", ":30", "7,33", ",5", "7h3", "7h60", "h", "h30", "m", "7.33h", ".5h",
        "7.h", "7.5.1h", "12345678:00", "7:30h", "7h30h", "1.5m",
    ])
    func `what is not an amount of whole minutes is refused`(_ typed: String) {
        #expect(TypedMinutes.read(typed) == nil)
    }
}
