import CanonicalJSON
import OfficeSpecification
import Testing

@testable import Office

/// Tests of records that look like duplicates.
struct DuplicateTests {
    private func isMarked(_ scenario: Scenario, _ command: Sending) -> Bool {
        guard case .accepted(let flags) = scenario.when(command) else {
            Issue.record("\(command.name) was refused")
            return false
        }
        return flags.contains("possible-duplicate")
    }

    @Test func `the same hours twice without a start are flagged, other hours are not`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05"))
        #expect(scenario.when(.hours("h-2", "2019-06-05")) == .accepted(["possible-duplicate"]))
        #expect(scenario.when(.hours("h-3", "2019-06-05", ["start": "09:00"])) == .accepted(["possible-duplicate"]))
        #expect(scenario.when(.hours("h-4", "2019-06-05", ["start": "11:00"])) == .accepted(["possible-duplicate"]))
        #expect(scenario.when(.hours("h-5", "2019-06-06")) == .accepted)
        #expect(!isMarked(scenario, .hours("h-6", "2019-06-05", ["minutes": 30])))
        #expect(!isMarked(scenario, .hours("h-7", "2019-06-05", ["place": "chiari"])))
        #expect(!isMarked(scenario, .hours("h-8", "2019-06-05", ["activity": "meeting"])))
        #expect(!isMarked(scenario, .hours("h-9", "2019-06-05", ["worker": "sw-2"])))
        #expect(scenario.when(.own("h-10", "2019-06-05")) == .accepted)
        #expect(scenario.when(.own("h-11", "2019-06-05")) == .accepted(["possible-duplicate"]))
    }

    @Test func `two entries with a start are not duplicates, and neither is a voided one`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05", ["start": "09:00"]))
        #expect(scenario.when(.hours("h-2", "2019-06-05", ["start": "10:00"])) == .accepted)
        try scenario.given(.hours("h-3", "2019-06-06"), .adjust("h-3", 0, "2019-06-06"))
        #expect(scenario.when(.hours("h-4", "2019-06-06")) == .accepted)
    }

    @Test func `one mediator delivers one mediation at a time`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(
            .request("m-2", "2019-06-03"), .authorise("m-2", "2019-06-04"), .assign("m-2", "2019-06-04"),
            .request("m-3", "2019-06-03"), .authorise("m-3", "2019-06-04", ["maxMinutes": 600]),
            .assign("m-3", "2019-06-04", ["mediator": "me-1"]), .deliver("m-1", "2019-06-05"))
        let first = scenario.position
        #expect(scenario.when(.deliver("m-2", "2019-06-05", ["start": "09:59"])) == .refused("overlap", "start"))
        #expect(scenario.refusal?.detail.contains("m-1") == true)
        #expect(scenario.when(.deliver("m-2", "2019-06-05", ["start": "08:01"])) == .refused("overlap", "start"))
        #expect(scenario.when(.deliver("m-2", "2019-06-05", ["start": "10:00"])) == .accepted)
        #expect(scenario.when(.deliver("m-3", "2019-06-04", ["start": "23:30", "minutes": 60])) == .accepted)
        #expect(
            scenario.when(.deliver("m-1", "2019-06-05", ["start": "00:15", "minutes": 10]))
                == .refused("overlap", "start"))
        #expect(scenario.when(.deliver("m-1", "2019-06-05", ["start": "00:30", "minutes": 10])) == .accepted)
        // A voided delivery takes no time.
        let last = scenario.position
        try scenario.given(.void(last), .void(first))
        #expect(scenario.when(.deliver("m-3", "2019-06-05", ["start": "09:30", "minutes": 5])) == .accepted)
        #expect(try scenario.replayed() == scenario.office)
    }

    @Test func `a second mediator delivers at the same time`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(
            .request("m-2", "2019-06-03", ["language": "sq"]), .authorise("m-2", "2019-06-04"),
            .assign("m-2", "2019-06-04", ["mediator": "me-2"]), .deliver("m-1", "2019-06-05"))
        #expect(scenario.when(.deliver("m-2", "2019-06-05")) == .accepted)
    }

    @Test func `a delivery is no longer than a day`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.authorise("m-1", "2019-06-05", ["maxMinutes": 5000]))
        #expect(scenario.when(.deliver("m-1", "2019-06-05", ["minutes": 1501])) == .refused("day-too-long", "minutes"))
        #expect(scenario.when(.deliver("m-1", "2019-06-05", ["minutes": 480])) == .accepted)
        #expect(
            scenario.when(.deliver("m-1", "2019-06-06", ["minutes": 1600, "mode": "written", "kind": "translation"]))
                == .accepted(["remote-mode"]))
    }

    @Test func `a second open case of a household is flagged`() throws {
        let scenario = try Scenario.withCase(["members": ["p-2"]])
        try scenario.given(.person("p-3"), .person("p-4"))
        let duplicate = Scenario.Outcome.accepted(["possible-duplicate"])
        #expect(scenario.when(.open("c-2", "2019-06-04")) == duplicate)
        #expect(scenario.when(.open("c-3", "2019-06-04", ["person": "p-2"])) == duplicate)
        #expect(scenario.when(.open("c-4", "2019-06-04", ["person": "p-3", "members": ["p-1"]])) == duplicate)
        #expect(scenario.when(.open("c-5", "2019-06-04", ["person": "p-4"])) == .accepted)
        try scenario.given(
            .close("c-1", "2019-06-05"), .close("c-2", "2019-06-05"), .close("c-3", "2019-06-05"),
            .close("c-4", "2019-06-05"))
        #expect(scenario.when(.open("c-6", "2019-06-06")) == .accepted)
        #expect(scenario.when(.reopen("c-2", "2019-06-06")) == duplicate)
        #expect(scenario.when(.reopen("c-4", "2019-06-06")) == duplicate)
        #expect(
            scenario.when(Sending("case.add-member", ["case": "c-5", "person": "p-1", "on": "2019-06-06"]))
                == duplicate)
        try scenario.given(
            Sending("case.remove-member", ["case": "c-5", "person": "p-1", "on": "2019-06-07"]),
            .link("p-4", "p-3"))
        #expect(scenario.when(.open("c-7", "2019-06-07", ["person": "p-3"])) == duplicate)
        #expect(try scenario.replayed() == scenario.office)
    }

    @Test func `codes that none of the plan's measures has are flagged, none are refused`() throws {
        let scenario = try Scenario.atWork()
        let unknown = Scenario.Outcome.accepted(["unknown-code"])
        #expect(scenario.when(.contact("k-1", "2019-06-05", ["topics": ["housing", "school"]])) == .accepted)
        #expect(scenario.when(.contact("k-2", "2019-06-05", ["topics": ["housing", "houses"]])) == unknown)
        #expect(scenario.when(.contact("k-3", "2019-06-05", ["topics": []])) == .accepted)
        #expect(scenario.when(.orientation("o-1", "2019-06-05", ["needs": ["jobs"]])) == unknown)
        #expect(scenario.when(.orientation("o-2", "2019-06-05", ["difficulties": ["shyness"]])) == .accepted)
        #expect(scenario.when(.request("m-1", "2019-06-05", ["purpose": "chat"])) == unknown)
        #expect(scenario.when(.request("m-2", "2019-06-05", ["purpose": "guidance"])) == .accepted)
    }
}
