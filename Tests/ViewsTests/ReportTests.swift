import CanonicalJSON
import CivilTime
import Crypto
import Foundation
import Office
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Views

/// Tests of what a report freezes and which entries a claim has.
struct ReportTests {
    /// June and July of sw-1: an hour in each, signed and approved, as it stands on 2019-08-10.
    private func twoMonths() throws -> Scenario {
        let scenario = try Scenario.withApprovedJune()
        scenario.freezer = RecordedFigures()
        try scenario.given(.rate("sw-1", 3_123_456))
        scenario.today("2019-08-10")
        try scenario.given(
            .hours("h-2", "2019-07-03", ["minutes": 120]), .complete("2019-07"), .sign("2019-07"), .approve("2019-07"))
        return scenario
    }

    private func file(_ scenario: Scenario, _ id: String) throws -> ReportFile {
        var question = Question()
        question.id = .of(id)
        return try ReportFile(scenario.office, question, RecordedPast(events: scenario.events))
    }

    private func digest(_ json: JSON) -> String {
        Data(SHA256.hash(data: json.canonicalBytes)).base64EncodedString()
    }

    @Test func `a second claim over the same days has the entries that the first one left, and their figures alone`()
        throws
    {
        let scenario = try twoMonths()
        try scenario.given(
            .submit("a", "claim", "2019-06-01", "2019-06-30"), .hours("h-3", "2019-08-01", ["minutes": 45]),
            .submit("b", "claim", "2019-06-01", "2019-09-30"))
        let a = try file(scenario, "a")
        let b = try file(scenario, "b")
        #expect(a.claimed.map(\.entry) == ["h-1"])
        #expect(a.totals["costs/state=approved/minutes"] == 60)
        #expect(b.claimed.map(\.entry) == ["h-2"])
        #expect(b.totals["costs/state=approved/minutes"] == 120)
        #expect(b.totals["costs/state=open/minutes"] == nil)
        #expect(!b.totals.keys.contains { $0.hasPrefix("compliance") })
        #expect(b.claimed.map(\.centFractions) == [120 * 3_123_456])
        #expect((b.minutes, b.cents) == (120, 3632))
        #expect(a.holds && b.holds)
    }

    @Test func `entries without a rate are refused by name, or left out and listed`() throws {
        let scenario = try twoMonths()
        try scenario.given(
            .enrol("sw-3", "social-worker", ["supervisor": "co-1"]), .hours("h-9", "2019-07-05", ["worker": "sw-3"]),
            .complete("2019-07", ["worker": "sw-3"]), .sign("2019-07", ["worker": "sw-3"]),
            .approve("2019-07", ["worker": "sw-3"]))
        #expect(
            scenario.when(.submit("r", "claim", "2019-07-01", "2019-07-31")) == .refused("rate-missing", "report"))
        #expect(scenario.refusal?.detail == "h-9 of sw-3 on 2019-07-05 have no rate")
        #expect(scenario.refusal?.value == "\"h-9\"")
        #expect(
            scenario.when(.submit("r", "claim", "2019-07-01", "2019-07-31", ["withoutRate": "refused"]))
                == .refused("rate-missing", "report"))
        try scenario.given(.submit("r", "claim", "2019-07-01", "2019-07-31", ["withoutRate": "left-out"]))
        let report = try file(scenario, "r")
        #expect(report.entries == ["h-2"])
        #expect(
            report.leftOut.map { [$0.entry, $0.worker, $0.on, "\($0.minutes)"] } == [
                ["h-9", "sw-3", "2019-07-05", "60"]
            ])
        try scenario.given(.rate("sw-3", 2_900_000), .submit("s", "claim", "2019-07-01", "2019-07-31"))
        #expect(try file(scenario, "s").entries == ["h-9"])
        #expect(
            scenario.when(.submit("t", "final", "2019-07-01", "2019-07-31", ["withoutRate": "refused"]))
                == .refused("invalid-value", "withoutRate"))
    }

    @Test func `what happens to claimed entries later is in the claim's diff, and in no digest`() throws {
        let scenario = try twoMonths()
        try scenario.given(.submit("c", "claim", "2019-06-01", "2019-07-31"), .adjust("h-2", 90, "2019-08-10"))
        let adjustment = scenario.position
        var question = Question()
        question.report = .of("c")
        let diff = try Diff(scenario.office, question, RecordedPast(events: scenario.events))
        let row = try #require(diff.rows.first { $0.figure == "costs/worker=sw-1/month=2019-07/minutes" })
        #expect((row.before, row.after) == (120, 90))
        #expect(row.events.map(\.position) == [adjustment])
        #expect(diff.rows.contains { $0.figure == "costs/state=pending/minutes" && $0.after == 90 })
        let report = try file(scenario, "c")
        #expect(report.holds)
        #expect(report.claimed.map(\.minutes) == [60, 120])
    }

    @Test func `the digests are of the canonical JSON that the page says, and of nothing else`() throws {
        let scenario = try twoMonths()
        try scenario.given(
            .submit("q", "quarterly", "2019-06-01", "2019-06-30"), .submit("c", "claim", "2019-06-01", "2019-06-30"))
        for id in ["q", "c"] {
            let report = try file(scenario, id)
            let document: JSON = [
                "names": .integer(Int64(report.figureNames)), "views": .array(report.views.map(JSON.string)),
                "figures": .object(JSONObject(report.totals.map { .init($0.key, .integer(Int64($0.value))) })),
            ]
            #expect(report.figures == digest(document))
            #expect(!report.totals.isEmpty)
        }
        let claim = try file(scenario, "c")
        let entries = JSON.array(
            claim.claimed.map {
                [
                    "entry": .string($0.entry), "minutes": .integer(Int64($0.minutes)),
                    "centFractions": .integer(Int64($0.centFractions)),
                ]
            })
        #expect(claim.claimDigest == digest(entries))
    }

    @Test func `what is owed is among a quarter's figures, and a suspension that is recorded later is in its diff`()
        throws
    {
        let scenario = try Scenario.withApprovedJune()
        scenario.freezer = RecordedFigures()
        try scenario.given(.submit("q", "quarterly", "2019-06-01", "2019-06-30"))
        let figure = "compliance/line=secretariat-towns/place=rovato/owed"
        let compliance = try Compliance(
            scenario.office, Question(from: .of("2019-06-01"), to: .of("2019-06-30")))
        let owed = compliance.rows.first { $0.line == "secretariat-towns" && $0.place == "rovato" }?.owed
        #expect(try file(scenario, "q").totals[figure] == owed)
        #expect(owed == 1200)
        try scenario.given(.suspend("s-1", ["from": "2019-06-17", "to": "2019-06-21"]))
        let suspension = scenario.position
        var question = Question()
        question.report = .of("q")
        let diff = try Diff(scenario.office, question, RecordedPast(events: scenario.events))
        let row = try #require(diff.rows.first { $0.figure == figure })
        #expect((row.before, row.after) == (1200, 900))
        #expect(row.events.map(\.position) == [suspension])
    }

    @Test func `a claim of more entries, and a final report of more figures, than a line holds are submitted`() throws {
        let scenario = try Scenario.atWork()
        scenario.freezer = RecordedFigures()
        scenario.today("2020-03-31")
        var day = Day.of("2019-06-03")
        var number = 0
        for worker in 1...24 {
            try scenario.given(
                .enrol("w-\(worker)", "social-worker", ["supervisor": "co-1"]), .rate("w-\(worker)", 3_000_000))
        }
        while day <= .of("2020-02-28") {
            if day.weekday <= 5 {
                for worker in 1...24 {
                    for part in 0..<2 {
                        number += 1
                        try scenario.given(
                            .own(
                                "e-\(number)", "\(day)",
                                [
                                    "worker": .string("w-\(worker)"), "fund": "fami",
                                    "minutes": .integer(Int64(30 + part)),
                                    "line": "secretariat-office", "place": "ufficio-di-piano",
                                ]))
                    }
                }
            }
            day = day.adding(1)
        }
        for month in [
            "2019-06", "2019-07", "2019-08", "2019-09", "2019-10", "2019-11", "2019-12", "2020-01", "2020-02",
        ] {
            for worker in 1...24 {
                let changes: JSON = ["worker": .string("w-\(worker)")]
                try scenario.given(.complete(month, changes), .sign(month, changes), .approve(month, changes))
            }
        }
        #expect(number > 9000)
        try scenario.given(
            .submit("c", "claim", "2019-06-01", "2020-02-29"), .submit("f", "final", "2019-06-01", "2020-02-29"))
        for event in scenario.events.suffix(2) { #expect(event.data.count < 700) }
        let claim = try file(scenario, "c")
        #expect(claim.entries.count == number)
        #expect(claim.minutes == number / 2 * 61)
        #expect(claim.holds)
        let final = try file(scenario, "f")
        #expect(final.totals.count > 216 * 2)
        #expect(final.holds)
        // A replay of the log gives the same claim.
        let replayed = try scenario.replayed()
        #expect(replayed.reports == scenario.office.reports)
        #expect(
            scenario.when(.submit("d", "claim", "2019-06-01", "2020-02-29")) == .refused("already-claimed", "report"))
    }

    @Test
    func `what labd 0.1.0 submitted has its totals and entries from the event, and holds where they are the log's`()
        throws
    {
        let scenario = try twoMonths()
        try scenario.given(.submit("c", "claim", "2019-06-01", "2019-07-31"))
        var events = scenario.events
        let then = try RecordedPast(events: events).office(at: events.count - 2)
        let figures = try Figures(
            then, [Compliance.self, Costs.self], Question(from: .of("2019-06-01"), to: .of("2019-07-31")))
        for (minutes, holds) in [(180, true), (181, false)] {
            var totals = figures.values.filter { !$0.key.hasSuffix("owed") }
            totals["costs/state=approved/minutes"] = minutes
            let data: JSON = [
                "entries": ["h-1", "h-2"], "figures": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "from": "2019-06-01", "kind": "claim", "position": .integer(Int64(events.count - 2)), "report": "c",
                "root": "A2kYfnHWoVvHsyAJMq8vbnv3ZSdyhZ0rNF0o8sFEJGU=", "to": "2019-07-31",
                "totals": .object(JSONObject(totals.map { .init($0.key, .integer(Int64($0.value))) })),
            ]
            let last = events.removeLast()
            events.append(last.saying(data.canonicalBytes, schema: 1))
            let office = try Scenario.replay(events)
            var question = Question()
            question.id = .of("c")
            let report = try ReportFile(office, question, RecordedPast(events: events))
            #expect(report.figureNames == 0)
            #expect(report.views == ["compliance", "costs"])
            #expect(report.totals == totals)
            #expect(report.entries == ["h-1", "h-2"])
            #expect(report.holds == holds)
        }
    }

    @Test func `a report about days that have not all gone by is flagged, and one that was never submitted unknown`()
        throws
    {
        let scenario = try twoMonths()
        #expect(
            scenario.when(.submit("q", "quarterly", "2019-07-01", "2019-09-30")) == .accepted(["period-not-over"]))
        #expect(scenario.when(.submit("p", "quarterly", "2019-08-01", "2019-08-10")) == .accepted(["period-not-over"]))
        #expect(scenario.when(.submit("o", "quarterly", "2019-04-01", "2019-06-30")) == .accepted)
        let refusal = #expect(throws: Refusal.self) { try file(scenario, "r-9") }
        #expect(refusal?.code.word == "unknown-report")
    }
}
