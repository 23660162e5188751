import CanonicalJSON
import Office
import OfficeSpecification
import Testing

/// Tests of evidence of residence, and of the flags on services after it expired.
struct ResidenceTests {
    private func extend(_ until: String, from: String = "2020-01-31", to: String = "2020-04-15") -> Sending {
        Sending(
            "project.extend-status",
            ["expiringFrom": .string(from), "expiringTo": .string(to), "validUntil": .string(until), "act": "legge"])
    }

    private func served(_ scenario: Scenario, _ id: String, _ on: String) -> Scenario.Outcome {
        scenario.when(
            .contact(
                id, on, ["person": "p-1", "line": "secretariat-office", "place": "ufficio-di-piano"]))
    }

    @Test func `a service on the last day is covered, and the day after is flagged`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.evidence("p-1", ["to": "2019-06-05"]))
        #expect(served(scenario, "k-1", "2019-06-05") == .accepted)
        #expect(served(scenario, "k-2", "2019-06-06") == .accepted(["status-expired"]))
    }

    @Test func `without evidence of residence nothing is flagged as expired`() throws {
        let scenario = try Scenario.atWork()
        #expect(served(scenario, "k-1", "2019-06-05") == .accepted)
        try scenario.given(
            .evidence("p-1", ["kind": "identity-document", "to": "2019-06-01"]),
            .evidence("p-1", ["kind": "family-link", "to": "2019-06-01"]))
        #expect(served(scenario, "k-2", "2019-06-05") == .accepted)
        try scenario.given(.evidence("p-1", ["from": "2019-06-10", "to": "2020-06-10"]))
        #expect(served(scenario, "k-3", "2019-06-05") == .accepted)
    }

    @Test(arguments: ["permit", "renewal-receipt", "first-request", "long-stay"])
    func `any evidence of residence covers, a renewal receipt too`(_ kind: String) throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.evidence("p-1", ["to": "2019-06-01"]))
        #expect(served(scenario, "k-1", "2019-06-05") == .accepted(["status-expired"]))
        try scenario.given(.evidence("p-1", ["kind": .string(kind), "from": "2019-06-02"]))
        #expect(served(scenario, "k-2", "2019-06-05") == .accepted)
    }

    @Test func `evidence needs a known person, and does not end before it begins`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.evidence("p-1", ["from": "2019-06-02", "to": "2019-06-01"]))
                == .refused("invalid-value", "to"))
        #expect(scenario.when(.evidence("p-9")) == .refused("unknown-person", "person"))
    }

    @Test(arguments: [("2020-01-30", false), ("2020-01-31", true), ("2020-04-15", true), ("2020-04-16", false)])
    func `a law prolongs what ends between its days, whenever that was recorded`(_ to: String, _ prolongs: Bool) throws
    {
        let scenario = try Scenario.atWork()
        scenario.today("2020-05-10")
        try scenario.given(extend("2020-06-15"), .evidence("p-1", ["to": .string(to)]))
        let person = try #require(scenario.office.people.find("p-1"))
        let status = scenario.office.residence(of: person, on: .of("2020-06-15"))
        #expect(status == (prolongs ? .valid(until: .of("2020-06-15")) : .expired(since: .of(to))))
        let after = scenario.office.residence(of: person, on: .of("2020-06-16"))
        #expect(after == .expired(since: prolongs ? .of("2020-06-15") : .of(to)))
    }

    @Test func `the law recorded last wins, even if it extends less`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.evidence("p-1", ["to": "2020-02-10"]), extend("2020-08-31"), extend("2020-06-15"))
        let person = try #require(scenario.office.people.find("p-1"))
        #expect(
            scenario.office.residence(of: person, on: .of("2020-06-15")) == .valid(until: .of("2020-06-15")))
        #expect(
            scenario.office.residence(of: person, on: .of("2020-06-16")) == .expired(since: .of("2020-06-15")))
    }

    @Test func `evidence without an end does not expire`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.evidence("p-1", ["from": "2019-01-01"]), .evidence("p-1", ["to": "2019-06-30"]))
        let person = try #require(scenario.office.people.find("p-1"))
        #expect(scenario.office.residence(of: person, on: .of("2019-06-05")) == .valid(until: nil))
        #expect(scenario.office.residence(of: person, on: .of("2018-06-05")) == .valid(until: .of("2019-06-30")))
    }

    // MARK: - Decisions

    @Test func `a decision needs a known person, and does not end before it begins`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.decide("p-1", "eligible", from: "2019-06-02", ["to": "2019-06-01"]))
                == .refused("invalid-value", "to"))
        #expect(scenario.when(.decide("p-9", "eligible")) == .refused("unknown-person", "person"))
        #expect(scenario.when(.decide("p-1", "maybe")) == .refused("invalid-value", "verdict"))
    }

    @Test func `nobody is refused a service for not being eligible`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.decide("p-1", "not-eligible"))
        #expect(served(scenario, "k-1", "2019-06-05") == .accepted)
        #expect(scenario.when(.open("c-1", "2019-06-05")) == .accepted)
    }
}
