import CanonicalJSON
import Office
import OfficeSpecification
import Testing
import Wording

/// Tests of an office that reads stored events instead of deciding commands.
struct ReplayTests {
    private func replay(
        _ scenario: Scenario, _ type: String, schema: Int = 1, _ data: JSON
    ) throws(UnreadableEvent) {
        var office = scenario.office
        guard case .object(let object) = data else { return }
        try office.replay(
            type: type, schema: schema, data: object, position: scenario.position + 1, time: office.time,
            occurred: .of("2019-06-05"))
    }

    @Test func `a type that is unknown is refused with its position`() throws {
        let scenario = try Scenario.atWork()
        let error = #expect(throws: UnreadableEvent.self) {
            try replay(scenario, "person.forgotten", ["person": "p-1"])
        }
        #expect(error?.position == scenario.position + 1)
        #expect(error?.type == "person.forgotten")
        #expect(error?.description.contains("position \(scenario.position + 1)") == true)
    }

    @Test func `a version that is unknown is refused with its position`() throws {
        let scenario = try Scenario.atWork()
        let error = #expect(throws: UnreadableEvent.self) {
            try replay(scenario, "person.restricted", schema: 2, ["person": "p-1"])
        }
        #expect(error?.position == scenario.position + 1)
        #expect(error?.schema == 2)
    }

    @Test(
        arguments: [
            ["person": "p-1", "surprise": 1], [:], ["person": 7], ["person": "p-1", "flags": ["no-such-flag"]],
            ["person": "p-1", "reason": "personal data in the log"],
        ] as [JSON]) func `data that does not fit its type is refused`(_ data: JSON) throws
    {
        let scenario = try Scenario.atWork()
        #expect(throws: UnreadableEvent.self) { try replay(scenario, "person.restricted", data) }
    }

    @Test func `an event about something that the log does not know is refused`() throws {
        let scenario = try Scenario.atWork()
        let error = #expect(throws: UnreadableEvent.self) {
            try replay(scenario, "person.restricted", ["person": "p-77"])
        }
        #expect(error?.reason == "it does not fit the events before it")
    }

    @Test func `flags and evidence are read back`() throws {
        let scenario = try Scenario.atWork()
        try replay(scenario, "person.restricted", ["person": "p-1", "flags": ["late-entry"], "evidence": "prot. 1"])
    }

    @Test func `an office knows its position and time after every event`() throws {
        let scenario = try Scenario.atWork()
        let office = try scenario.replayed()
        #expect(office.position == scenario.position)
        #expect(office.time == scenario.events.last?.time)
        #expect(office.identity == "oglio-ovest")
        #expect(office.isSimulated)
    }

    @Test func `an office of an earlier position is not touched by later events`() throws {
        let scenario = try Scenario.atWork()
        let earlier = scenario.office
        try scenario.given(.hours("h-1", "2019-06-05"), .open("c-1", "2019-06-05"))
        #expect(earlier.hours.entries.count == 0)
        #expect(earlier.cases.count == 0)
        #expect(earlier.position == scenario.position - 2)
        #expect(scenario.office.hours.entries.count == 1)
    }
}
