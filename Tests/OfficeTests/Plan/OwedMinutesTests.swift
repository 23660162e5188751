import CanonicalJSON
import CivilTime
import OfficeSpecification
import Testing

@testable import Office

struct OwedMinutesTests {
    private static let withoutPatrons = JSON.shippedPlan
        .setting("places.3.patron", nil).setting("places.7.patron", nil).setting("places.11.patron", nil)

    /// Returns what all places of a line owe in its whole window, computed exactly and rounded once.
    private func owed(_ line: String, policy: String, plan: JSON = withoutPatrons) throws -> ExactMinutes {
        let scenario = try Scenario.atWork(plan: plan.setting("partWeek", .string(policy)))
        let plan = try #require(scenario.office.plan)
        let line = try #require(plan.line(.of(line)))
        var total = ExactMinutes(zeroUnder: plan.partWeek)
        for id in line.places {
            let place = try #require(plan.place(id))
            var week = line.window.from.week
            while week.monday <= line.window.to {
                total += scenario.office.owed(line, place, in: week, within: plan.period)
                week = week.next
            }
        }
        return total
    }

    @Test(arguments: [
        ("working-days", 97_680, 1, 291_180, 5), ("calendar-days", 706_200, 7, 420_900, 7),
        ("weeks-touched", 105_600, 1, 62_100, 1), ("weeks-with-working-day", 102_300, 1, 60_720, 1),
        ("full-weeks", 99_000, 1, 59_340, 1),
    ]) func `over the whole windows the five policies owe what the table says`(
        _ policy: String, _ towns: Int, _ townsOver: Int, _ office: Int, _ officeOver: Int
    ) throws {
        let inTowns = try owed("secretariat-towns", policy: policy)
        #expect(inTowns.numerator * townsOver == towns * inTowns.denominator)
        let inOffice = try owed("secretariat-office", policy: policy)
        #expect(inOffice.numerator * officeOver == office * inOffice.denominator)
    }

    @Test func `the table's hours: 1,628 and 970.6 by working days`() throws {
        #expect(try owed("secretariat-towns", policy: "working-days").rounded == 1628 * 60)
        #expect(try owed("secretariat-office", policy: "working-days").rounded == 58_236)
        #expect(try owed("secretariat-towns", policy: "calendar-days").rounded == 100_886)
    }

    @Test func `Rovato's patron Monday takes an hour from the first policy, and Chiari's Saturday none`() throws {
        #expect(try owed("secretariat-towns", policy: "working-days", plan: .shippedPlan).rounded == 1627 * 60)
        #expect(try owed("secretariat-office", policy: "working-days", plan: .shippedPlan).rounded == 58_236)
        #expect(try owed("secretariat-towns", policy: "full-weeks", plan: .shippedPlan).rounded == 1650 * 60)
    }

    @Test(arguments: [
        ("2019-W22", "working-days", 0), ("2019-W22", "calendar-days", 86), ("2019-W22", "weeks-touched", 300),
        ("2019-W22", "weeks-with-working-day", 0), ("2019-W22", "full-weeks", 0), ("2019-W33", "working-days", 240),
        ("2019-W33", "full-weeks", 300), ("2020-W01", "working-days", 120), ("2020-W01", "calendar-days", 86),
        ("2020-W01", "weeks-touched", 300), ("2020-W01", "full-weeks", 0), ("2020-W02", "weeks-touched", 0),
    ]) func `a part of a week owes what the policy says about its days`(
        _ week: String, _ policy: String, _ minutes: Int
    ) throws {
        let plan = Self.withoutPatrons.setting("partWeek", .string(policy))
        let scenario = try Scenario.atWork(plan: plan)
        #expect(try owed(scenario, "secretariat-towns", "rovato", week).rounded == minutes)
    }

    @Test func `the days asked limit what is owed`() throws {
        let scenario = try Scenario.atWork()
        let window = Plan.Period(from: .of("2019-06-05"), to: .of("2019-06-06"))
        #expect(try owed(scenario, "secretariat-towns", "rovato", "2019-W23", window).rounded == 120)
    }

    @Test func `suspended days owe nothing, from the first to the one before resumption`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-06-20")
        try scenario.given(
            .suspend("s-1", ["lines": ["secretariat-towns"], "places": ["rovato"], "from": "2019-06-18"]))
        #expect(try owed(scenario, "secretariat-towns", "rovato", "2019-W25").rounded == 60)
        #expect(try owed(scenario, "secretariat-towns", "rovato", "2019-W40").rounded == 0)
        #expect(try owed(scenario, "secretariat-towns", "chiari", "2019-W25").rounded == 300)
        #expect(try owed(scenario, "secretariat-office", "ufficio-di-piano", "2019-W25").rounded == 1380)
        try scenario.given(Sending("project.resume", ["suspension": "s-1", "on": "2019-06-20"]))
        #expect(try owed(scenario, "secretariat-towns", "rovato", "2019-W25").rounded == 180)
        #expect(try owed(scenario, "secretariat-towns", "rovato", "2019-W40").rounded == 300)
    }

    @Test func `a suspension of all lines and places reaches them all, to its last day`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.suspend("s-1", ["from": "2019-06-17", "to": "2019-06-18"]))
        for (line, place, minutes) in [
            ("secretariat-towns", "trenzano", 180), ("secretariat-office", "ufficio-di-piano", 828),
        ] { #expect(try owed(scenario, line, place, "2019-W25").rounded == minutes) }
    }

    @Test(arguments: [
        // Weekly minutes and the days of one week, under working days: fifths are never exact halves.
        ("working-days", 301, 60), ("working-days", 303, 61), ("working-days", 302, 60),
    ]) func `fifths are rounded to the nearest minute`(_ policy: String, _ weekly: Int, _ minutes: Int) throws {
        let plan = JSON.shippedPlan.setting("lines.0.weeklyMinutes", .integer(Int64(weekly)))
        let scenario = try Scenario.atWork(plan: plan)
        let monday = Plan.Period(from: .of("2019-06-17"), to: .of("2019-06-17"))
        #expect(try owed(scenario, "secretariat-towns", "rovato", "2019-W25", monday).rounded == minutes)
    }

    @Test func `an exact half is rounded to the even minute, above zero and below`() {
        for (numerator, rounded) in [(1, 0), (3, 2), (5, 2), (7, 4), (-1, 0), (-3, -2), (-5, -2), (2, 1), (0, 0)] {
            #expect(ExactMinutes(numerator, over: 2).rounded == rounded, "\(numerator)/2")
        }
        for (numerator, rounded) in [(-8, -2), (-7, -1), (7, 1), (8, 2), (12, 2), (13, 3)] {
            #expect(ExactMinutes(numerator, over: 5).rounded == rounded, "\(numerator)/5")
        }
    }

    @Test func `a balance is taken from the exact figure and rounded once`() {
        #expect(ExactMinutes(3, over: 5).roundedBalance(of: 1) == 0)
        #expect(ExactMinutes(2, over: 5).roundedBalance(of: 1) == 1)
        #expect(ExactMinutes(600, over: 7).isExceeded(by: 86))
        #expect(!ExactMinutes(600, over: 7).isExceeded(by: 85))
        #expect(!ExactMinutes(60, over: 1).isExceeded(by: 60))
    }

    @Test func `a working day is Monday to Friday, no holiday and no patron day of the place`() throws {
        let plan = try #require(try Scenario.atWork().office.plan)
        let rovato = try #require(plan.place(.of("rovato")))
        let chiari = try #require(plan.place(.of("chiari")))
        #expect(!rovato.isWorkingDay(.of("2019-11-04")))
        #expect(chiari.isWorkingDay(.of("2019-11-04")))
        #expect(!chiari.isWorkingDay(.of("2019-11-01")))
        #expect(!chiari.isWorkingDay(.of("2019-11-02")))
        #expect(chiari.isWorkingDay(.of("2019-12-31")))
    }

    private func owed(
        _ scenario: Scenario, _ line: String, _ place: String, _ week: String, _ window: Plan.Period? = nil
    ) throws -> ExactMinutes {
        let plan = try #require(scenario.office.plan)
        return scenario.office.owed(
            try #require(plan.line(.of(line))), try #require(plan.place(.of(place))), in: try #require(ISOWeek(week)),
            within: window ?? plan.period)
    }
}
