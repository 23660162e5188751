import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing

/// The office's own list of cases that must be right. Each row is a test, named in the row's words.
struct CasesToGetRightTests {
    @Test
    func `5 h at Rovato's desk on 2019-12-31 / on 2020-01-02: accepted, in week 2020-W01 / refused out-of-window`()
        throws
    {
        let scenario = try Scenario.atWork()
        scenario.today("2020-01-02")
        #expect(scenario.when(.hours("h-1", "2019-12-31", ["minutes": 120])) == .accepted)
        #expect(scenario.when(.hours("h-2", "2019-12-30", ["minutes": 180])) == .accepted(["over-week"]))
        #expect(scenario.when(.hours("h-3", "2020-01-02", ["minutes": 300])) == .refused("out-of-window", "on"))
        let (line, place) = (scenario.office.symbols.find("secretariat-towns"), scenario.office.symbols.find("rovato"))
        let week = try #require(ISOWeek("2020-W01"))
        #expect(scenario.office.hours.minutes(of: LinePlace(try #require(line), try #require(place)), in: week) == 300)
    }

    @Test(arguments: [
        ("weeks-touched", false), ("weeks-with-working-day", false), ("working-days", true), ("full-weeks", true),
        ("calendar-days", true),
    ])
    func
        `23 h at the office in 2020-W14 (30–31 March): on plan under weeks-touched, over it under working-days (9.2 h) and full-weeks (0)`(
            _ policy: String, _ isOver: Bool
        ) throws
    {
        let scenario = try Scenario.atWork(plan: JSON.shippedPlan.setting("partWeek", .string(policy)))
        scenario.today("2020-04-01")
        let atOffice: JSON = ["line": "secretariat-office", "place": "ufficio-di-piano", "minutes": 690]
        _ = scenario.when(.hours("h-1", "2020-03-30", atOffice))
        let outcome = scenario.when(.hours("h-2", "2020-03-31", atOffice))
        #expect(outcome == .accepted(isOver ? ["over-day", "over-week"] : ["over-day"]))
        let office = scenario.office
        let plan = try #require(office.plan)
        let owed = office.owed(
            try #require(plan.line(.of("secretariat-office"))), try #require(plan.place(.of("ufficio-di-piano"))),
            in: try #require(ISOWeek("2020-W14")), within: plan.period)
        #expect(
            owed.rounded
                == [
                    "weeks-touched": 1380, "weeks-with-working-day": 1380, "working-days": 552, "full-weeks": 0,
                    "calendar-days": 394,
                ][policy])
    }

    @Test
    func
        `permit expired 2020-02-10, served 2020-03-05; as known 2020-03-10 / 03-18 / 05-01: expired / valid to 06-15 / valid to 08-31`()
        throws
    {
        let scenario = try Scenario.atWork()
        func extend(_ until: String) -> Sending {
            Sending(
                "project.extend-status",
                [
                    "expiringFrom": "2020-01-31", "expiringTo": "2020-04-15", "validUntil": .string(until), "act": "DL",
                ])
        }
        let served = Day.of("2020-03-05")
        scenario.today("2020-03-10")
        try scenario.given(.evidence("p-1", ["from": "2019-02-10", "to": "2020-02-10"]))
        let person = try #require(scenario.office.people.find("p-1"))
        let inMarch = scenario.office
        #expect(
            scenario.when(
                .contact(
                    "k-1", "2020-03-05",
                    ["person": "p-1", "line": "secretariat-office", "place": "ufficio-di-piano"]))
                == .accepted(["status-expired"]))
        scenario.today("2020-03-18")
        try scenario.given(extend("2020-06-15"))
        let afterDecree = scenario.office
        scenario.today("2020-05-01")
        try scenario.given(extend("2020-08-31"))
        #expect(inMarch.residence(of: person, on: served) == .expired(since: .of("2020-02-10")))
        #expect(afterDecree.residence(of: person, on: served) == .valid(until: .of("2020-06-15")))
        #expect(scenario.office.residence(of: person, on: served) == .valid(until: .of("2020-08-31")))
    }

    @Test
    func
        `work of 2019-12-20 entered 2020-01-15, December signed: refused without a reason; with one accepted, flagged, pending until approved again`()
        throws
    {
        let scenario = try Scenario.atWork()
        scenario.today("2020-01-04")
        let worker = try #require(scenario.office.workers.find("sw-1"))
        let december = try #require(Month("2019-12"))
        try scenario.given(.complete("2019-12"), .sign("2019-12"), .approve("2019-12"))
        scenario.today("2020-01-15")
        #expect(scenario.when(.hours("h-1", "2019-12-20")) == .refused("month-signed", "on"))
        #expect(scenario.refusal?.accepted == "a reason")
        #expect(!scenario.office.hours.sheet(worker, december).isPending)
        #expect(scenario.when(.hours("h-1", "2019-12-20", ["reason": "dimenticato"])) == .accepted(["after-signing"]))
        #expect(scenario.office.hours.sheet(worker, december).isPending)
        #expect(scenario.when(.approve("2019-12")) == .accepted)
        #expect(!scenario.office.hours.sheet(worker, december).isPending)
    }

    @Test func `2019-10-26 23:30 for 300 minutes: ends 2019-10-27 03:30 local, the clock having gone back once`() throws
    {
        let scenario = try Scenario.atWork()
        scenario.today("2019-10-28")
        try scenario.given(.own("h-1", "2019-10-26", ["start": "23:30", "minutes": 300]))
        #expect(scenario.when(.own("h-2", "2019-10-27", ["start": "03:29"])) == .refused("overlap", "start"))
        #expect(scenario.when(.own("h-2", "2019-10-27", ["start": "03:30"])) == .accepted(["holiday-work"]))
        let start = try #require(EuropeRome.utcMinute(.of("23:30"), on: .of("2019-10-26")))
        let end = EuropeRome.wall(atUTCMinute: start + 300)
        #expect(end.day == .of("2019-10-27"))
        #expect(end.clock == .of("03:30"))
    }

    @Test func `intake → analysis → plan → analysis: accepted with reasons`() throws {
        let scenario = try Scenario.withCase()
        #expect(scenario.when(.phase("c-1", "analysis", "2019-06-04")) == .accepted)
        #expect(
            scenario.when(.phase("c-1", "intervention-plan", "2019-06-06")) == .refused("reason-required", "reason"))
        #expect(
            scenario.when(.phase("c-1", "intervention-plan", "2019-06-06", ["reason": "urgenza"]))
                == .accepted(["phase-skip"]))
        #expect(scenario.when(.phase("c-1", "analysis", "2019-06-10")) == .refused("reason-required", "reason"))
        #expect(
            scenario.when(.phase("c-1", "analysis", "2019-06-10", ["reason": "nuovi elementi"]))
                == .accepted(["phase-back"]))
    }
}
