import CanonicalJSON
import Interchange
import Testing

struct XESExportTests {
    private static func text(_ log: SmallLog, voided: VoidedRecords = .leftOut) throws -> String {
        var export = XESExport(voided: voided)
        for event in try log.events { try export.add(event) }
        var text = ""
        export.finish { text += $0 }
        return text
    }

    private static func read(_ log: SmallLog, voided: VoidedRecords = .leftOut) throws -> ReadXES {
        try #require(ReadXES(try text(log, voided: voided)), "not well-formed")
    }

    @Test func `each case and each mediation is a trace, and nothing else is`() throws {
        let document = try Self.read(.season)
        #expect(document.traces.map { $0.attributes["concept:name"]?.value } == ["c-1", "m-1", "c-2"])
        #expect(document.traces.map { $0.attributes["kind"]?.value } == ["case", "mediation", "case"])
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

    @Test func `events of a trace stand by the day on which they happened`() throws {
        let events = try Self.read(.season).traces[0].events
        #expect(events.map { $0["concept:name"]?.value } == ["case.noted", "case.opened"])
        #expect(
            events.map { $0["time:timestamp"]?.value } == ["2019-06-03T00:00:00.000Z", "2019-06-04T00:00:00.000Z"])
        #expect(events.map { $0["recorded"]?.value } == Array(repeating: "2019-06-05T08:00:00.000000Z", count: 2))
    }

    @Test func `attributes have the types of XES`() throws {
        let opened = try Self.read(.season).traces[0].events[1].mapValues { "\($0.type) \($0.value)" }
        #expect(
            opened == [
                "concept:name": "string case.opened", "lifecycle:transition": "string complete",
                "org:resource": "string sw-1", "time:timestamp": "date 2019-06-04T00:00:00.000Z",
                "recorded": "date 2019-06-05T08:00:00.000000Z", "position": "int 1", "revision": "int 1",
                "actor": "string anna", "cause": "string k-1", "case": "string c-1", "line": "string desk",
                "members": "string p-1 p-2", "minor": "boolean false", "on": "date 2019-06-04T00:00:00.000Z",
                "person": "string p-1", "place": "string chiari", "worker": "string sw-1",
            ])
    }

    @Test func `flags are carried, and without a worker the account is the resource`() throws {
        let document = try Self.read(.season)
        #expect(document.traces[0].events[0]["flags"]?.value == "late-entry out-of-order")
        #expect(document.traces[1].events[0]["org:resource"]?.value == "anna")
    }

    @Test func `voided records are counted and left out with what voided them`() throws {
        let document = try Self.read(.season)
        #expect(document.log["voided"]?.value == "1", "the contact is in no trace, and does not count")
        #expect(document.traces[1].events.map { $0["concept:name"]?.value } == ["mediation.requested"])
    }

    @Test func `on request voided records stand with what voided them, which names their position`() throws {
        let document = try Self.read(.season, voided: .kept)
        #expect(document.log["voided"]?.value == "0")
        let events = document.traces[1].events
        #expect(
            events.map { $0["concept:name"]?.value } == ["mediation.requested", "mediation.delivered", "record.voided"])
        #expect(events[2]["position"]?.value == "8")
        #expect(events[2]["data.position"]?.value == "4")
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
        #expect(throws: Full.self) { try XESExport().finish { _ throws(Full) in throw Full() } }
    }
}
