import CanonicalJSON
import CivilTime
import OfficeSpecification
import ViewsSpecification
import Testing

@testable import Views

struct ClaimableEntriesTests {
    private func ask(_ scenario: Scenario, _ from: String, _ to: String) throws -> ClaimableEntries {
        try ClaimableEntries(
            scenario.office, Question(from: .of(from), to: .of(to)), RecordedPast(events: scenario.events))
    }

    @Test func `the entries of a claim are those that were claimable before, and are not any more`() throws {
        let scenario = try Scenario.withApprovedJune()
        scenario.freezer = RecordedFigures()
        try scenario.given(.rate("sw-1", 3_123_456), .hours("h-2", "2019-07-03"))
        let found = try ask(scenario, "2019-06-01", "2019-07-31")
        #expect(found.rows.map(\.entry) == ["h-1"] && found.minutes == 60 && found.leftOut.isEmpty)
        #expect(found.rows.map(\.place) == ["rovato"] && found.rows.map(\.worker) == ["sw-1"])
        try scenario.given(.submit("c", "claim", "2019-06-01", "2019-07-31"))
        let past = RecordedPast(events: scenario.events)
        let claimed = try ReportFile(scenario.office, Question(id: .of("c")), past)
        #expect(claimed.claimed.map(\.centFractions) == found.rows.map(\.centFractions))
        #expect(claimed.cents == found.cents && claimed.minutes == found.minutes)
        #expect(try ask(scenario, "2019-06-01", "2019-07-31").rows.isEmpty)
    }

    @Test func `what has no rate is left out`() throws {
        let scenario = try Scenario.withApprovedJune()
        let found = try ask(scenario, "2019-06-01", "2019-06-30")
        #expect(found.rows.isEmpty && found.minutes == 0 && found.cents == 0)
        #expect(found.leftOut.map(\.entry) == ["h-1"] && found.leftOut.map(\.minutes) == [60])
        #expect(try ask(scenario, "2019-07-01", "2019-07-31").leftOut.isEmpty)
    }
}
