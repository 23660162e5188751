import CanonicalJSON
import CivilTime
import Foundation
import Office
import OfficeSpecification
import Testing

struct ConfirmClockTests {
    private let confirm = Sending(
        "clock.confirm", ["reason": "orologio della macchina controllato"],
        ["evidence": "prot. 7/2026", "note": "nota riservata"])

    private func doubted(_ shows: String) throws -> DoubtedClock {
        let shows = try #require(Instant(shows))
        let last = try #require(Instant("2026-11-25T10:00:00.000000Z"))
        return try #require(
            DoubtedClock(shows: shows, last: last, aheadOfSteady: 0, confirmed: nil, isSynchronised: { true }))
    }

    @Test func `the event says what the clock showed, what spoke against it and when the log had ended`() throws {
        let scenario = try Scenario()
        scenario.at("2028-11-25T10:00:00.000000Z")
        scenario.doubtedClock = try doubted("2028-11-25T10:00:00.000000Z")
        #expect(scenario.when(confirm) == .accepted)
        let event = try #require(scenario.events.last)
        #expect(event.stream == "log" && event.type == "log.clock-confirmed" && event.schema == 1)
        let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
        let golden = try Data(contentsOf: folder.appendingPathComponent("log.clock-confirmed.1.json"))
        #expect(String(decoding: event.data, as: UTF8.self) == String(decoding: golden, as: UTF8.self))
        for office in [scenario.office, try scenario.replayed()] {
            #expect(office.confirmedClock == Instant("2028-11-25T10:00:00.000000Z"))
        }
        #expect(scenario.office == (try scenario.replayed()))
        #expect(try Office(OfficeImage(scenario.office)) == scenario.office)
    }

    @Test func `a clock that is believed cannot be confirmed`() throws {
        let scenario = try Scenario()
        scenario.today("2026-11-25")
        #expect(scenario.when(confirm) == .refused("wrong-order"))
        #expect(scenario.refusal?.accepted?.contains("clock-implausible") == true)
    }

    @Test func `what labd adds cannot be sent`() throws {
        let scenario = try Scenario()
        scenario.today("2026-11-25")
        scenario.doubtedClock = try doubted("2028-11-25T10:00:00.000000Z")
        for field in ["clock", "doubt", "last"] {
            #expect(
                scenario.when(confirm.with(field, "2028-11-25T10:00:00.000000Z")) == .refused("unknown-field", field))
        }
    }
}
