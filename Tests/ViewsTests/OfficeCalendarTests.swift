import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Views

struct OfficeCalendarTests {
    private func ask(_ scenario: Scenario, on day: String, until: String? = nil) throws -> OfficeCalendar {
        var question = Question(on: .of(day))
        question.until = until.map { .of($0) }
        return try OfficeCalendar(scenario.office, question)
    }

    private func lines(_ rows: [Deadline]) -> [String] {
        rows.map { row in
            ([row.day, row.kind, row.about] + [row.case, row.worker].compactMap { $0 }).joined(separator: " ")
        }
    }

    @Test func `what is overdue and what falls due in the next sixty days is listed by day`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .hours("h-1", "2019-06-05"), .evidence("p-1", ["from": "2019-01-01", "to": "2019-07-20"]),
            .open("c-1", "2019-06-03"),
            Sending(
                "case.record-measure",
                [
                    "case": "c-1", "on": "2019-06-04", "measure": "d-1", "authority": "Tribunale",
                    "deadline": "2019-07-10",
                ]),
            .suspend("s-1", ["from": "2019-08-01", "to": "2019-08-15"]))
        scenario.today("2019-07-05")
        let found = try ask(scenario, on: "2019-07-05")
        #expect((found.day, found.until) == ("2019-07-05", "2019-09-03"))
        #expect(
            lines(found.rows) == [
                "2019-07-01 completion 2019-06 sw-1", "2019-07-01 report 2019-Q2", "2019-07-10 measure d-1 c-1",
                "2019-07-20 residence p-1 c-1", "2019-08-01 completion 2019-07", "2019-08-15 suspension s-1",
                "2019-09-01 completion 2019-08",
            ])
        #expect(found.rows.map(\.daysLeft) == [-4, -4, 5, 15, 27, 41, 58])
        #expect(try ask(scenario, on: "2019-07-05", until: "2019-07-10").rows == Array(found.rows.prefix(3)))
    }

    @Test func `a month is completed, signed and approved, and again after a change`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05"))
        scenario.today("2019-07-05")
        func due() throws -> [String] {
            try ask(scenario, on: "2019-07-05", until: "2019-07-05").rows.filter { $0.worker == "sw-1" }.map(\.kind)
        }
        #expect(try due() == ["completion"])
        try scenario.given(.complete("2019-06"))
        #expect(try due() == ["signature"])
        try scenario.given(.sign("2019-06"))
        #expect(try due() == ["approval"])
        try scenario.given(.approve("2019-06"))
        #expect(try due().isEmpty)
        try scenario.given(.adjust("h-1", 30, "2019-07-04"))
        #expect(try due() == ["approval"])
    }

    @Test func `every quarter of the plan is due the day after it, unless it is reported, and then the plan ends`()
        throws
    {
        let scenario = try Scenario.withApprovedJune()
        scenario.freezer = RecordedFigures()
        try scenario.given(.submit("q", "quarterly", "2019-06-01", "2019-06-30"))
        let rows = try ask(scenario, on: "2019-07-05", until: "2021-01-01").rows
        #expect(
            rows.filter { $0.kind == "report" }.map(\.about) == ["2019-Q3", "2019-Q4", "2020-Q1"])
        #expect(rows.filter { $0.kind == "project-end" }.map(\.day) == ["2020-03-31"])
        #expect(
            lines(rows.filter { $0.kind == "line-end" }) == [
                "2019-12-31 line-end secretariat-towns", "2020-03-31 line-end mediation",
                "2020-03-31 line-end secretariat-office", "2020-03-31 line-end youth",
            ])
        #expect(rows.last?.day == "2020-04-01")
        #expect(try ask(scenario, on: "2020-09-01", until: "2021-01-01").rows.filter { $0.daysLeft >= 0 }.isEmpty)
    }

    @Test func `mediations that wait have no day, and ceilings of which nine tenths are used are named`() throws {
        let scenario = try Scenario.withMediation()
        func ceilings() throws -> [String] {
            try ask(scenario, on: "2019-06-20").ceilings.map { "\($0.kind) \($0.about) \($0.minutes) \($0.left)" }
        }
        let waiting = try ask(scenario, on: "2019-06-12").waitingRequests
        #expect(waiting.map(\.mediation) == ["m-1"] && waiting.map(\.days) == [9])
        try scenario.given(.deliver("m-1", "2019-06-05"))
        #expect(try ask(scenario, on: "2019-06-12").waitingRequests.isEmpty)
        #expect(try ceilings().isEmpty)
        try scenario.given(.deliver("m-1", "2019-06-06", ["minutes": 25]))
        #expect(try ceilings() == ["mediation m-1 85 5"])
        try scenario.given(.deliver("m-1", "2019-06-07", ["minutes": 5, "last": true]))
        #expect(try ceilings().isEmpty)
    }

    @Test func `an until before the day is refused`() throws {
        let scenario = try Scenario.atWork()
        let refusal = #expect(throws: Refusal.self) { try ask(scenario, on: "2019-07-05", until: "2019-07-04") }
        #expect(refusal?.code == .invalidValue && refusal?.field == "until")
    }
}
