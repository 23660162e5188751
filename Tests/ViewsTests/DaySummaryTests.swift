import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing

@testable import Views

struct DaySummaryTests {
    private static let anna = Asker(account: "anna", roles: [.operator], today: Day("2019-06-12"))

    private func ask(_ scenario: Scenario, _ asker: Asker = anna, on day: String? = nil, worker: String? = nil) throws
        -> DaySummary
    {
        var question = Question(on: day.map { .of($0) })
        question.asker = asker
        question.worker = worker.map { .of($0) }
        return try DaySummary(scenario.office, question)
    }

    private func linked() throws -> Scenario {
        let scenario = try Scenario.withCase()
        try scenario.given(
            Sending("worker.change", ["worker": "sw-1", "from": "2019-06-01", "account": "anna"]))
        return scenario
    }

    @Test func `an account's worker sees what was recorded on the day and in the month, and nobody else's`() throws {
        let scenario = try linked()
        try scenario.given(
            .hours("h-1", "2019-06-12"), .own("h-2", "2019-06-11"), .hours("h-3", "2019-06-12", ["worker": "sw-2"]),
            .contact("k-1", "2019-06-12"), .contact("k-2", "2019-06-05", ["minutes": 30]),
            .note("c-1", "2019-06-11", ["minutes": 20]), .contact("k-3", "2019-06-12", ["worker": "sw-2"]))
        let found = try ask(scenario)
        #expect((found.actor, found.worker, found.day) == ("anna", "sw-1", "2019-06-12"))
        #expect((found.onDay.minutes, found.onDay.projectMinutes, found.onDay.entries) == (60, 60, 1))
        #expect((found.inMonth.minutes, found.inMonth.projectMinutes, found.inMonth.entries) == (120, 60, 2))
        #expect(found.onDay.services == ["contact": 1])
        #expect(found.inMonth.services == ["contact": 2, "case": 1])
        #expect(found.servicesWithoutHours.map(\.about) == ["k-2", "c-1"])
        #expect(found.openCases == 1 && found.silentCases.isEmpty && !found.coordinates)
    }

    @Test func `days without hours are working days that are over, of an employed worker who is not away`() throws {
        let scenario = try linked()
        try scenario.given(.hours("h-1", "2019-06-05"), .absence("sw-1", "2019-06-10"))
        // 1, 2, 8 and 9 June are a weekend, and the 12th is not over.
        #expect(
            try ask(scenario).daysWithoutHours == [
                "2019-06-03", "2019-06-04", "2019-06-06", "2019-06-07", "2019-06-11",
            ])
    }

    @Test func `a month is to be completed, then signed, then approved, and again after a change`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05"))
        scenario.today("2019-07-05")
        func months() throws -> [[String]] {
            let found = try ask(scenario, on: "2019-07-05", worker: "sw-1")
            return [found.monthsToComplete, found.monthsToSign, found.monthsToApprove]
        }
        #expect(try months() == [["2019-06"], [], []])
        try scenario.given(.complete("2019-06"))
        #expect(try months() == [[], ["2019-06"], []])
        try scenario.given(.sign("2019-06"))
        #expect(try months() == [[], [], ["2019-06"]])
        try scenario.given(.approve("2019-06"))
        #expect(try months() == [[], [], []])
        try scenario.given(.adjust("h-1", 30, "2019-07-04"))
        #expect(try months() == [[], [], ["2019-06"]])
    }

    @Test func `a delivered mediation is to be evaluated by the day's mediator, and a silent case is named`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.deliver("m-1", "2019-06-05"), .open("c-1", "2019-06-03"))
        let found = try ask(scenario, worker: "me-1")
        #expect(found.toEvaluate.map(\.mediation) == ["m-1"] && found.toEvaluate.map(\.on) == ["2019-06-05"])
        #expect(found.inMonth.services == ["mediation": 1])
        try scenario.given(.evaluate("m-1", "2019-06-06"))
        #expect(try ask(scenario, worker: "me-1").toEvaluate.isEmpty)
        let later = try ask(scenario, on: "2019-12-31", worker: "sw-1")
        #expect(later.openCases == 1 && later.silentCases.map(\.case) == ["c-1"])
    }

    @Test func `a coordinator sees what the office waits for, and others do not`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(
            .hours("h-1", "2019-06-05"), .evidence("p-1", ["from": "2019-01-01", "to": "2019-07-20"]),
            .open("c-1", "2019-06-03"),
            Sending(
                "case.record-measure",
                [
                    "case": "c-1", "on": "2019-06-04", "measure": "d-1", "authority": "Tribunale",
                    "deadline": "2019-07-10",
                ]),
            Sending(
                "audit.note-finding", ["finding": "f-1", "on": "2019-06-05", "severity": "low", "text": "manca"]))
        let head = Asker(account: "capo", roles: [.coordinator], today: Day("2019-07-05"))
        let found = try ask(scenario, head)
        #expect(found.coordinates && found.worker == nil && found.onDay == DaySummary.Recorded())
        #expect(found.monthsBehind.map(\.worker) == ["sw-1"] && found.monthsBehind.map(\.state) == ["open"])
        #expect(found.waitingRequests.map(\.mediation) == ["m-1"] && found.waitingRequests.map(\.days) == [32])
        #expect(found.placesBehind.contains { $0.place == "rovato" && $0.balance < 0 && $0.weeklyMinutesNeeded != nil })
        #expect(found.fallingDue.map(\.kind) == ["report", "measure", "residence"])
        #expect(found.fallingDue.map(\.daysLeft) == [-4, 5, 15])
        #expect(found.openFindings.map(\.finding) == ["f-1"])
        let other = try ask(scenario, Asker(account: "capo", roles: [.operator, .auditor], today: Day("2019-07-05")))
        #expect(other.monthsBehind.isEmpty && other.waitingRequests.isEmpty && other.placesBehind.isEmpty)
        #expect(other.fallingDue.isEmpty && other.openFindings.isEmpty)
    }

    @Test func `the account is nobody's parameter`() {
        for name in ["account", "asker", "actor", "roles"] {
            let refusal = #expect(throws: Refusal.self) {
                try Question(parameters: [(name, "anna")], to: DaySummary.self)
            }
            #expect(refusal?.code == .unknownField)
        }
    }
}
