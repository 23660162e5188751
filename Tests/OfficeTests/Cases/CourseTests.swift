import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing

struct CourseTests {
    private func state(_ scenario: Scenario, upTo day: Day = .latest) -> CaseState {
        scenario.office.state(of: Ref<Case>(0), upTo: day)
    }

    private func assign(_ worker: String, _ on: String) -> Sending {
        Sending("case.assign", ["case": "c-1", "worker": .string(worker), "on": .string(on)])
    }

    // MARK: - What every step satisfies

    private static let steps: [Sending] = [
        .phase("c-1", "analysis", "2019-06-05"), .note("c-1", "2019-06-05"), .close("c-1", "2019-06-05"),
        .transfer("c-1", "2019-06-05", ["place": "chiari"]),
        Sending("case.assign", ["case": "c-1", "worker": "sw-2", "on": "2019-06-05"]),
        Sending("case.add-member", ["case": "c-1", "person": "p-2", "on": "2019-06-05"]),
        Sending("case.refer", ["case": "c-1", "referral": "r-1", "to": "consultorio", "on": "2019-06-05"]),
        Sending(
            "case.record-measure",
            ["case": "c-1", "measure": "me-1", "authority": "tribunale", "on": "2019-06-05"]),
    ]

    @Test func `a step is of a known case, from its opening to today, and in its stream`() throws {
        for step in Self.steps {
            let scenario = try Scenario.withCase()
            let name: Comment = "\(step.name)"
            var other = step
            other.data["case"] = "c-9"
            #expect(scenario.when(other) == .refused("unknown-case", "case"), name)
            other = step
            other.data["on"] = "2019-06-02"
            #expect(scenario.when(other) == .refused("before-opening", "on"), name)
            other.data["on"] = "2019-06-13"
            #expect(scenario.when(other) == .refused("future-date", "on"), name)
            other.data["on"] = "2019-06-03"
            #expect(scenario.when(other) == .accepted, name)
            #expect(scenario.events.last?.stream == "case/c-1", name)
            #expect(scenario.events.last?.owner == "person/p-1", name)
        }
    }

    @Test func `a step dated before the previous one is flagged, a note too`() throws {
        for step in Self.steps {
            let scenario = try Scenario.withCase()
            try scenario.given(.note("c-1", "2019-06-06"))
            #expect(scenario.when(step) == .accepted(["out-of-order"]), "\(step.name)")
            #expect(scenario.when(.note("c-1", "2019-06-05")) != .accepted(["out-of-order"]), "\(step.name)")
        }
    }

    @Test func `a step recorded more than the limit of days after is late`() throws {
        for step in Self.steps {
            let scenario = try Scenario.withCase()
            scenario.today("2019-07-06")
            #expect(scenario.when(step) == .accepted(["late-entry"]), "\(step.name)")
        }
    }

    @Test func `a closed case takes no step but reopening, a referral's answer and the end of a measure`() throws {
        for step in Self.steps {
            let scenario = try Scenario.withCase()
            try scenario.given(.close("c-1", "2019-06-04"))
            #expect(scenario.when(step) == .refused("case-closed", "case"), "\(step.name)")
            try scenario.given(.reopen("c-1", "2019-06-05"))
            #expect(scenario.when(step) == .accepted, "\(step.name)")
        }
    }

    @Test func `steps are not limited by the window`() throws {
        let scenario = try Scenario.withCase()
        scenario.today("2020-05-04")
        for on in ["2020-04-06", "2020-05-04"] {
            #expect(scenario.when(.note("c-1", on)) == .accepted)
        }
        #expect(scenario.when(.phase("c-1", "analysis", "2020-05-04")) == .accepted)
        #expect(scenario.when(.close("c-1", "2020-05-04")) == .accepted)
    }

    // MARK: - Phases

    @Test func `the next phase needs no reason, the same one is out of order, an unknown one unknown`() throws {
        let scenario = try Scenario.withCase()
        #expect(scenario.when(.phase("c-1", "intake", "2019-06-04")) == .refused("wrong-order", "phase"))
        #expect(scenario.when(.phase("c-1", "closing", "2019-06-04")) == .refused("phase-unknown", "phase"))
        #expect(scenario.when(.phase("c-1", "analysis", "2019-06-04")) == .accepted)
        #expect(scenario.when(.phase("c-1", "analysis", "2019-06-05")) == .refused("wrong-order", "phase"))
        #expect(scenario.when(.phase("c-1", "preliminary-assessment", "2019-06-05")) == .accepted)
    }

    @Test func `going back or skipping needs a reason, and is flagged`() throws {
        let scenario = try Scenario.withCase()
        let skip = Sending.phase("c-1", "preliminary-assessment", "2019-06-04")
        #expect(scenario.when(skip) == .refused("reason-required", "reason"))
        var reasoned = skip
        reasoned.data["reason"] = "già nota"
        #expect(scenario.when(reasoned) == .accepted(["phase-skip"]))
        let back = Sending.phase("c-1", "analysis", "2019-06-05")
        #expect(scenario.when(back) == .refused("reason-required", "reason"))
        reasoned = back
        reasoned.data["reason"] = "nuovi elementi"
        #expect(scenario.when(reasoned) == .accepted(["phase-back"]))
    }

    @Test func `from a phase that a later plan dropped, any phase may follow, with a reason`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.phase("c-1", "analysis", "2019-06-04"))
        try scenario.given(.adopt(JSON.shippedPlan.setting("phases.1.id", "situation")))
        let next = Sending.phase("c-1", "situation", "2019-06-05")
        #expect(scenario.when(next) == .refused("reason-required", "reason"))
        #expect(scenario.when(.phase("c-1", "analysis", "2019-06-05")) == .refused("phase-unknown", "phase"))
        #expect(scenario.when(.phase("c-1", "situation", "2019-06-05", ["reason": "nuovo piano"])) == .accepted)
    }

    // MARK: - Hands, places, lines

    @Test func `a case is assigned to someone who works here that day`() throws {
        let scenario = try Scenario.withCase()
        #expect(scenario.when(assign("sw-9", "2019-06-05")) == .refused("unknown-worker", "worker"))
        try scenario.given(.enrol("sw-9", "social-worker", ["from": "2019-06-06"]))
        #expect(scenario.when(assign("sw-9", "2019-06-05")) == .refused("unknown-worker", "worker"))
        #expect(scenario.when(assign("sw-9", "2019-06-06")) == .accepted)
        #expect(scenario.office.workers.id(state(scenario).worker) == "sw-9")
    }

    @Test func `a transfer is to a known line and a place of it, and says why`() throws {
        let scenario = try Scenario.withCase()
        func transfer(_ changes: JSON) -> Scenario.Outcome {
            scenario.when(.transfer("c-1", "2019-06-05", changes))
        }
        #expect(transfer([:]) == .refused("missing-field", "place"))
        #expect(
            scenario.when(Sending.transfer("c-1", "2019-06-05", ["place": "chiari"]).without("reason"))
                == .refused("missing-field", "reason"))
        #expect(transfer(["place": "brescia"]) == .refused("unknown-place", "place"))
        #expect(transfer(["line": "nursing"]) == .refused("unknown-line", "line"))
        #expect(transfer(["place": "ufficio-di-piano"]) == .refused("invalid-value", "place"))
        #expect(transfer(["line": "secretariat-office"]) == .refused("invalid-value", "line"))
        #expect(transfer(["line": "secretariat-office", "place": "ufficio-di-piano"]) == .accepted)
        #expect(scenario.office.symbols[state(scenario).place] == "ufficio-di-piano")
        #expect(scenario.office.symbols[state(scenario).line] == "secretariat-office")
    }

    // MARK: - The end and after

    @Test func `a case is closed once and reopened once, and its phase stays`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.phase("c-1", "analysis", "2019-06-04"))
        #expect(scenario.when(.reopen("c-1", "2019-06-05")) == .refused("wrong-order", "case"))
        #expect(scenario.when(.close("c-1", "2019-06-05")) == .accepted)
        #expect(scenario.when(.close("c-1", "2019-06-06")) == .refused("case-closed", "case"))
        #expect(
            scenario.when(Sending.reopen("c-1", "2019-06-07").without("reason")) == .refused("missing-field", "reason"))
        #expect(scenario.when(.reopen("c-1", "2019-06-02")) == .refused("before-opening", "on"))
        #expect(scenario.when(.reopen("c-1", "2019-06-07")) == .accepted)
        let now = state(scenario)
        #expect(now.isOpen && now.outcome == nil && now.closedOn == nil)
        #expect(scenario.office.symbols[now.phase] == "analysis")
    }

    @Test func `steps apply in recorded order among those up to the day asked`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.phase("c-1", "analysis", "2019-06-08"), .close("c-1", "2019-06-10"))
        _ = scenario.when(.reopen("c-1", "2019-06-09"))
        #expect(state(scenario, upTo: .of("2019-06-07")).phase == scenario.office.symbols.find("intake"))
        #expect(state(scenario, upTo: .of("2019-06-08")).phase == scenario.office.symbols.find("analysis"))
        #expect(state(scenario, upTo: .of("2019-06-09")).isOpen)
        #expect(state(scenario, upTo: .of("2019-06-10")).isOpen)
        #expect(state(scenario).lastDay == .of("2019-06-10"))
    }
}
