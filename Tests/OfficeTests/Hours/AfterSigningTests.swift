import CanonicalJSON
import CivilTime
import OfficeSpecification
import Testing

@testable import Office

/// Tests of what changes a signed month besides hours.
struct AfterSigningTests {
    private func isPending(_ scenario: Scenario, _ month: String = "2019-06") throws -> Bool {
        let ref = try #require(scenario.office.workers.find("sw-1"))
        return scenario.office.hours.sheet(ref, try #require(Month(month))).isPending
    }

    @Test func `an absence noted in a signed month is flagged, and the month waits for another approval`() throws {
        let scenario = try Scenario.withApprovedJune()
        #expect(scenario.when(.absence("sw-1", "2019-06-07")) == .accepted(["after-signing"]))
        #expect(try isPending(scenario))
        #expect(scenario.when(.approve("2019-06")) == .accepted)
        #expect(try !isPending(scenario))
        #expect(scenario.when(.absence("sw-1", "2019-06-11", ["minutes": 60])) == .accepted(["after-signing"]))
        #expect(try isPending(scenario))
        #expect(try scenario.replayed() == scenario.office)
    }

    @Test func `an absence that reaches into a signed month from another one is flagged for the signed one`() throws {
        let scenario = try Scenario.withApprovedJune()
        #expect(
            scenario.when(.absence("sw-1", "2019-06-28", ["to": "2019-07-03"])) == .accepted(["after-signing"]))
        #expect(try isPending(scenario))
        #expect(try !isPending(scenario, "2019-07"))
        #expect(scenario.when(.absence("sw-1", "2019-07-04")) == .accepted)
        #expect(scenario.when(.absence("sw-2", "2019-06-10")) == .accepted)
    }

    @Test func `an absence of a signed month that is voided is flagged, and the month waits for another approval`()
        throws
    {
        let scenario = try Scenario.atWork()
        try scenario.given(.absence("sw-1", "2019-06-11"))
        let absence = scenario.position
        scenario.today("2019-07-05")
        try scenario.given(.complete("2019-06"), .sign("2019-06"), .approve("2019-06"))
        #expect(scenario.when(.void(absence)) == .accepted(["after-signing"]))
        #expect(try isPending(scenario))
        #expect(try scenario.replayed() == scenario.office)
    }

    @Test func `what was recorded before this was flagged leaves its month as it was`() throws {
        let scenario = try Scenario.withApprovedJune()
        try scenario.given(.absence("sw-1", "2019-06-07"))
        var events = scenario.events
        let last = events.removeLast()
        events.append(
            last.saying(
                Array(#"{"from":"2019-06-07","kind":"leave","to":"2019-06-07","worker":"sw-1"}"#.utf8), schema: 1))
        let office = try Scenario.replay(events)
        let ref = try #require(office.workers.find("sw-1"))
        #expect(!office.hours.sheet(ref, try #require(Month("2019-06"))).isPending)
        #expect(office.wholeDayAbsence(of: ref, on: .of("2019-06-07")) != nil)
    }

    @Test(arguments: ["9999-12-01", "9999-12-31"], [JSON.integer(60), nil])
    func `an absence up to the calendar's end is noted, and voided`(_ from: String, _ minutes: JSON?) throws {
        let scenario = try Scenario.atWork()
        let changes: JSON = minutes.map { ["to": "9999-12-31", "minutes": $0] } ?? ["to": "9999-12-31"]
        #expect(scenario.when(.absence("sw-1", from, changes)) == .accepted)
        #expect(scenario.when(.void(scenario.position)) == .accepted)
    }

    @Test func `a supervisor who has left approves nothing, and any coordinator does in their place`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.enrol("co-2", "coordinator"), .hours("h-1", "2019-06-05"))
        scenario.today("2019-07-05")
        try scenario.given(.complete("2019-06"), .sign("2019-06"))
        #expect(scenario.when(.approve("2019-06", ["by": "co-2"])) == .refused("not-supervisor", "by"))
        try scenario.given(Sending("worker.leave", ["worker": "co-1", "on": "2019-06-30"]))
        #expect(scenario.when(.approve("2019-06")) == .refused("unknown-worker", "by"))
        #expect(scenario.when(.approve("2019-06", ["by": "sw-2"])) == .refused("not-supervisor", "by"))
        #expect(scenario.when(.approve("2019-06", ["by": "co-2"])) == .accepted)
    }
}
