import CanonicalJSON
import Office
import OfficeSpecification
import Testing
import ViewsSpecification
import Views

struct ComplianceTests {
    private func row(_ found: Compliance, _ line: String, _ place: String) throws -> Compliance.Row {
        try #require(found.rows.first { $0.line == line && $0.place == place })
    }

    private func months(_ found: Compliance, _ line: String, _ place: String) -> [String: Int] {
        let parts = found.months.filter { $0.line == line && $0.place == place }
        return Dictionary(uniqueKeysWithValues: parts.map { ($0.month ?? "", $0.owed) })
    }

    private func scenario(_ policy: String) throws -> Scenario {
        try Scenario.atWork(plan: JSON.shippedPlan.setting("partWeek", .string(policy)))
    }

    @Test func `delivered minutes are net minutes on project funds, regardless of the day of adjustment`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .hours("h-1", "2019-06-05", ["minutes": 300]), .hours("h-2", "2019-06-06", ["fund": "own"]),
            .hours("h-3", "2019-06-06", ["minutes": 30, "place": "chiari"]), .adjust("h-1", 270, "2019-06-12"))
        let found = try Compliance(scenario.office, Question(on: .of("2019-06-09")))
        let rovato = try row(found, "secretariat-towns", "rovato")
        #expect((rovato.owed, rovato.delivered, rovato.balance) == (300, 270, -30))
        #expect(try row(found, "secretariat-towns", "chiari").delivered == 30)
        #expect(found.policy == "working-days")
        #expect(found.total.delivered == 300)
        #expect(found.total.owed == 11 * 300 + 1380)
    }

    @Test func `without a day asked, owed runs to the end of each window`() throws {
        let found = try Compliance(try Scenario.atWork().office, Question())
        #expect(found.rows.count == 12)
        #expect(found.rows.filter { $0.line == "secretariat-towns" }.compactMap(\.owed).reduce(0, +) == 1627 * 60)
        #expect(try row(found, "secretariat-office", "ufficio-di-piano").owed == 58_236)
        #expect(found.total.owed == 1627 * 60 + 58_236)
    }

    @Test func `lines on request have a row where something was delivered, and owe nothing`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05", ["worker": "ed-1", "line": "youth", "place": "chiari"]))
        let found = try Compliance(scenario.office, Question())
        let youth = try row(found, "youth", "chiari")
        #expect((youth.delivered, youth.owed, youth.balance) == (60, nil, nil))
        #expect(found.rows.count == 13)
        #expect(!found.weeks.contains { $0.line == "youth" })
    }

    @Test(arguments: ["weeks-touched", "weeks-with-working-day", "full-weeks"])
    func `week policies put whole weeks into the month of their Thursday, clamped to the line's window`(
        _ policy: String
    ) throws {
        let scenario = try scenario(policy)
        scenario.today("2020-04-01")
        try scenario.given(
            .hours("h-1", "2019-12-31"), .hours("h-2", "2019-12-30"), .hours("h-3", "2019-07-31"),
            .hours("h-4", "2019-06-01"))
        let found = try Compliance(scenario.office, Question())
        let owed = months(found, "secretariat-towns", "rovato")
        #expect(owed["2020-01"] == nil && owed["2019-05"] == nil)
        let delivered = found.months.filter { $0.place == "rovato" && $0.delivered > 0 }
        #expect(delivered.map(\.month) == ["2019-06", "2019-08", "2019-12"])
        #expect(delivered.map(\.delivered) == [60, 60, 120])
        // The office's line continues: its week 2020-W01 counts in January, and its last week in March.
        let office = months(found, "secretariat-office", "ufficio-di-piano")
        #expect(office["2020-04"] == nil)
        let weeks = found.weeks.filter { $0.line == "secretariat-office" }
        #expect(office.values.reduce(0, +) == weeks.map(\.owed).reduce(0, +))
        if policy == "weeks-touched" {
            #expect(owed["2019-06"] == 5 * 300)
            #expect(owed["2019-12"] == 5 * 300)
            #expect(office["2020-01"] == 5 * 1380)
            #expect(office["2020-03"] == 5 * 1380)
        }
    }

    @Test func `day policies count days in their own month`() throws {
        let scenario = try scenario("working-days")
        scenario.today("2020-04-01")
        try scenario.given(.hours("h-1", "2019-07-31"), .hours("h-2", "2019-08-01"))
        let found = try Compliance(scenario.office, Question())
        let owed = months(found, "secretariat-towns", "trenzano")
        // Working days of June to December 2019: 20, 23, 21, 21, 23, 20, 20.
        #expect(
            owed == [
                "2019-06": 1200, "2019-07": 1380, "2019-08": 1260, "2019-09": 1260, "2019-10": 1380, "2019-11": 1200,
                "2019-12": 1200,
            ])
        let rovato = found.months.filter { $0.place == "rovato" && $0.delivered > 0 }
        #expect(rovato.map(\.month) == ["2019-07", "2019-08"])
    }

    @Test func `weeks hold the window's days only, and the last of 2019 is 2020-W01`() throws {
        let scenario = try scenario("working-days")
        scenario.today("2020-01-02")
        try scenario.given(.hours("h-1", "2019-12-31", ["minutes": 300]))
        let found = try Compliance(scenario.office, Question())
        let rovato = found.weeks.filter { $0.place == "rovato" }
        #expect(rovato.first?.week == "2019-W22")
        #expect(rovato.first?.owed == 0)
        #expect(rovato.last?.week == "2020-W01")
        #expect((rovato.last?.owed, rovato.last?.delivered, rovato.last?.balance) == (120, 300, 180))
    }

    @Test func `days asked limit owed and delivered alike`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-03"), .hours("h-2", "2019-06-10"))
        let found = try Compliance(scenario.office, Question(from: .of("2019-06-10"), to: .of("2019-06-11")))
        let rovato = try row(found, "secretariat-towns", "rovato")
        #expect((rovato.owed, rovato.delivered) == (120, 60))
    }

    @Test func `a suspension lowers what is owed, and is named where it touches the days asked`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .suspend("s-1", ["places": ["rovato"], "from": "2019-06-10", "to": "2019-06-11"]),
            .suspend("s-2", ["from": "2020-03-09"]))
        let found = try Compliance(scenario.office, Question(on: .of("2019-06-16")))
        #expect(try row(found, "secretariat-towns", "rovato").owed == 300 + 180)
        #expect(try row(found, "secretariat-towns", "chiari").owed == 600)
        #expect(found.suspensions.map(\.suspension) == ["s-1"])
    }

    @Test func `an explanation of a week names the suspensions that touch it, and who was absent`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .suspend("s-1", ["places": ["rovato"], "from": "2019-06-10", "to": "2019-06-11"]),
            .suspend("s-2", ["places": ["chiari"], "from": "2019-06-10"]), .suspend("s-3", ["from": "2020-03-09"]),
            .hours("h-1", "2019-06-03", ["place": "rovato"]), .absence("sw-1", "2019-06-12"),
            .absence("sw-1", "2019-06-19"), .absence("sw-2", "2019-06-12"))
        func explained(_ week: [(String, String)]) throws -> Explanation {
            let question = try Question(
                parameters: [(name: "of", value: "compliance"), ("place", "rovato")]
                    + week.map { (name: $0.0, value: $0.1) },
                to: Explanation.self)
            return try Explanation(scenario.office, question, RecordedPast(events: scenario.events))
        }
        let week = try explained([("week", "2019-W24")])
        #expect(week.owedBy.filter { $0.type == "project.suspended" }.count == 1)
        #expect(week.absences?.map(\.worker) == ["sw-1"] && week.absences?.map(\.from) == ["2019-06-12"])
        let all = try explained([])
        #expect(all.owedBy.filter { $0.type == "project.suspended" }.count == 2 && all.absences == nil)
    }

    @Test func `a week that is suspended throughout owes nothing and has no row`() throws {
        let scenario = try scenario("weeks-touched")
        try scenario.given(.suspend("s-1", ["from": "2019-06-10", "to": "2019-06-16"]))
        let found = try Compliance(scenario.office, Question())
        #expect(!found.weeks.contains { $0.week == "2019-W24" })
        #expect(found.weeks.contains { $0.week == "2019-W25" })
    }

    @Test func `the forecast says at what weekly rate the rest would be met, or that none can`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-12-31")
        try scenario.given(.hours("h-1", "2019-12-02", ["minutes": 300]))
        let before = try Compliance(scenario.office, Question(on: .of("2019-12-24")))
        let forecast = try #require(try row(before, "secretariat-towns", "trenzano").forecast)
        #expect(forecast.owedInAll == 148 * 60)
        #expect(forecast.missing == 148 * 60)
        // 27, 30 and 31 December are left.
        #expect(forecast.workingDaysLeft == 3)
        #expect(forecast.weeklyMinutesNeeded == 14_800)
        let after = try Compliance(scenario.office, Question(on: .of("2019-12-31")))
        let none = try #require(try row(after, "secretariat-towns", "rovato").forecast)
        #expect((none.workingDaysLeft, none.weeklyMinutesNeeded) == (0, nil))
        #expect(none.missing == 147 * 60 - 300)
        #expect(try row(try Compliance(scenario.office, Question()), "secretariat-towns", "rovato").forecast == nil)
    }

    @Test func `hours at a place that a later plan no longer has stay in the answer`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05"))
        let towns: JSON = ["chiari", "trenzano"]
        try scenario.given(.adopt(JSON.shippedPlan.setting("lines.0.places", towns)))
        let found = try row(try Compliance(scenario.office, Question()), "secretariat-towns", "rovato")
        #expect((found.delivered, found.owed) == (60, nil))
    }
}
