import CanonicalJSON
import Office
import OfficeSpecification
import Testing

struct WorkerTests {
    private func change(_ worker: String, from: String, _ changes: JSON) -> Sending {
        Sending("worker.change", ["worker": .string(worker), "from": .string(from)], changes)
    }

    private func leave(_ worker: String, _ on: String) -> Sending {
        Sending("worker.leave", ["worker": .string(worker), "on": .string(on)])
    }

    // MARK: - Enrolment

    @Test func `a worker is enrolled once`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.enrol("sw-9", "social-worker")) == .accepted)
        #expect(scenario.when(.enrol("sw-9", "educator")) == .refused("exists", "worker"))
    }

    @Test func `a supervisor is another worker, and known`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.enrol("sw-9", "social-worker", ["supervisor": "co-9"]))
                == .refused("unknown-worker", "supervisor"))
        #expect(
            scenario.when(.enrol("sw-9", "social-worker", ["supervisor": "sw-9"]))
                == .refused("invalid-value", "supervisor"))
    }

    @Test func `a week has 10,080 minutes`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.enrol("sw-8", "social-worker", ["weeklyMinutes": 10_081]))
                == .refused("invalid-value", "weeklyMinutes"))
        #expect(scenario.when(.enrol("sw-8", "social-worker", ["weeklyMinutes": 10_080])) == .accepted)
    }

    @Test func `a change names a worker and a term, and does not begin before the enrolment`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(change("sw-9", from: "2019-07-01", ["employer": "comune"]))
                == .refused("unknown-worker", "worker"))
        #expect(scenario.when(change("sw-1", from: "2019-07-01", [:])) == .refused("missing-field"))
        #expect(
            scenario.when(change("sw-1", from: "2019-05-31", ["employer": "comune"]))
                == .refused("before-opening", "from"))
        #expect(scenario.when(change("sw-1", from: "2019-07-01", ["name": "Nuovo Nome"])) == .accepted)
    }

    @Test func `a change counts from its day on, and the latest recorded one wins`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-10")
        try scenario.given(change("sw-1", from: "2019-07-01", ["profession": "educator"]))
        #expect(scenario.when(.hours("h-1", "2019-06-28")) == .accepted)
        #expect(scenario.when(.hours("h-2", "2019-07-01")) == .refused("wrong-profession", "worker"))
        try scenario.given(change("sw-1", from: "2019-06-15", ["profession": "social-worker"]))
        #expect(scenario.when(.hours("h-2", "2019-07-01")) == .accepted)
    }

    // MARK: - Leaving

    @Test func `a worker leaves once, and works up to the last day`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(leave("sw-9", "2019-06-10")) == .refused("unknown-worker", "worker"))
        #expect(scenario.when(leave("sw-1", "2019-05-31")) == .refused("before-opening", "on"))
        #expect(scenario.when(leave("sw-1", "2019-06-10")) == .accepted)
        #expect(scenario.when(leave("sw-1", "2019-06-11")) == .refused("wrong-order", "worker"))
        #expect(scenario.when(.hours("h-1", "2019-06-10")) == .accepted)
        #expect(scenario.when(.hours("h-2", "2019-06-11")) == .refused("unknown-worker", "worker"))
    }

    @Test func `a last day may be announced`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(leave("sw-1", "2019-12-31")) == .accepted)
    }

    // MARK: - Rates

    @Test func `a rate needs a known worker and an amount in cents above zero`() throws {
        let scenario = try Scenario.atWork()
        func rate(_ worker: String, _ cents: JSON) -> Sending {
            Sending(
                "worker.set-rate",
                ["worker": .string(worker), "annualCostCents": cents, "from": "2019-06-01"])
        }
        #expect(scenario.when(rate("sw-9", 3_123_456)) == .refused("unknown-worker", "worker"))
        #expect(scenario.when(rate("sw-1", 0)) == .refused("invalid-value", "annualCostCents"))
        #expect(scenario.when(rate("sw-1", 3_123_456)) == .accepted)
    }

    // MARK: - Absences

    @Test func `nobody works on a day of absence, on any fund`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.absence("sw-1", "2019-06-05", ["to": "2019-06-06"]))
        for day in ["2019-06-05", "2019-06-06"] {
            #expect(scenario.when(.hours("h-1", day)) == .refused("absent", "on"))
            #expect(scenario.when(.own("h-1", day)) == .refused("absent", "on"))
        }
        #expect(scenario.when(.hours("h-1", "2019-06-04")) == .accepted)
        #expect(scenario.when(.hours("h-2", "2019-06-07")) == .accepted)
        #expect(scenario.when(.hours("h-3", "2019-06-05", ["worker": "sw-2"])) == .accepted)
    }

    @Test func `an absence of some minutes does not prevent hours`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.absence("sw-1", "2019-06-05", ["minutes": 60]))
        #expect(scenario.when(.hours("h-1", "2019-06-05")) == .accepted)
        #expect(scenario.when(.absence("sw-1", "2019-06-05", ["minutes": 30])) == .accepted)
    }

    @Test func `an absence over logged hours overlaps, until they are adjusted to nothing`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.own("h-1", "2019-06-06"))
        let absence = Sending.absence("sw-1", "2019-06-04", ["to": "2019-06-07"])
        #expect(scenario.when(absence) == .refused("overlap", "from"))
        try scenario.given(.adjust("h-1", 0, "2019-06-10"))
        #expect(scenario.when(absence) == .accepted)
        #expect(scenario.when(.adjust("h-1", 30, "2019-06-11")) == .refused("absent", "on"))
    }

    @Test func `an absence does not end before it begins, and may be in the future`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.absence("sw-1", "2019-06-05", ["to": "2019-06-04"])) == .refused("invalid-value", "to"))
        #expect(
            scenario.when(.absence("sw-1", "2019-06-05", ["to": "2032-06-04"])) == .refused("invalid-value", "to"))
        #expect(scenario.when(.absence("sw-9", "2019-06-05")) == .refused("unknown-worker", "worker"))
        #expect(scenario.when(.absence("sw-1", "2019-08-12", ["to": "2019-08-23"])) == .accepted)
    }

    @Test func `an absence noted more than the limit after its last day is late`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-05")
        #expect(scenario.when(.absence("sw-1", "2019-06-05")) == .accepted)
        #expect(scenario.when(.absence("sw-1", "2019-06-04")) == .accepted(["late-entry"]))
        #expect(scenario.when(.absence("sw-1", "2019-06-03", ["to": "2019-06-05"])) == .accepted)
    }
}
