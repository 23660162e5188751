import CanonicalJSON
import Office
import OfficeSpecification
import Testing
import Views

struct CaseloadTests {
    private func travelled() throws -> Scenario {
        let scenario = try Scenario.withCase()
        scenario.today("2019-07-20")
        try scenario.given(
            .phase("c-1", "analysis", "2019-06-10"),
            .phase("c-1", "intervention-plan", "2019-06-20", ["reason": "urgenza"]),
            .phase("c-1", "analysis", "2019-07-01", ["reason": "nuovi elementi"]))
        return scenario
    }

    @Test func `intake → analysis → plan → analysis: time in analysis is the sum of both stays`() throws {
        let scenario = try travelled()
        let found = try Caseload(scenario.office, Question(on: .of("2019-07-11")))
        #expect(found.phaseTimes.map(\.phase) == ["intake", "analysis", "intervention-plan"])
        #expect(found.phaseTimes.map(\.days) == [7, 20, 11])
        #expect(found.phaseTimes.map(\.stays) == [1, 2, 1])
        let file = try CaseFile(scenario.office, Question(on: .of("2019-07-11"), id: .of("c-1")))
        #expect(file.daysByPhase == ["intake": 7, "analysis": 20, "intervention-plan": 11])
        #expect(file.stays.map(\.phase) == ["intake", "analysis", "intervention-plan", "analysis"])
    }

    @Test func `stays last until the day asked, or otherwise until the last recorded day`() throws {
        let scenario = try travelled()
        func analysis(_ question: Question) throws -> Int? {
            try Caseload(scenario.office, question).phaseTimes.first { $0.phase == "analysis" }?.days
        }
        #expect(try analysis(Question()) == 10 + 19)
        #expect(try analysis(Question(on: .of("2019-08-31"))) == 10 + 61)
        #expect(try analysis(Question(to: .of("2019-08-31"))) == 10 + 61)
        #expect(try analysis(Question(on: .of("2019-06-15"))) == 5)
    }

    @Test func `while a case is closed no phase's time runs`() throws {
        let scenario = try travelled()
        try scenario.given(.close("c-1", "2019-07-05"))
        #expect(try Caseload(scenario.office, Question()).phaseTimes.map(\.days) == [7, 14, 11])
        try scenario.given(.reopen("c-1", "2019-07-15"))
        #expect(try Caseload(scenario.office, Question()).phaseTimes.map(\.days) == [7, 19, 11])
    }

    @Test func `cases are counted where they are now, open and closed, by phase only while open`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(
            .open("c-2", "2019-06-04", ["place": "chiari"]), .open("c-3", "2019-06-05"),
            .transfer("c-1", "2019-06-06", ["line": "secretariat-office", "place": "ufficio-di-piano"]),
            Sending("case.assign", ["case": "c-1", "worker": "sw-2", "on": "2019-06-07"]), .close("c-2", "2019-06-08"))
        let found = try Caseload(scenario.office, Question())
        #expect((found.open, found.closed) == (2, 1))
        #expect(found.openByPhase == ["intake": 2])
        #expect(found.byPlace.mapValues(\.open) == ["ufficio-di-piano": 1, "chiari": 0, "rovato": 1])
        #expect(found.byPlace["chiari"]?.closed == 1)
        #expect(found.byLine.mapValues(\.open) == ["secretariat-office": 1, "secretariat-towns": 1])
        #expect(found.byWorker.mapValues(\.open) == ["sw-1": 1, "sw-2": 1])
        let earlier = try Caseload(scenario.office, Question(on: .of("2019-06-05")))
        #expect((earlier.open, earlier.closed) == (3, 0))
        #expect(earlier.byPlace.mapValues(\.open) == ["chiari": 1, "rovato": 2])
        #expect(try Caseload(scenario.office, Question(on: .of("2019-06-02"))).open == 0)
    }

    @Test func `minors and complex minors are counted as opened, while open`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .open("c-1", "2019-06-03", ["minor": true]),
            .open("c-2", "2019-06-03", ["minor": true, "complexity": ["unaccompanied"]]), .open("c-3", "2019-06-03"))
        #expect(try Caseload(scenario.office, Question()).openMinors == 2)
        #expect(try Caseload(scenario.office, Question()).openComplexMinors == 1)
        try scenario.given(.close("c-2", "2019-06-05"))
        #expect(try Caseload(scenario.office, Question()).openMinors == 1)
        #expect(try Caseload(scenario.office, Question()).openComplexMinors == 0)
    }

    @Test func `a case is silent when nothing was dated within the plan's days, notes included`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.open("c-2", "2019-06-03"), .note("c-2", "2019-06-05"))
        let exactly = try Caseload(scenario.office, Question(on: .of("2019-08-02")))
        #expect(exactly.silentCaseDays == 60)
        #expect(exactly.silent.isEmpty)
        let after = try Caseload(scenario.office, Question(on: .of("2019-08-03")))
        #expect(after.silent.map(\.case) == ["c-1"])
        #expect(after.silent.first?.days == 61)
        #expect(after.silent.first?.since == "2019-06-03")
        let later = try Caseload(scenario.office, Question(on: .of("2019-08-05")))
        #expect(later.silent.map(\.case) == ["c-1", "c-2"])
    }

    @Test func `what happened between two days is counted by its own day`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(
            .open("c-2", "2019-06-04"), .close("c-1", "2019-06-05"), .reopen("c-1", "2019-06-06"),
            .close("c-1", "2019-06-07"))
        let flow = try Caseload(scenario.office, Question(from: .of("2019-06-04"), to: .of("2019-06-06"))).flow
        #expect((flow.opened, flow.closed, flow.reopened) == (1, 1, 1))
    }

    @Test func `a voided step does not count`() throws {
        let scenario = try Scenario.withCase()
        let before = try Caseload(scenario.office, Question(on: .of("2019-06-12")))
        try scenario.given(.close("c-1", "2019-06-05"))
        #expect(try Caseload(scenario.office, Question()).closed == 1)
        try scenario.given(.void(scenario.position))
        let after = try Caseload(scenario.office, Question(on: .of("2019-06-12")))
        #expect((after.open, after.closed) == (1, 0))
        #expect(after.phaseTimes == before.phaseTimes)
        #expect(after.flow.closed == 0)
    }

    @Test func `without a plan there is no answer`() throws {
        let office = try Scenario().office
        for view in Views.Catalogue.views where ["compliance", "caseload", "indicators"].contains(view.name) {
            let refusal = #expect(throws: Refusal.self) { try answer(view, office, Question()) }
            #expect(refusal?.code == .noPlan)
        }
    }
}
