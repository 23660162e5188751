import CanonicalJSON
import Office
import OfficeSpecification
import Testing

/// Household, notes, referrals and measures of a case.
struct HouseholdTests {
    private func member(_ verb: String, _ person: String, _ on: String = "2019-06-05") -> Sending {
        Sending("case.\(verb)-member", ["case": "c-1", "person": .string(person), "on": .string(on)])
    }

    private func refer(_ referral: String, _ on: String = "2019-06-05") -> Sending {
        Sending(
            "case.refer",
            ["case": "c-1", "referral": .string(referral), "to": "consultorio", "on": .string(on)])
    }

    private func answer(_ referral: String, _ on: String = "2019-06-06") -> Sending {
        Sending(
            "case.close-referral",
            ["case": "c-1", "referral": .string(referral), "on": .string(on), "outcome": "done"])
    }

    private func measure(_ measure: String, _ on: String = "2019-06-05", _ changes: JSON = [:]) -> Sending {
        Sending(
            "case.record-measure",
            ["case": "c-1", "measure": .string(measure), "authority": "tribunale", "on": .string(on)], changes)
    }

    private func end(_ measure: String, _ on: String = "2019-06-06") -> Sending {
        Sending("case.end-measure", ["case": "c-1", "measure": .string(measure), "on": .string(on)])
    }

    @Test func `someone joins a household once and leaves it once`() throws {
        let scenario = try Scenario.withCase()
        #expect(scenario.when(member("add", "p-9")) == .refused("unknown-person", "person"))
        #expect(scenario.when(member("add", "p-1")) == .refused("exists", "person"))
        #expect(scenario.when(member("remove", "p-2")) == .refused("unknown-person", "person"))
        #expect(scenario.when(member("add", "p-2")) == .accepted)
        #expect(scenario.when(member("add", "p-2")) == .refused("exists", "person"))
        #expect(scenario.when(member("remove", "p-2")) == .accepted)
        #expect(scenario.when(member("remove", "p-2")) == .refused("unknown-person", "person"))
        #expect(scenario.when(member("add", "p-2")) == .accepted)
        #expect(scenario.office.state(of: Ref<Case>(0)).members.count == 1)
    }

    @Test func `a note is by someone who works here, of known persons`() throws {
        let scenario = try Scenario.withCase()
        #expect(
            scenario.when(.note("c-1", "2019-06-05", ["worker": "sw-9"])) == .refused("unknown-worker", "worker"))
        #expect(
            scenario.when(.note("c-1", "2019-06-05", ["persons": ["p-1", "p-9"]]))
                == .refused("unknown-person", "persons[1]"))
        #expect(scenario.when(.note("c-1", "2019-06-05", ["persons": []])) == .accepted)
    }

    @Test func `a referral is made once and answered once, also after the case was closed`() throws {
        let scenario = try Scenario.withCase()
        #expect(scenario.when(answer("r-1")) == .refused("unknown-referral", "referral"))
        #expect(scenario.when(refer("r-1")) == .accepted)
        #expect(scenario.when(refer("r-1")) == .refused("exists", "referral"))
        #expect(scenario.when(answer("r-1", "2019-06-04")) == .refused("before-opening", "on"))
        try scenario.given(.close("c-1", "2019-06-06"))
        #expect(scenario.when(answer("r-1")) == .accepted)
        #expect(scenario.when(answer("r-1")) == .refused("wrong-order", "referral"))
    }

    @Test func `a measure is recorded once and ended once, also after the case was closed`() throws {
        let scenario = try Scenario.withCase()
        #expect(scenario.when(end("m-1")) == .refused("unknown-measure", "measure"))
        #expect(
            scenario.when(measure("m-1", "2019-06-05", ["deadline": "2019-06-04"]))
                == .refused("invalid-value", "deadline"))
        #expect(scenario.when(measure("m-1", "2019-06-05", ["deadline": "2019-06-05"])) == .accepted)
        #expect(scenario.when(measure("m-1")) == .refused("exists", "measure"))
        #expect(scenario.when(end("m-1", "2019-06-04")) == .refused("before-opening", "on"))
        #expect(scenario.when(end("m-1", "2019-06-13")) == .refused("future-date", "on"))
        try scenario.given(.close("c-1", "2019-06-06"))
        #expect(scenario.when(end("m-1")) == .accepted)
        #expect(scenario.when(end("m-1")) == .refused("wrong-order", "measure"))
    }

    @Test func `two cases number their referrals and measures apart`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(refer("r-1"), measure("m-1"), .open("c-2", "2019-06-05"))
        for command in [refer("r-1"), measure("m-1")] {
            var other = command
            other.data["case"] = "c-2"
            #expect(scenario.when(other) == .accepted)
        }
    }
}
