import CanonicalJSON
import Office
import OfficeSpecification
import Testing

/// Tests of minutes in real time: overlaps, and how many minutes a day has.
struct WorkTimeTests {
    private func at(_ start: String, _ minutes: JSON, _ more: JSON = [:]) -> JSON {
        more.setting("start", .string(start)).setting("minutes", minutes)
    }

    @Test func `two entries of a worker share no instant, on any funds`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05", at("09:00", 60)))
        #expect(scenario.when(.own("h-2", "2019-06-05", at("09:59", 30))) == .refused("overlap", "start"))
        #expect(scenario.when(.own("h-2", "2019-06-05", at("08:30", 31))) == .refused("overlap", "start"))
        #expect(scenario.when(.own("h-2", "2019-06-05", at("09:10", 10))) == .refused("overlap", "start"))
        #expect(scenario.when(.own("h-2", "2019-06-05", at("09:59", 30, ["worker": "sw-2"]))) == .accepted)
    }

    @Test func `intervals are half-open: one may begin where another ends`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05", at("09:00", 60)))
        #expect(scenario.when(.own("h-2", "2019-06-05", at("10:00", 60))) == .accepted)
        #expect(scenario.when(.own("h-3", "2019-06-05", at("08:00", 60))) == .accepted)
    }

    @Test func `entries without a start share no instant`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05", at("09:00", 60)))
        #expect(scenario.when(.own("h-2", "2019-06-05")) == .accepted)
        #expect(scenario.when(.own("h-3", "2019-06-05", ["minutes": 45])) == .accepted)
    }

    @Test func `an entry past midnight overlaps with the next morning, in either order of recording`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.own("h-1", "2019-06-05", at("23:00", 180)))
        #expect(scenario.when(.own("h-2", "2019-06-06", at("01:59", 30))) == .refused("overlap", "start"))
        #expect(scenario.when(.own("h-2", "2019-06-06", at("02:00", 30))) == .accepted)
        try scenario.given(.own("h-3", "2019-06-11", at("00:30", 60)))
        #expect(scenario.when(.own("h-4", "2019-06-10", at("23:00", 91))) == .refused("overlap", "start"))
        #expect(scenario.when(.own("h-4", "2019-06-10", at("23:00", 90))) == .accepted)
    }

    @Test func `a day holds 1,440 minutes of a worker`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.own("h-1", "2019-06-05", ["minutes": 1400]))
        #expect(scenario.when(.own("h-2", "2019-06-05", ["minutes": 41])) == .refused("day-too-long", "minutes"))
        #expect(scenario.refusal?.accepted == "at most 40 on 2019-06-05")
        #expect(scenario.when(.own("h-2", "2019-06-05", ["minutes": 40])) == .accepted(["over-day"]))
    }

    @Test(arguments: [("2019-10-27", 1500), ("2020-03-29", 1380), ("2019-10-28", 1440)])
    func `the days of the clock changes hold an hour more or less`(_ day: String, _ minutes: Int) throws {
        let scenario = try Scenario.atWork()
        scenario.today("2020-03-30")
        let more = JSON.integer(Int64(minutes + 1))
        #expect(scenario.when(.own("h-1", day, ["minutes": more])) == .refused("day-too-long", "minutes"))
        let outcome = scenario.when(.own("h-1", day, ["minutes": .integer(Int64(minutes))]))
        #expect(outcome != .refused("day-too-long", "minutes"))
        #expect(scenario.refusal == nil)
    }

    @Test func `minutes past midnight fill the next day, not their own`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.own("h-1", "2019-06-06", ["minutes": 1381]))
        #expect(scenario.when(.own("h-2", "2019-06-05", at("23:00", 120))) == .refused("day-too-long", "minutes"))
        #expect(scenario.when(.own("h-2", "2019-06-05", at("23:00", 119))) == .accepted)
        #expect(scenario.when(.own("h-3", "2019-06-06", ["minutes": 1])) == .refused("day-too-long", "minutes"))
        #expect(scenario.when(.own("h-3", "2019-06-05", ["minutes": 1380])) == .accepted(["over-day"]))
        #expect(scenario.when(.own("h-4", "2019-06-05", ["minutes": 1])) == .refused("day-too-long", "minutes"))
    }

    @Test(arguments: ["02:00", "02:30", "02:59"])
    func `a clock that the day lacks is refused`(_ clock: String) throws {
        let scenario = try Scenario.atWork()
        scenario.today("2020-03-30")
        #expect(scenario.when(.own("h-1", "2020-03-29", at(clock, 30))) == .refused("invalid-value", "start"))
        #expect(scenario.when(.own("h-1", "2020-03-29", at("03:00", 30))) == .accepted(["holiday-work"]))
        #expect(scenario.when(.own("h-2", "2020-03-29", at("01:30", 30))) == .accepted(["holiday-work"]))
    }

    @Test func `a clock that the day has twice means the first time`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-10-28")
        try scenario.given(.own("h-1", "2019-10-27", at("01:00", 90)))
        #expect(scenario.when(.own("h-2", "2019-10-27", at("02:29", 10))) == .refused("overlap", "start"))
        #expect(scenario.when(.own("h-2", "2019-10-27", at("02:30", 90))) == .accepted(["holiday-work"]))
        #expect(scenario.when(.own("h-3", "2019-10-27", at("03:00", 10))) == .accepted(["holiday-work"]))
    }
}
