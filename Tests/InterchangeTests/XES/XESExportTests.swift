import CanonicalJSON
import Interchange
import Testing

struct XESExportTests {
    private static func text(_ log: SmallLog, from: Int = 0) throws -> String {
        var export = XESExport(.small, from: from) { MemoryStore() }
        for line in log.lines { try export.add(line) }
        var text = ""
        try export.finish { text += $0 }
        return text
    }

    private static func read(_ log: SmallLog, from: Int = 0) throws -> ReadXES {
        try #require(ReadXES(try text(log, from: from)), "not well-formed")
    }

    @Test func `each case and each mediation is a trace, and nothing else is`() throws {
        let document = try Self.read(.season)
        #expect(document.traces.map { $0.attributes["concept:name"]?.value } == ["c-1", "c-2", "m-1"])
        #expect(document.traces.map { $0.attributes["kind"]?.value } == ["case", "case", "mediation"])
        #expect(document.traces.map(\.events.count) == [2, 1, 1])
        #expect(document.repeatedKeys == [])
    }

    @Test func `the standard extensions are declared`() throws {
        let document = try Self.read(.season)
        #expect(
            document.extensions == [
                "concept": "http://www.xes-standard.org/concept.xesext",
                "time": "http://www.xes-standard.org/time.xesext",
                "org": "http://www.xes-standard.org/org.xesext",
                "lifecycle": "http://www.xes-standard.org/lifecycle.xesext",
            ])
    }

    @Test func `events of a trace are ordered by the day on which they happened`() throws {
        let events = try Self.read(.season).traces[0].events
        #expect(events.map { $0["concept:name"]?.value } == ["case.noted", "case.opened"])
        #expect(
            events.map { $0["time:timestamp"]?.value } == ["2019-06-03T00:00:00.000Z", "2019-06-04T00:00:00.000Z"])
        #expect(events.map { $0["recorded"]?.value } == Array(repeating: "2019-06-05T08:00:00.000000Z", count: 2))
    }

    @Test func `attributes have XES types`() throws {
        let opened = try Self.read(.season).traces[0].events[1].mapValues { "\($0.type) \($0.value)" }
        #expect(
            opened == [
                "concept:name": "string case.opened", "lifecycle:transition": "string complete",
                "org:resource": "string sw-1", "time:timestamp": "date 2019-06-04T00:00:00.000Z",
                "recorded": "date 2019-06-05T08:00:00.000000Z", "position": "int 1", "revision": "int 1",
                "actor": "string anna", "cause": "string k-1", "type": "string case.opened", "case": "string c-1",
                "line": "string desk",
                "members": "string p-1 p-2", "minor": "boolean false", "on": "date 2019-06-04T00:00:00.000Z",
                "person": "string p-1", "place": "string chiari", "worker": "string sw-1",
            ])
    }

    @Test func `flags are carried, and without a worker the account is the resource`() throws {
        let document = try Self.read(.season)
        #expect(document.traces[0].events[0]["flags"]?.value == "late-entry out-of-order")
        #expect(document.traces[2].events[0]["org:resource"]?.value == "anna")
    }

    @Test func `voided records are counted and left out with what voided them`() throws {
        let document = try Self.read(.season)
        #expect(document.log["voided"]?.value == "1", "the contact is in no trace, and does not count")
        #expect(document.traces[2].events.map { $0["concept:name"]?.value } == ["mediation.requested"])
    }

    @Test func `the log tells its source, its last position and that it is a simulation`() throws {
        let log = try Self.read(.season).log.mapValues { "\($0.type) \($0.value)" }
        #expect(log["concept:name"] == "string urn:labd:office:1")
        #expect(log["position"] == "int 9")
        #expect(log["simulated"] == "boolean true")
    }

    @Test func `a log without cases is a document without traces`() throws {
        #expect(try Self.read(SmallLog()).traces.isEmpty)
    }

    @Test func `texts come back from an XML parser as they were, in a document of ASCII alone`() throws {
        let reason = #"a & b < c > d "e" 'f' ]]> &amp; è 😀 \#u{85}"#
        var log = SmallLog()
        log.append("case.noted", "case/c-1", ["reason": .string(reason)])
        let text = try Self.text(log)
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        let document = try #require(ReadXES(text))
        #expect(document.traces[0].events[0]["reason"]?.value == reason)
    }

    @Test func `tabs and line breaks come back, and what XML cannot hold is replaced`() throws {
        var log = SmallLog()
        log.append("case.noted", "case/c-1", ["reason": "a\tb\nc\rd\u{0}e\u{1B}f\u{FFFF}g"])
        let value = try Self.read(log).traces[0].events[0]["reason"]?.value
        #expect(value == "a\tb\nc\rd\u{FFFD}e\u{FFFD}f\u{FFFD}g")
    }

    @Test func `what a writer throws comes through`() throws {
        struct Full: Error {}
        #expect(throws: Full.self) {
            var export = XESExport(.small) { MemoryStore() }
            try export.finish { _ in throw Full() }
        }
    }

    // MARK: - Moves and workers

    /// A case that enters another phase, is assigned to another worker and is closed; a request that is authorised, assigned
    /// and delivered.
    private static var moves: SmallLog {
        var log = SmallLog()
        log.append("project.plan-adopted", "project", ["plan": ["phases": [["id": "intake"], ["id": "analysis"]]]])
        log.append("case.opened", "case/c-1", ["case": "c-1", "worker": "sw-1"])
        log.append("case.phase-advanced", "case/c-1", ["case": "c-1", "phase": "analysis"])
        log.append("case.noted", "case/c-1", ["case": "c-1", "worker": "sw-9"])
        log.append("case.assigned", "case/c-1", ["case": "c-1", "worker": "sw-2"])
        log.append("case.closed", "case/c-1", ["case": "c-1"])
        log.append("project.plan-adopted", "project", ["plan": ["phases": [["id": "reception"], ["id": "intake"]]]])
        log.append("case.opened", "case/c-2", ["case": "c-2", "worker": "sw-1"])
        log.append("mediation.requested", "mediation/m-1", ["mediation": "m-1"])
        log.append("mediation.authorised", "mediation/m-1", ["by": "co-1", "mediation": "m-1"])
        log.append("mediation.assigned", "mediation/m-1", ["mediation": "m-1", "mediator": "me-1"])
        log.append("mediation.missed", "mediation/m-1", ["by": "user", "mediation": "m-1"])
        log.append("mediation.delivered", "mediation/m-1", ["mediation": "m-1"])
        log.append("mediation.evaluated", "mediation/m-1", ["mediation": "m-1", "score": 5])
        return log
    }

    @Test func `the activity of a move is the phase that it enters, of all else the event's type`() throws {
        let traces = try Self.read(Self.moves).traces
        let activities = traces.map { $0.events.map { $0["concept:name"]?.value } }
        #expect(activities[0] == ["intake", "analysis", "case.noted", "case.assigned", "case.closed"])
        #expect(activities[1] == ["reception"], "the first phase of the plan in force when the case was opened")
        #expect(activities[2].first == "mediation.requested")
        #expect(traces[0].events.map { $0["type"]?.value }.prefix(2) == ["case.opened", "case.phase-advanced"])
        #expect(traces[0].events.map { $0["phase"]?.value }.prefix(2) == ["intake", "analysis"])
    }

    @Test func `two classifiers tell the activity and the event's type`() throws {
        let document = try Self.read(Self.moves)
        #expect(document.classifiers == ["Activity": "concept:name", "Type": "type"])
        #expect(document.globals.isSuperset(of: ["concept:name", "type"]), "a classifier's keys are global")
    }

    @Test func `an export that begins after the plan still knows its phases`() throws {
        let document = try Self.read(Self.moves, from: 7)
        #expect(
            document.traces.map { $0.events.first?["concept:name"]?.value } == ["reception", "mediation.requested"])
    }

    @Test func `the resource is who did it or who has the case, and the account where no worker is known`() throws {
        let traces = try Self.read(Self.moves).traces
        #expect(traces[0].events.map { $0["org:resource"]?.value } == ["sw-1", "sw-1", "sw-9", "sw-2", "sw-2"])
        #expect(
            traces[2].events.map { $0["org:resource"]?.value } == ["anna", "co-1", "me-1", "me-1", "me-1", "anna"])
    }
}
