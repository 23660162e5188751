import Testing

@testable import Interchange

struct StandingEventsTests {
    @Test func `a voided record and what voided it are left out and counted once`() throws {
        var standing = StandingEvents(.leftOut)
        for event in try SmallLog.season.events { try standing.add(event) }
        #expect(standing.events.map(\.position) == [0, 1, 2, 3, 6, 7])
        #expect(standing.voidedCount == 2)
    }

    @Test func `on request everything is kept`() throws {
        var standing = StandingEvents(.kept)
        for event in try SmallLog.season.events { try standing.add(event) }
        #expect(standing.events.map(\.position) == Array(0...9))
        #expect(standing.voidedCount == 0)
    }

    @Test func `a record that was voided before the export begins is no error`() throws {
        var standing = StandingEvents(.leftOut)
        for event in try SmallLog.season.events.dropFirst(6) { try standing.add(event) }
        #expect(standing.events.map(\.position) == [6, 7])
        #expect(standing.voidedCount == 0)
    }

    @Test func `an event that does not come after the last is refused`() throws {
        let events = try SmallLog.season.events
        var standing = StandingEvents(.leftOut)
        try standing.add(events[3])
        let error = #expect(throws: InterchangeError.self) { try standing.add(events[3]) }
        #expect(error?.code == .outOfOrder)
    }
}
