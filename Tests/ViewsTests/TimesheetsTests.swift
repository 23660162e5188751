import CanonicalJSON
import Office
import OfficeSpecification
import Testing
import Views

struct TimesheetsTests {
    private func june(_ scenario: Scenario, _ question: Question = Question()) throws -> Timesheets.Row? {
        try Timesheets(scenario.office, question).rows.first { $0.worker == "sw-1" && $0.month == "2019-06" }
    }

    @Test func `a month shows all minutes, those of the project, its state and who approved`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05"), .own("h-2", "2019-06-06", ["minutes": 45]))
        scenario.today("2019-07-05")
        #expect(try june(scenario)?.state == "open")
        try scenario.given(.complete("2019-06"))
        #expect(try june(scenario)?.state == "completed")
        try scenario.given(.sign("2019-06"))
        #expect(try june(scenario)?.state == "signed")
        #expect(try june(scenario)?.approvedBy == nil)
        try scenario.given(.approve("2019-06"))
        let row = try #require(try june(scenario))
        #expect((row.minutes, row.projectMinutes, row.state, row.pending) == (105, 60, "approved", false))
        #expect(row.approvedBy == "co-1")
    }

    @Test func `what comes after signing is pending until approved again`() throws {
        let scenario = try Scenario.withApprovedJune()
        try scenario.given(.own("h-2", "2019-06-06", ["reason": "dimenticato"]))
        #expect(try june(scenario)?.pending == true)
        #expect(try june(scenario)?.state == "approved")
        #expect(try june(scenario)?.minutes == 120)
        try scenario.given(.approve("2019-06"))
        #expect(try june(scenario)?.pending == false)
        try scenario.given(.adjust("h-1", 0, "2019-07-05"))
        #expect(try june(scenario)?.pending == true)
        #expect(try june(scenario)?.projectMinutes == 0)
    }

    @Test func `days limit minutes, and not what was declared`() throws {
        let scenario = try Scenario.withApprovedJune()
        let early = try #require(try june(scenario, Question(on: .of("2019-06-04"))))
        #expect((early.minutes, early.state) == (0, "approved"))
        #expect(try june(scenario, Question(from: .of("2019-07-01"))) == nil)
    }

    @Test func `whole days away are counted once, voided ones and parts of days not`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .hours("h-1", "2019-06-05"), .absence("sw-1", "2019-06-28", ["to": "2019-07-02"]),
            .absence("sw-1", "2019-06-29"), .absence("sw-1", "2019-06-10", ["minutes": 60]),
            .absence("sw-1", "2019-06-11"))
        try scenario.given(.void(scenario.position))
        #expect(try june(scenario)?.absentDays == 3)
        #expect(try june(scenario, Question(on: .of("2019-06-28")))?.absentDays == 1)
    }

    @Test func `rows are ordered by worker and month`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-05")
        try scenario.given(
            .own("h-1", "2019-07-01", ["worker": "sw-2"]), .own("h-2", "2019-07-01"), .own("h-3", "2019-06-03"))
        let rows = try Timesheets(scenario.office, Question()).rows
        #expect(rows.map { "\($0.worker) \($0.month)" } == ["sw-1 2019-06", "sw-1 2019-07", "sw-2 2019-07"])
    }
}
