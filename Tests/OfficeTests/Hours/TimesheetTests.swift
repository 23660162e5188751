import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing

struct TimesheetTests {
    private func state(_ scenario: Scenario, _ worker: String = "sw-1", _ month: String = "2019-06") throws -> String {
        let ref = try #require(scenario.office.workers.find(worker))
        return scenario.office.hours.sheet(ref, try #require(Month(month))).state.rawValue
    }

    @Test func `a month can be completed from its last day`() throws {
        let scenario = try Scenario.atWork()
        scenario.at("2019-06-29T21:00:00.000000Z")
        #expect(scenario.when(.complete("2019-06")) == .refused("future-date", "month"))
        scenario.at("2019-06-29T22:00:00.000000Z")
        #expect(scenario.when(.complete("2019-06")) == .accepted)
    }

    @Test func `a month is completed, signed and approved, each once and in that order`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-01")
        #expect(scenario.when(.sign("2019-06")) == .refused("wrong-order", "month"))
        #expect(scenario.when(.approve("2019-06")) == .refused("wrong-order", "month"))
        #expect(scenario.when(.complete("2019-06")) == .accepted)
        #expect(scenario.when(.complete("2019-06")) == .refused("wrong-order", "month"))
        #expect(scenario.when(.approve("2019-06")) == .refused("wrong-order", "month"))
        #expect(scenario.when(.sign("2019-06")) == .accepted)
        #expect(scenario.when(.sign("2019-06")) == .refused("wrong-order", "month"))
        #expect(scenario.when(.complete("2019-06")) == .refused("month-signed", "month"))
        #expect(scenario.when(.approve("2019-06")) == .accepted)
        #expect(scenario.when(.approve("2019-06")) == .refused("wrong-order", "month"))
        #expect(scenario.when(.complete("2019-06")) == .refused("month-signed", "month"))
        #expect(scenario.when(.complete("2019-06", ["worker": "sw-9"])) == .refused("unknown-worker", "worker"))
        #expect(scenario.when(.sign("2019-06", ["worker": "sw-9"])) == .refused("unknown-worker", "worker"))
        #expect(scenario.when(.approve("2019-06", ["worker": "sw-9"])) == .refused("unknown-worker", "worker"))
        #expect(try state(scenario) == "approved")
    }

    @Test func `a later entry opens a completed month again, and so does an adjustment`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-01")
        try scenario.given(.complete("2019-06"), .hours("h-1", "2019-06-05"))
        #expect(try state(scenario) == "open")
        #expect(scenario.when(.sign("2019-06")) == .refused("wrong-order", "month"))
        try scenario.given(.complete("2019-06"), .adjust("h-1", 30, "2019-07-01"))
        #expect(try state(scenario) == "open")
        try scenario.given(
            .complete("2019-06"), .own("h-2", "2019-07-01"), .own("h-3", "2019-06-05", ["worker": "sw-2"]))
        #expect(try state(scenario) == "completed")
    }

    @Test func `in a signed month hours need a reason, and are flagged`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-01")
        try scenario.given(.complete("2019-06"), .sign("2019-06"))
        #expect(scenario.when(.own("h-1", "2019-06-05")) == .refused("month-signed", "on"))
        #expect(scenario.when(.own("h-1", "2019-06-05", ["reason": "dimenticato"])) == .accepted(["after-signing"]))
        #expect(scenario.when(.own("h-2", "2019-07-01")) == .accepted)
        #expect(scenario.when(.approve("2019-06")) == .accepted)
        #expect(scenario.when(.own("h-3", "2019-06-06")) == .refused("month-signed", "on"))
        #expect(scenario.when(.own("h-3", "2019-06-06", ["reason": "dimenticato"])) == .accepted(["after-signing"]))
        #expect(try state(scenario) == "approved")
        #expect(scenario.when(.approve("2019-06")) == .accepted)
    }

    // MARK: - Who signs and approves

    @Test func `a worker who has an account signs with it`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.enrol("sw-9", "social-worker", ["account": "anna"]))
        scenario.today("2019-07-01")
        try scenario.given(.complete("2019-06", ["worker": "sw-9"]))
        #expect(scenario.when(.sign("2019-06", ["worker": "sw-9"])) == .refused("not-permitted", "worker"))
        scenario.actor = "anna"
        #expect(scenario.when(.sign("2019-06", ["worker": "sw-9"])) == .accepted)
    }

    @Test func `for a worker without an account a coordinator signs, and nobody else`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-01")
        try scenario.given(.complete("2019-06"))
        scenario.roles = [.operator]
        #expect(scenario.when(.sign("2019-06")) == .refused("not-permitted", "worker"))
        scenario.roles = [.coordinator]
        #expect(scenario.when(.sign("2019-06", ["evidence": "prot. 12/2019"])) == .accepted)
    }

    @Test func `nobody approves their own month, by account or by name`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.enrol("co-2", "coordinator"), .enrol("co-3", "coordinator", ["account": "carla"]))
        scenario.today("2019-07-01")
        try scenario.given(.complete("2019-06", ["worker": "co-2"]), .sign("2019-06", ["worker": "co-2"]))
        #expect(
            scenario.when(.approve("2019-06", ["worker": "co-2", "by": "co-2"])) == .refused("self-approval", "by"))
        #expect(scenario.when(.approve("2019-06", ["worker": "co-2", "by": "co-1"])) == .accepted)

        scenario.actor = "carla"
        try scenario.given(.complete("2019-06", ["worker": "co-3"]), .sign("2019-06", ["worker": "co-3"]))
        #expect(
            scenario.when(.approve("2019-06", ["worker": "co-3", "by": "co-1"])) == .refused("self-approval", "by"))
        scenario.actor = "ufficio"
        #expect(scenario.when(.approve("2019-06", ["worker": "co-3", "by": "co-1"])) == .accepted)
    }

    @Test func `only the supervisor approves, where one is enrolled`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.enrol("co-2", "coordinator"))
        scenario.today("2019-07-01")
        try scenario.given(.complete("2019-06"), .sign("2019-06"))
        #expect(scenario.when(.approve("2019-06", ["by": "co-2"])) == .refused("not-supervisor", "by"))
        #expect(scenario.when(.approve("2019-06", ["by": "co-9"])) == .refused("unknown-worker", "by"))
        #expect(scenario.when(.approve("2019-06", ["by": "co-1"])) == .accepted)
    }

    @Test func `any coordinator approves, where no supervisor is enrolled, and nobody else`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.enrol("co-2", "coordinator"))
        scenario.today("2019-07-01")
        try scenario.given(.complete("2019-06", ["worker": "sw-2"]), .sign("2019-06", ["worker": "sw-2"]))
        #expect(
            scenario.when(.approve("2019-06", ["worker": "sw-2", "by": "sw-1"])) == .refused("not-supervisor", "by"))
        #expect(scenario.when(.approve("2019-06", ["worker": "sw-2", "by": "co-2"])) == .accepted)
    }

    @Test func `a supervisor who has an account approves with it`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .enrol("co-2", "coordinator", ["account": "bruna"]),
            .enrol("sw-9", "social-worker", ["supervisor": "co-2"]))
        scenario.today("2019-07-01")
        try scenario.given(.complete("2019-06", ["worker": "sw-9"]), .sign("2019-06", ["worker": "sw-9"]))
        let approve = Sending.approve("2019-06", ["worker": "sw-9", "by": "co-2"])
        #expect(scenario.when(approve) == .refused("not-supervisor", "by"))
        scenario.actor = "bruna"
        #expect(scenario.when(approve) == .accepted)
    }
}
