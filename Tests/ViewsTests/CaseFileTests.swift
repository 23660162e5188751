import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing
import Views

struct CaseFileTests {
    private func file(_ scenario: Scenario, on day: String? = nil) throws -> CaseFile {
        try CaseFile(scenario.office, Question(on: day.map(Day.of), id: .of("c-1")))
    }

    @Test func `a case file shows everything in recorded order, with flags, and nothing sealed`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .contact("k-1", "2019-06-03"),
            .open("c-1", "2019-06-03", ["members": ["p-2"], "contact": "k-1", "minor": true, "complexity": ["alone"]]),
            .phase("c-1", "preliminary-assessment", "2019-06-06", ["reason": "già nota"]),
            .note("c-1", "2019-06-05", ["text": "riservato", "minutes": 30, "persons": ["p-2"]]),
            Sending("case.refer", ["case": "c-1", "referral": "r-1", "to": "asl", "on": "2019-06-07"]),
            Sending(
                "case.record-measure", ["case": "c-1", "measure": "pm", "authority": "tribunale", "on": "2019-06-07"]),
            .request("m-1", "2019-06-07", ["case": "c-1"]), .request("m-2", "2019-06-07"),
            .hours("h-1", "2019-06-07", ["about": "c-1"]), .hours("h-2", "2019-06-07", ["about": "k-1"]),
            .adjust("h-1", 45, "2019-06-08"))
        let found = try file(scenario)
        #expect(
            found.steps.map(\.type) == [
                "case.opened", "case.phase-advanced", "case.noted", "case.referred", "case.measure-recorded",
            ])
        #expect(found.steps[1].flags == ["phase-skip"])
        #expect(found.steps[2].flags == ["out-of-order"])
        #expect(found.steps[2].says == ["kind": "interview", "worker": "sw-1", "minutes": "30", "persons": "p-2"])
        #expect(found.openReferrals == ["r-1"])
        #expect(found.openMeasures == ["pm"])
        #expect(found.mediations == ["m-1"])
        #expect(found.loggedMinutes == 45)
        #expect((found.person, found.members, found.contact) == ("p-1", ["p-2"], "k-1"))
        #expect((found.state, found.phase, found.complexity) == ("open", "preliminary-assessment", ["alone"]))
        let text = try String(
            decoding: answer(CaseFile.self, scenario.office, Question(id: .of("c-1"))).canonicalBytes, as: UTF8.self)
        #expect(!text.contains("riservato"))
        #expect(!text.contains("già nota"))
    }

    @Test func `the day asked leaves out what came later`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.note("c-1", "2019-06-05"), .close("c-1", "2019-06-07"))
        #expect(try file(scenario, on: "2019-06-06").steps.count == 2)
        #expect(try file(scenario, on: "2019-06-06").state == "open")
        #expect(try file(scenario).state == "closed")
        #expect(try file(scenario).closed == "2019-06-07")
        #expect(try file(scenario).outcome == "moved")
    }

    @Test func `an unknown, missing or not yet opened case is refused`() throws {
        let scenario = try Scenario.withCase()
        func refusal(_ question: Question) -> Refusal? {
            #expect(throws: Refusal.self) { try CaseFile(scenario.office, question) }
        }
        #expect(refusal(Question())?.code == .missingField)
        #expect(refusal(Question(id: .of("c-9")))?.code.word == "unknown-case")
        #expect(refusal(Question(on: .of("2019-06-02"), id: .of("c-1")))?.field == "on")
        try scenario.given(.contact("k-1", "2019-06-05"))
        #expect(refusal(Question(id: .of("k-1")))?.code.word == "unknown-case")
    }
}
