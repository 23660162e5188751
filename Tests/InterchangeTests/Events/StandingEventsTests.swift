import CanonicalJSON
import EventFormat
import Testing

@testable import Interchange

struct StandingEventsTests {
    private static func standing(_ standing: StandingEvents) throws -> [Int] {
        try SmallLog.season.events.map(\.position).filter(standing.stands)
    }

    @Test func `a voided record and what voided it are left out and counted once`() throws {
        var standing = StandingEvents()
        for event in try SmallLog.season.events { try standing.note(event) }
        #expect(try Self.standing(standing) == [0, 1, 2, 3, 6, 7])
        #expect(standing.voidedCount == 2)
    }

    @Test func `voiding a record from before the export is not an error`() throws {
        var standing = StandingEvents()
        for event in try SmallLog.season.events.dropFirst(6) { try standing.note(event) }
        #expect(try Self.standing(standing).filter { $0 >= 6 } == [6, 7])
        #expect(standing.voidedCount == 0)
    }

    @Test func `an event that does not come after the last is refused`() throws {
        let events = try SmallLog.season.events
        var standing = StandingEvents()
        try standing.note(events[3])
        let error = #expect(throws: InterchangeError.self) { try standing.note(events[3]) }
        #expect(error?.code == .outOfOrder)
    }

    @Test func `voiding a record that is not earlier voids nothing`() throws {
        var log = SmallLog()
        log.append("contact.recorded", "contact/k-1", ["contact": "k-1"])
        for position: Int64 in [1, 9_007_199_254_740_991, -1] {
            log.append("record.voided", "contact/k-1", ["position": .integer(position)])
        }
        log.append("contact.recorded", "contact/k-1", ["contact": "k-1"])
        var standing = StandingEvents()
        for event in try log.events { try standing.note(event) }
        #expect((0...4).filter(standing.stands) == [0, 4])
        #expect(standing.voidedCount == 0)
    }
}
