import CanonicalJSON
import Office
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Views

/// Tests of the view that auditors read first.
struct AuditTests {
    @Test func `voids, adjustments, flags and findings are listed, and a reopened report frees its claim`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-20")
        try scenario.given(
            .rate("sw-1", 3_123_456), .hours("h-1", "2019-06-12", ["minutes": 300]), .contact("k-1", "2019-07-01"))
        let contact = scenario.position
        try scenario.given(
            .void(contact), .adjust("h-1", 240, "2019-07-20"), .complete("2019-06"), .sign("2019-06"),
            .approve("2019-06"))
        let claim = Sending(
            "report.submit", ["report": "r-1", "kind": "claim", "from": "2019-06-01", "to": "2019-06-30"])
        let second = Sending(
            "report.submit", ["report": "r-2", "kind": "claim", "from": "2019-06-01", "to": "2019-06-30"])
        try scenario.given(claim)
        #expect(scenario.when(second) == .refused("already-claimed", "report"))
        #expect(scenario.when(claim) == .refused("exists", "report"))
        try scenario.given(
            Sending("report.reopen", ["report": "r-1", "reason": "manca una firma"]), second,
            Sending(
                "audit.note-finding",
                ["finding": "f-1", "position": 3, "on": "2019-07-20", "severity": "low", "text": "data incerta"]))
        #expect(
            scenario.when(
                Sending(
                    "audit.note-finding",
                    ["finding": "f-2", "position": 999, "on": "2019-07-20", "severity": "low", "text": "x"]))
                == .refused("unknown-position", "position"))
        let audit = try Audit(scenario.office, Question(), RecordedPast(events: scenario.events))
        #expect(audit.voids.map(\.voided.position) == [contact])
        #expect(audit.adjustments.map { [$0.before, $0.after] } == [[300, 240]])
        #expect(audit.adjustments.map(\.reason) == ["errore"] && audit.voids.map(\.reason) == ["errore"])
        #expect(audit.findings.map(\.finding) == ["f-1"])
        #expect(audit.reports.map(\.state) == ["reopened", "submitted"])
        #expect(audit.reports.map(\.entries) == [1, 1])
        #expect(audit.flags.values.reduce(0, +) == audit.flagged.reduce(0) { $0 + $1.flags.count })

        let list = try Reports(scenario.office, Question(), RecordedPast(events: scenario.events))
        #expect(list.rows.map(\.state) == ["reopened", "submitted"])
    }
}
