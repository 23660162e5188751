import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing

struct AdjustHoursTests {
    private func minutes(_ scenario: Scenario, _ entry: String) throws -> Int32 {
        let entries = scenario.office.hours.entries
        return entries[try #require(entries.find(entry))].minutes
    }

    @Test func `an adjustment gives the new amount, on the entry's day and in its month's stream`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-02")
        try scenario.given(.hours("h-1", "2019-06-28"))
        #expect(scenario.when(.adjust("h-1", 45, "2019-07-02")) == .accepted)
        #expect(try minutes(scenario, "h-1") == 45)
        #expect(scenario.events.last?.stream == "timesheet/sw-1/2019-06")
        #expect(scenario.events.last?.occurred == .of("2019-07-02"))
        #expect(scenario.when(.adjust("h-1", 0, "2019-07-02")) == .accepted)
        #expect(try minutes(scenario, "h-1") == 0)
    }

    @Test func `an adjustment needs an entry of this worker, and a day between the entry's and today`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05"))
        #expect(scenario.when(.adjust("h-9", 0, "2019-06-06")) == .refused("unknown-entry", "entry"))
        #expect(
            scenario.when(.adjust("h-1", 0, "2019-06-06", ["worker": "sw-2"])) == .refused("unknown-entry", "entry"))
        #expect(
            scenario.when(.adjust("h-1", 0, "2019-06-06", ["worker": "sw-9"])) == .refused("unknown-worker", "worker"))
        #expect(scenario.when(.adjust("h-1", 0, "2019-06-04")) == .refused("before-opening", "on"))
        #expect(scenario.when(.adjust("h-1", 0, "2019-06-13")) == .refused("future-date", "on"))
        #expect(scenario.when(.adjust("h-1", -1, "2019-06-06")) == .refused("invalid-value", "minutes"))
        #expect(scenario.when(.adjust("h-1", 0, "2019-06-06").without("reason")) == .refused("missing-field", "reason"))
        #expect(scenario.when(.adjust("h-1", 0, "2019-06-05")) == .accepted)
    }

    @Test func `more minutes must fit beside the worker's other entries`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .own("h-1", "2019-06-05", ["start": "09:00"]), .own("h-2", "2019-06-05", ["start": "11:00"]),
            .own("h-3", "2019-06-05", ["minutes": 1200]))
        #expect(scenario.when(.adjust("h-1", 121, "2019-06-06")) == .refused("overlap", "start"))
        #expect(scenario.when(.adjust("h-3", 1321, "2019-06-06")) == .refused("day-too-long", "minutes"))
        #expect(scenario.when(.adjust("h-1", 120, "2019-06-06")) == .accepted(["over-day"]))
    }

    @Test func `minutes taken from an entry are free for others`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.own("h-1", "2019-06-05", ["start": "09:00", "minutes": 120]))
        try scenario.given(.adjust("h-1", 60, "2019-06-06"))
        #expect(scenario.when(.own("h-2", "2019-06-05", ["start": "10:00", "minutes": 60])) == .accepted)
    }

    @Test func `an adjustment upwards is flagged like new hours, one downwards is not`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-09", ["minutes": 300]))
        #expect(scenario.when(.adjust("h-1", 301, "2019-06-10")) == .accepted(["holiday-work", "over-week"]))
        #expect(scenario.when(.adjust("h-1", 300, "2019-06-10")) == .accepted)
        #expect(
            scenario.when(.adjust("h-1", 601, "2019-06-10")) == .accepted(["holiday-work", "over-day", "over-week"]))
    }

    @Test func `an adjustment is not limited by the window`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-12-31")
        try scenario.given(.hours("h-1", "2019-12-30"))
        scenario.today("2020-01-20")
        #expect(scenario.when(.adjust("h-1", 90, "2020-01-20")) == .accepted)
    }

    @Test func `an adjustment in a signed month is flagged and waits for approval`() throws {
        let scenario = try Scenario.withApprovedJune()
        #expect(scenario.when(.adjust("h-1", 30, "2019-07-05")) == .accepted(["after-signing"]))
        let worker = try #require(scenario.office.workers.find("sw-1"))
        let june = try #require(Month("2019-06"))
        #expect(scenario.office.hours.sheet(worker, june).isPending)
        #expect(scenario.when(.approve("2019-06")) == .accepted)
        #expect(!scenario.office.hours.sheet(worker, june).isPending)
    }
}
