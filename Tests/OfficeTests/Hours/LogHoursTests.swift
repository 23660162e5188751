import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing

struct LogHoursTests {
    private let atOffice: JSON = ["line": "secretariat-office", "place": "ufficio-di-piano"]

    // MARK: - What is known

    @Test(
        arguments: [
            ("worker", "sw-9", "unknown-worker"), ("fund", "esf", "unknown-fund"), ("line", "nursing", "unknown-line"),
            ("place", "brescia", "unknown-place"), ("about", "c-9", "unknown-about"),
        ] as [(String, JSON, String)]) func `hours name what the log knows`(
            _ field: String, _ value: JSON, _ code: String
        ) throws
    {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.hours("h-1", "2019-06-05", JSON.object([:]).setting(field, value))) == .refused(code, field))
    }

    @Test func `an entry's id is used once`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05"))
        #expect(scenario.when(.own("h-1", "2019-06-07", ["worker": "sw-2"])) == .refused("exists", "entry"))
    }

    @Test func `hours are about a contact, case, mediation, orientation or activity, by its id alone`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.contact("k-1", "2019-06-05"), .request("m-1", "2019-06-05"))
        for (entry, about) in [("h-1", "c-1"), ("h-2", "k-1"), ("h-3", "m-1")] {
            #expect(scenario.when(.hours(entry, "2019-06-05", ["about": .string(about)])) == .accepted)
        }
    }

    @Test func `hours before the enrolment are refused`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.enrol("sw-9", "social-worker", ["from": "2019-06-05"]))
        #expect(
            scenario.when(.hours("h-1", "2019-06-04", ["worker": "sw-9"])) == .refused("unknown-worker", "worker"))
        #expect(scenario.when(.hours("h-1", "2019-06-05", ["worker": "sw-9"])) == .accepted)
    }

    // MARK: - Project funds

    @Test func `hours on the project need a line and a place, other hours do not`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.hours("h-1", "2019-06-05").without("line")) == .refused("missing-field", "line"))
        #expect(scenario.when(.hours("h-1", "2019-06-05").without("place")) == .refused("missing-field", "place"))
        #expect(scenario.when(.own("h-1", "2019-06-05")) == .accepted)
    }

    @Test(arguments: [("2019-05-31", false), ("2019-06-01", true), ("2019-12-31", true), ("2020-01-02", false)])
    func `a town's line is open from June to December`(_ day: String, _ isOpen: Bool) throws {
        let scenario = try Scenario.atWork(
            plan: JSON.shippedPlan.setting("lines.0.from", "2019-05-01"))
        try scenario.given(.enrol("sw-9", "social-worker", ["from": "2019-05-01"]))
        scenario.today("2020-01-10")
        let outcome = scenario.when(.hours("h-1", day, ["worker": "sw-9"]))
        if isOpen {
            #expect(outcome != .refused("out-of-window", "on"))
            #expect(scenario.position == scenario.office.position && scenario.refusal == nil)
        } else {
            #expect(outcome == .refused("out-of-window", "on"))
            #expect(scenario.refusal?.accepted == "2019-06-01 to 2019-12-31")
        }
    }

    @Test func `a place that the line does not have is out of the window too`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.hours("h-1", "2019-06-05", ["place": "ufficio-di-piano"]))
                == .refused("out-of-window", "place"))
        #expect(
            scenario.when(.hours("h-1", "2019-06-05", ["line": "secretariat-office"]))
                == .refused("out-of-window", "place"))
    }

    @Test func `other funds have no window and no profession`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.enrol("sw-9", "educator", ["from": "2018-01-01"]))
        #expect(
            scenario.when(
                .hours("h-1", "2019-05-31", ["worker": "sw-9", "fund": "own", "place": "ufficio-di-piano"]))
                == .accepted)
    }

    @Test func `a line accepts only its professions`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.hours("h-1", "2019-06-05", ["worker": "ed-1"])) == .refused("wrong-profession", "worker"))
        #expect(scenario.refusal?.accepted == "social-worker")
        #expect(scenario.when(.hours("h-1", "2019-06-05", ["worker": "ed-1", "line": "youth"])) == .accepted)
    }

    // MARK: - Days

    @Test func `a future date is refused, by the local day of recording`() throws {
        let scenario = try Scenario.atWork()
        scenario.at("2019-06-12T21:59:00.000000Z")
        #expect(scenario.when(.hours("h-1", "2019-06-12")) == .accepted)
        #expect(scenario.when(.hours("h-2", "2019-06-13")) == .refused("future-date", "on"))
        scenario.at("2019-06-12T22:00:00.000000Z")
        #expect(scenario.when(.hours("h-2", "2019-06-13")) == .accepted)
    }

    @Test func `an entry recorded more than the limit of days later is late`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-05")
        #expect(scenario.when(.hours("h-1", "2019-06-05")) == .accepted)
        #expect(scenario.when(.hours("h-2", "2019-06-04")) == .accepted(["late-entry"]))
    }

    @Test(arguments: ["2019-06-09", "2019-08-15", "2019-11-04", "2019-12-26"])
    func `work on a Sunday, a holiday or the place's patron day is flagged`(_ day: String) throws {
        let scenario = try Scenario.atWork()
        scenario.today(day)
        #expect(scenario.when(.hours("h-1", day)) == .accepted(["holiday-work"]))
    }

    @Test func `work on a Saturday or on another town's patron day is not flagged`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.hours("h-1", "2019-06-08")) == .accepted)
        scenario.today("2019-11-04")
        #expect(scenario.when(.hours("h-2", "2019-11-04", ["place": "chiari"])) == .accepted)
        #expect(scenario.when(.own("h-3", "2019-11-04")) == .accepted)
    }

    // MARK: - Limits that are remarked

    @Test func `a week that exceeds what the whole week owes is flagged, by line and place`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.hours("h-1", "2019-06-04", ["minutes": 300])) == .accepted)
        #expect(scenario.when(.hours("h-2", "2019-06-05", ["minutes": 1])) == .accepted(["over-week"]))
        #expect(scenario.when(.hours("h-3", "2019-06-05", ["minutes": 1, "place": "chiari"])) == .accepted)
        #expect(scenario.when(.own("h-4", "2019-06-05", ["minutes": 1])) == .accepted)
        #expect(scenario.when(.hours("h-5", "2019-06-10", ["minutes": 1])) == .accepted)
    }

    @Test func `a day beyond the plan's daily minutes is flagged, on any funds`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.own("h-1", "2019-06-05", ["minutes": 300])) == .accepted)
        #expect(scenario.when(.hours("h-2", "2019-06-05", ["minutes": 300])) == .accepted)
        #expect(scenario.when(.own("h-3", "2019-06-05", ["minutes": 1])) == .accepted(["over-day"]))
        #expect(scenario.when(.own("h-4", "2019-06-06", ["minutes": 600])) == .accepted)
    }

    @Test func `more than 1,720 hours of a worker in a year are flagged`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.enrol("sw-9", "social-worker", ["from": "2018-01-01"]))
        // 172 days of ten hours are 1,720 hours.
        for number in 0..<172 {
            let day = Day.of("2018-01-01").adding(number).description
            guard
                case .accepted(let flags) = scenario.when(.own("h-\(number)", day, ["worker": "sw-9", "minutes": 600]))
            else { throw NotAccepted() }
            #expect(!flags.contains("over-annual"))
        }
        let next = scenario.when(.own("h-more", "2018-07-10", ["worker": "sw-9", "minutes": 1]))
        #expect(next == .accepted(["late-entry", "over-annual"]))
        #expect(
            scenario.when(.own("h-new-year", "2019-01-01", ["worker": "sw-9", "minutes": 1]))
                == .accepted(["holiday-work", "late-entry"]))
    }

    private struct NotAccepted: Error {}

    @Test func `a line beyond its budget is flagged`() throws {
        let scenario = try Scenario.atWork(plan: JSON.shippedPlan.setting("lines.0.budgetMinutes", 100))
        #expect(scenario.when(.hours("h-1", "2019-06-04", ["minutes": 60])) == .accepted)
        #expect(scenario.when(.hours("h-2", "2019-06-05", ["minutes": 40, "place": "chiari"])) == .accepted)
        #expect(scenario.when(.hours("h-3", "2019-06-05", ["minutes": 1])) == .accepted(["over-budget"]))
    }
}
