import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing
import Views

struct TimesheetTests {
    private func june(_ scenario: Scenario, _ question: Question = Question()) throws -> Views.Timesheet {
        try Views.Timesheet(scenario.office, question.of("sw-1", "2019-06"))
    }

    private func day(_ sheet: Views.Timesheet, _ day: String) throws -> Views.Timesheet.OneDay {
        try #require(sheet.days.first { $0.on == day })
    }

    @Test func `a timesheet shows every day of the month, with project, other and all minutes`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .hours("h-1", "2019-06-05", ["minutes": 90]), .own("h-2", "2019-06-05", ["minutes": 45]),
            .hours("h-3", "2019-06-06"), .own("h-4", "2019-06-06", ["worker": "sw-2"]))
        let found = try june(scenario)
        #expect(found.days.count == 30)
        let fifth = try day(found, "2019-06-05")
        #expect((fifth.projectMinutes, fifth.otherMinutes, fifth.minutes) == (90, 45, 135))
        #expect(fifth.entries == ["h-1", "h-2"])
        #expect(try day(found, "2019-06-06").minutes == 60)
        #expect((found.total.projectMinutes, found.total.otherMinutes, found.total.minutes) == (150, 45, 195))
        #expect(
            found.days.filter(\.free).map(\.on).prefix(4) == ["2019-06-01", "2019-06-02", "2019-06-08", "2019-06-09"])
        #expect((found.state, found.completed, found.signed, found.approved) == ("open", nil, nil, nil))
    }

    @Test func `an adjusted entry shows the amount as logged and every new one`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .hours("h-1", "2019-06-05", ["minutes": 90]), .hours("h-2", "2019-06-06"),
            .adjust("h-1", 60, "2019-06-07"), .adjust("h-1", 75, "2019-06-12"))
        let adjusted = try #require(try june(scenario).adjusted.first)
        #expect((adjusted.entry, adjusted.on, adjusted.logged, adjusted.minutes) == ("h-1", "2019-06-05", 90, 75))
        #expect(adjusted.adjustments.map(\.before) == [90, 60])
        #expect(adjusted.adjustments.map(\.minutes) == [60, 75])
        #expect(adjusted.adjustments.map(\.on) == ["2019-06-07", "2019-06-12"])
        #expect(adjusted.adjustments.map(\.position) == [scenario.position - 1, scenario.position])
        #expect(try june(scenario).adjusted.count == 1)
        #expect(try june(scenario).total.minutes == 135)
    }

    @Test func `absences show on their days: whole ones by kind, parts by minutes, voided ones not at all`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .absence("sw-1", "2019-05-30", ["to": "2019-06-01", "kind": "sick"]),
            .absence("sw-1", "2019-06-29", ["to": "2019-07-02"]), .absence("sw-1", "2019-06-10", ["minutes": 60]),
            .absence("sw-1", "2019-06-10", ["minutes": 30]), .absence("sw-1", "2019-06-11"))
        try scenario.given(.void(scenario.position))
        let found = try june(scenario)
        #expect(found.days.filter { $0.absence != nil }.map(\.on) == ["2019-06-01", "2019-06-29", "2019-06-30"])
        #expect(try day(found, "2019-06-01").absence == "sick")
        #expect(try day(found, "2019-06-10").absentMinutes == 90)
        #expect(found.absences.map(\.from) == ["2019-05-30", "2019-06-29", "2019-06-10", "2019-06-10"])
        #expect(found.total.absentDays == 3)
    }

    @Test func `who signed and who approved is said with the moment, and a worker without an account is not named`()
        throws
    {
        let scenario = try Scenario.withApprovedJune()
        let found = try june(scenario)
        #expect((found.state, found.pending) == ("approved", false))
        #expect(found.completed?.position == scenario.position - 2)
        #expect(found.signed?.position == scenario.position - 1)
        #expect(found.signed?.by == nil)
        #expect(found.approved?.position == scenario.position)
        #expect(found.approved?.by == "co-1")
        #expect(found.approved?.time == "2019-07-05T10:00:00.003000Z")
    }

    @Test func `who has an account has signed themselves, also if it is taken from them later`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            Sending("worker.change", ["worker": "sw-1", "from": "2019-06-01", "account": "anna"]),
            .hours("h-1", "2019-06-05"))
        scenario.today("2019-07-05")
        try scenario.given(.complete("2019-06"))
        #expect(try june(scenario).signed == nil)
        scenario.actor = "anna"
        try scenario.given(.sign("2019-06"))
        #expect(try june(scenario).signed?.by == "sw-1")
        #expect(try june(scenario).approved == nil)
    }

    @Test func `an account enrolled after a signature does not make it the worker's own`() throws {
        let scenario = try Scenario.withApprovedJune()
        try scenario.given(Sending("worker.change", ["worker": "sw-1", "from": "2019-06-01", "account": "anna"]))
        #expect(try june(scenario).signed?.by == nil)
    }

    @Test func `a month that is open again has no declaration left, one that waits again keeps them`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-05")
        try scenario.given(.complete("2019-06"), .hours("h-1", "2019-06-05"))
        #expect(try june(scenario).state == "open")
        #expect(try june(scenario).completed == nil)
        try scenario.given(
            .complete("2019-06"), .sign("2019-06"), .approve("2019-06"), .adjust("h-1", 30, "2019-07-05"))
        let found = try june(scenario)
        #expect((found.state, found.pending) == ("approved", true))
        #expect(found.approved?.position == scenario.position - 1)
    }

    @Test func `the working year runs from January to the month's end, on all funds`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-05")
        try scenario.given(
            .hours("h-1", "2019-06-05"), .own("h-2", "2019-06-06"), .own("h-3", "2019-07-01", ["minutes": 30]))
        let june = try june(scenario).annual
        #expect((june.year, june.minutes, june.limit, june.left) == (2019, 120, 103_200, 103_080))
        let july = try Views.Timesheet(scenario.office, Question().of("sw-1", "2019-07")).annual
        #expect(july.minutes == 150)
    }

    @Test func `requested days limit hours and absences, but not declarations`() throws {
        let scenario = try Scenario.withApprovedJune()
        let early = try june(scenario, Question(on: .of("2019-06-04")))
        #expect(early.days.map(\.on).last == "2019-06-04")
        #expect((early.total.minutes, early.annual.minutes, early.state) == (0, 0, "approved"))
        #expect(try june(scenario, Question(from: .of("2019-07-01"))).days.isEmpty)
    }

    @Test func `without a worker or a month, or with a worker unknown, there is no answer`() throws {
        let office = try Scenario.atWork().office
        func refusal(_ question: Question) -> Refusal? {
            #expect(throws: Refusal.self) { try Views.Timesheet(office, question) }
        }
        #expect(refusal(Question())?.field == "worker")
        var onlyWorker = Question()
        onlyWorker.worker = .of("sw-1")
        #expect(refusal(onlyWorker)?.code == .missingField)
        #expect(refusal(onlyWorker)?.field == "month")
        #expect(refusal(Question().of("sw-9", "2019-06"))?.code.word == "unknown-worker")
    }

    @Test(arguments: [nil, "2019-10-15"] as [String?])
    func `every month of the season adds up to its row among all timesheets`(_ on: String?) throws {
        let office = try Season.recorded.get().office
        let question = Question(on: on.flatMap { Day($0) })
        let rows = try Timesheets(office, question).rows
        #expect(rows.count > 40)
        for row in rows {
            let sheet = try Views.Timesheet(office, question.of(row.worker, row.month))
            #expect(sheet.total.minutes == row.minutes)
            #expect(sheet.total.projectMinutes == row.projectMinutes)
            #expect(sheet.total.projectMinutes + sheet.total.otherMinutes == sheet.total.minutes)
            #expect(sheet.total.absentDays == row.absentDays)
            #expect((sheet.state, sheet.pending) == (row.state, row.pending))
            #expect(sheet.approved?.by == row.approvedBy)
        }
    }
}
