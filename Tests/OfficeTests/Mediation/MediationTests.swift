import CanonicalJSON
import Office
import OfficeSpecification
import Testing

struct MediationTests {
    private func state(_ scenario: Scenario) -> MediationState { scenario.office.state(of: Ref<Mediation>(0)) }

    // MARK: - Request

    @Test(
        arguments: [
            ("place", "brescia", "unknown-place"), ("case", "c-9", "unknown-case"), ("on", "2019-06-13", "future-date"),
            ("on", "2019-05-31", "out-of-window"), ("language", "xx", "invalid-value"), ("minutes", 0, "invalid-value"),
            ("setting", "prison", "invalid-value"), ("supporting", "court", "invalid-value"),
        ] as [(String, JSON, String)]) func `a request is refused by field`(
            _ field: String, _ value: JSON, _ code: String
        ) throws
    {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.request("m-1", "2019-06-05", JSON.object([:]).setting(field, value)))
                == .refused(code, field))
    }

    @Test func `a request may be made up to the last day of the line, at its places`() throws {
        let scenario = try Scenario.atWork(
            plan: JSON.shippedPlan.setting("lines.2.places", ["rovato"]))
        scenario.today("2020-04-01")
        #expect(scenario.when(.request("m-1", "2020-03-31")) == .accepted)
        #expect(scenario.when(.request("m-2", "2020-04-01")) == .refused("out-of-window", "on"))
        #expect(scenario.when(.request("m-2", "2020-03-31", ["place": "chiari"])) == .refused("out-of-window", "place"))
    }

    @Test func `a request for a case is sealed under its person's key`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.request("m-1", "2019-06-05", ["case": "c-1"]), .request("m-2", "2019-06-05"))
        #expect(scenario.events.suffix(2).map(\.owner) == ["person/p-1", "mediation/m-2"])
    }

    // MARK: - Order

    private static let steps: [Sending] = [
        .authorise("m-1", "2019-06-05"), .assign("m-1", "2019-06-05"), .deliver("m-1", "2019-06-05"),
        .miss("m-1", "2019-06-05"), .cancel("m-1", "2019-06-05"),
    ]

    @Test func `a step is of a known request, from its day to today`() throws {
        for step in Self.steps {
            let scenario = try Scenario.withMediation()
            var other = step
            other.data["mediation"] = "m-9"
            #expect(scenario.when(other) == .refused("unknown-mediation", "mediation"), "\(step.name)")
            other = step
            other.data["on"] = "2019-06-02"
            #expect(scenario.when(other) == .refused("before-opening", "on"), "\(step.name)")
            other.data["on"] = "2019-06-13"
            #expect(scenario.when(other) == .refused("future-date", "on"), "\(step.name)")
            #expect(scenario.when(step) == .accepted, "\(step.name)")
        }
    }

    @Test func `a step dated before the previous one is flagged, and one recorded late`() throws {
        for step in Self.steps {
            let scenario = try Scenario.withMediation()
            try scenario.given(.miss("m-1", "2019-06-06"))
            #expect(scenario.when(step) == .accepted(["out-of-order"]), "\(step.name)")
            let later = try Scenario.withMediation()
            later.today("2019-07-06")
            #expect(later.when(step) == .accepted(["late-entry"]), "\(step.name)")
        }
    }

    @Test func `nothing is delivered or missed before both authorisation and assignment, in either order`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.request("m-1", "2019-06-03"))
        let on = "2019-06-05"
        let refused = Scenario.Outcome.refused("wrong-order", "mediation")
        #expect(scenario.when(.deliver("m-1", on)) == refused)
        #expect(scenario.when(.miss("m-1", on)) == refused)
        #expect(scenario.when(.evaluate("m-1", on)) == refused)
        try scenario.given(.assign("m-1", on))
        #expect(scenario.when(.deliver("m-1", on)) == refused)
        #expect(scenario.when(.miss("m-1", on)) == refused)
        try scenario.given(.authorise("m-1", on))
        #expect(scenario.when(.miss("m-1", on)) == .accepted)
        #expect(scenario.when(.evaluate("m-1", on)) == refused)
        #expect(scenario.when(.deliver("m-1", on)) == .accepted)
    }

    @Test func `authorisation alone is not enough`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.request("m-1", "2019-06-03"), .authorise("m-1", "2019-06-03"))
        #expect(scenario.when(.deliver("m-1", "2019-06-05")) == .refused("wrong-order", "mediation"))
    }

    @Test func `a missed mediation may be missed again, and delivered`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.miss("m-1", "2019-06-05", ["minutes": 30]), .miss("m-1", "2019-06-06"))
        #expect(scenario.when(.deliver("m-1", "2019-06-07", ["minutes": 90])) == .accepted)
    }

    @Test func `nothing but an evaluation comes after the last delivery`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.deliver("m-1", "2019-06-05", ["last": true, "minutes": 30]))
        for step in Self.steps {
            #expect(scenario.when(step) == .refused("wrong-order", "mediation"), "\(step.name)")
        }
        #expect(scenario.when(.evaluate("m-1", "2019-06-05")) == .accepted)
    }

    @Test func `a request is cancelled before any delivery, once, and nothing follows`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.cancel("m-1", "2019-06-05"))
        for step in Self.steps + [.evaluate("m-1", "2019-06-05")] {
            #expect(scenario.when(step) == .refused("wrong-order", "mediation"), "\(step.name)")
        }
        let delivered = try Scenario.withMediation()
        try delivered.given(.deliver("m-1", "2019-06-05"))
        #expect(delivered.when(.cancel("m-1", "2019-06-05")) == .refused("wrong-order", "mediation"))
    }

    // MARK: - Who

    @Test func `a mediation is assigned to a mediator who works here that day and has the language`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .request("m-1", "2019-06-03"), .enrol("me-9", "mediator", ["languages": ["ar"], "from": "2019-06-06"]),
            .enrol("me-8", "mediator"))
        func assign(_ mediator: String, _ on: String) -> Scenario.Outcome {
            scenario.when(.assign("m-1", on, ["mediator": .string(mediator)]))
        }
        #expect(assign("me-7", "2019-06-05") == .refused("unknown-worker", "mediator"))
        #expect(assign("sw-1", "2019-06-05") == .refused("wrong-profession", "mediator"))
        #expect(assign("me-2", "2019-06-05") == .refused("language-mismatch", "mediator"))
        #expect(assign("me-8", "2019-06-05") == .refused("language-mismatch", "mediator"))
        #expect(assign("me-9", "2019-06-05") == .refused("unknown-worker", "mediator"))
        #expect(assign("me-9", "2019-06-06") == .accepted)
    }

    @Test func `nobody authorises what they mediate, in either order`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.request("m-1", "2019-06-03"), .assign("m-1", "2019-06-04"))
        #expect(
            scenario.when(.authorise("m-1", "2019-06-04", ["by": "me-1"])) == .refused("self-approval", "by"))
        #expect(
            scenario.when(.authorise("m-1", "2019-06-04", ["by": "me-9"])) == .refused("unknown-worker", "by"))
        try scenario.given(.request("m-2", "2019-06-03"), .authorise("m-2", "2019-06-04", ["by": "me-1"]))
        #expect(scenario.when(.assign("m-2", "2019-06-04")) == .refused("self-approval", "mediator"))
    }

    @Test func `a mediator who is away, or has left, delivers nothing`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(
            .absence("me-1", "2019-06-05"), Sending("worker.leave", ["worker": "me-1", "on": "2019-06-06"]))
        #expect(scenario.when(.deliver("m-1", "2019-06-05")) == .refused("absent", "on"))
        #expect(scenario.when(.deliver("m-1", "2019-06-07")) == .refused("unknown-worker", "mediation"))
        #expect(scenario.when(.deliver("m-1", "2019-06-06")) == .accepted)
    }

    // MARK: - How much

    @Test func `all deliveries together stay within the ceiling, which may be replaced`() throws {
        let scenario = try Scenario.withMediation()
        let on = "2019-06-05"
        #expect(scenario.when(.deliver("m-1", on, ["minutes": 91])) == .refused("beyond-authorised", "minutes"))
        #expect(scenario.when(.deliver("m-1", on, ["minutes": 60])) == .accepted)
        #expect(scenario.when(.deliver("m-1", on, ["minutes": 31])) == .refused("beyond-authorised", "minutes"))
        #expect(scenario.refusal?.accepted == "at most 30, or mediation.authorise again")
        #expect(scenario.when(.deliver("m-1", on, ["start": "10:00", "minutes": 30])) == .accepted)
        #expect(scenario.when(.deliver("m-1", on, ["minutes": 1])) == .refused("beyond-authorised", "minutes"))
        #expect(
            scenario.when(.authorise("m-1", on, ["maxMinutes": 89])) == .refused("beyond-authorised", "maxMinutes"))
        #expect(scenario.when(.authorise("m-1", on, ["maxMinutes": 91])) == .accepted)
        #expect(scenario.when(.deliver("m-1", on, ["start": "10:30", "minutes": 1])) == .accepted)
        #expect(state(scenario).deliveredMinutes == 91)
    }

    @Test func `the cost of a missed appointment does not count towards the ceiling`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.miss("m-1", "2019-06-05", ["minutes": 90]))
        #expect(scenario.when(.deliver("m-1", "2019-06-06", ["minutes": 90])) == .accepted)
    }

    // MARK: - Delivery

    @Test func `a delivery is within the line's window, an evaluation need not be`() throws {
        let scenario = try Scenario.withMediation()
        scenario.today("2020-04-02")
        #expect(scenario.when(.deliver("m-1", "2020-04-01")) == .refused("out-of-window", "on"))
        #expect(scenario.when(.deliver("m-1", "2020-03-31")) == .accepted)
        #expect(scenario.when(.miss("m-1", "2020-04-01")) == .accepted)
        #expect(scenario.when(.evaluate("m-1", "2020-04-02")) == .accepted)
    }

    @Test func `a delivery names known persons, at a clock that the day has`() throws {
        let scenario = try Scenario.withMediation()
        #expect(
            scenario.when(.deliver("m-1", "2019-06-05", ["persons": ["p-1", "p-9"]]))
                == .refused("unknown-person", "persons[1]"))
        scenario.today("2020-03-30")
        #expect(
            scenario.when(.deliver("m-1", "2020-03-29", ["start": "02:30"])) == .refused("invalid-value", "start"))
    }

    @Test(arguments: ["phone", "video", "written"])
    func `a delivery from afar is flagged, unless a suspension covers the place and the day`(_ mode: String) throws {
        let scenario = try Scenario.withMediation()
        let mode = JSON.string(mode)
        #expect(
            scenario.when(.deliver("m-1", "2019-06-05", ["mode": mode, "minutes": 10])) == .accepted(["remote-mode"]))
        try scenario.given(
            .suspend(
                "s-1", ["lines": ["youth"], "places": ["rovato"], "from": "2019-06-06", "to": "2019-06-07"]),
            .suspend("s-2", ["lines": ["mediation"], "places": ["chiari"], "from": "2019-06-01"]))
        for (on, flags) in [
            ("2019-06-05", ["remote-mode"]), ("2019-06-06", []), ("2019-06-07", []), ("2019-06-08", ["remote-mode"]),
        ] as [(String, [String])] {
            #expect(
                scenario.when(.deliver("m-1", on, ["start": "11:00", "mode": mode, "minutes": 10])) == .accepted(flags),
                "\(on)")
        }
        #expect(scenario.when(.deliver("m-1", "2019-06-08", ["minutes": 10])) == .accepted)
    }

    @Test func `a person whose status ran out is flagged at a delivery, named or of the case`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .evidence("p-1", ["to": "2019-06-04"]), .open("c-1", "2019-06-03"),
            .request("m-1", "2019-06-03", ["case": "c-1"]), .authorise("m-1", "2019-06-03"),
            .assign("m-1", "2019-06-03"))
        #expect(scenario.when(.deliver("m-1", "2019-06-04", ["minutes": 10])) == .accepted)
        #expect(scenario.when(.deliver("m-1", "2019-06-05", ["minutes": 10])) == .accepted(["status-expired"]))
    }

    // MARK: - Evaluation

    @Test func `an evaluation is 1 to 5, and only one is valid at a time`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.deliver("m-1", "2019-06-05"))
        for score: JSON in [0, 6, -1] {
            #expect(scenario.when(.evaluate("m-1", "2019-06-06", score: score)) == .refused("invalid-value", "score"))
        }
        #expect(scenario.when(.evaluate("m-1", "2019-06-06", score: 5)) == .accepted)
        #expect(scenario.when(.evaluate("m-1", "2019-06-06", score: 1)) == .refused("wrong-order", "mediation"))
        try scenario.given(.void(scenario.position))
        #expect(scenario.when(.evaluate("m-1", "2019-06-06", score: 1)) == .accepted)
        #expect(state(scenario).score == 1)
    }
}
