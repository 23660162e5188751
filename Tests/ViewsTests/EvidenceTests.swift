import CanonicalJSON
import Foundation
import Office
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Views

/// Tests that what `explain` lists adds up to what the views answer, on a whole season.
struct EvidenceTests {
    private let season: Season.Recorded

    init() throws { season = try Season.recorded.get() }

    private func figure(_ of: any CountedView.Type, _ facets: [FacetName: String], counted: String? = nil) throws -> Int
    {
        var question = Question()
        question.of = of.name
        question.counted = counted
        question.facets = facets
        let explanation = try Explanation(season.office, question, RecordedPast(events: season.events))
        #expect(explanation.rows.reduce(0) { $0 + $1.amount } == explanation.figure)
        #expect(explanation.rows.map(\.event.position) == explanation.rows.map(\.event.position).sorted())
        return explanation.figure
    }

    @Test func `every row and week of compliance is the sum of its events`() throws {
        let compliance = try Compliance(season.office, Question())
        #expect(compliance.rows.count > 12)
        for row in compliance.rows {
            #expect(try figure(Compliance.self, [.line: row.line, .place: row.place]) == row.delivered)
        }
        for part in compliance.weeks where part.delivered != 0 {
            let week = try #require(part.week)
            #expect(try figure(Compliance.self, [.line: part.line, .place: part.place, .week: week]) == part.delivered)
        }
        for part in compliance.months where part.delivered != 0 {
            let month = try #require(part.month)
            #expect(
                try figure(Compliance.self, [.line: part.line, .place: part.place, .month: month]) == part.delivered)
        }
    }

    @Test func `every figure of the indicators is the sum of its events, each person once`() throws {
        let indicators = try Indicators(season.office, Question())
        #expect(indicators.personsServed > 0)
        #expect(try figure(Indicators.self, [:]) == indicators.personsServed)
        for (name, counts) in [
            (FacetName.line, indicators.byLine), (.place, indicators.byPlace), (.measure, indicators.byMeasure),
            (.quarter, indicators.byQuarter), (.age, indicators.byAge), (.sex, indicators.bySex),
            (.nationality, indicators.byNationality),
        ] {
            #expect(!counts.isEmpty)
            for (value, count) in counts {
                #expect(try figure(Indicators.self, [name: value]) == count, "\(name) \(value)")
            }
        }
    }

    @Test func `open cases, mediation and timesheets are the sums of their events`() throws {
        let caseload = try Caseload(season.office, Question())
        for (place, count) in caseload.byPlace {
            #expect(try figure(Caseload.self, [.place: place, .state: "open"]) == count.open)
            #expect(try figure(Caseload.self, [.place: place, .state: "closed"]) == count.closed)
        }
        for (phase, count) in caseload.openByPhase { #expect(try figure(Caseload.self, [.phase: phase]) == count) }
        let mediations = try Mediations(season.office, Question())
        #expect(try figure(Mediations.self, [:]) == mediations.requests)
        #expect(try figure(Mediations.self, [:], counted: "askedMinutes") == mediations.askedMinutes)
        #expect(try figure(Mediations.self, [:], counted: "authorisedMinutes") == mediations.authorisedMinutes)
        #expect(try figure(Mediations.self, [:], counted: "missed") == mediations.missed)
        #expect(try figure(Mediations.self, [:], counted: "missedMinutes") == mediations.missedMinutes)
        for (place, sum) in mediations.byPlace {
            #expect(
                try figure(Mediations.self, [.place: place], counted: "deliveredMinutes") == sum.deliveredMinutes)
        }
        for row in try Timesheets(season.office, Question()).rows {
            let facets: [FacetName: String] = [.worker: row.worker, .month: row.month]
            #expect(try figure(Timesheets.self, facets) == row.minutes)
            #expect(try figure(Timesheets.self, facets, counted: "projectMinutes") == row.projectMinutes)
        }
    }

    @Test func `every row of costs is the sum of its entries, exact to the cent, and so is each side of what was done`()
        throws
    {
        let costs = try Costs(season.office, Question())
        #expect(costs.rows.count > 20)
        #expect(costs.rows.contains { $0.cents != nil })
        for row in costs.rows {
            guard let line = row.line else { continue }
            let facets: [FacetName: String] = [.worker: row.worker, .line: line, .month: row.month]
            #expect(try figure(Costs.self, facets) == row.minutes)
            if let cents = row.cents {
                let fractions = try figure(Costs.self, facets, counted: "centFractions")
                #expect(abs(fractions - cents * ExactCents.denominator) * 2 <= ExactCents.denominator)
            }
        }
        let reconciliation = try Reconciliation(season.office, Question())
        #expect(!reconciliation.rows.isEmpty)
        for row in reconciliation.rows {
            let facets: [FacetName: String] = [.serviceRecord: row.about, .worker: row.worker]
            #expect(try figure(Reconciliation.self, facets) == row.logged)
            #expect(try figure(Reconciliation.self, facets, counted: "recorded") == row.recorded)
        }
    }

    @Test(arguments: [
        (FacetName.line, "nowhere", "unknown-line"), (.place, "milano", "unknown-place"),
        (.week, "2019-W60", "invalid-value"), (.phase, "intake", "unknown-field"),
        (.worker, "nobody", "unknown-worker"),
    ])
    func `an impossible line, place or week is refused with what would be accepted`(
        _ name: FacetName, _ value: String, _ code: String
    ) throws {
        let refusal = #expect(throws: Refusal.self) {
            let question = try Question(
                parameters: [("of", "compliance"), (name.rawValue, value)], to: Explanation.self)
            return try Explanation(season.office, question, RecordedPast(events: season.events))
        }
        #expect(refusal?.code.word == code)
        #expect(refusal?.field == name.rawValue)
        #expect(refusal?.accepted != nil)
    }
}

/// Tests of what changed between two moments, and by which events.
struct DiffTests {
    private func diff(_ scenario: Scenario, since position: Int) throws -> Diff {
        var question = Question()
        question.since = .position(position)
        return try Diff(scenario.office, question, RecordedPast(events: scenario.events))
    }

    @Test
    func
        `the same person met in Chiari and Trenzano, linked later: total −1 from the link on; a submitted report stays; the diff names the link; unlink restores`()
        throws
    {
        let scenario = try Scenario.atWork()
        scenario.freezer = RecordedFigures()
        scenario.today("2019-07-20")
        try scenario.given(
            .person("p-a"), .person("p-b"), .decide("p-a", "eligible", from: "2019-06-01"),
            .decide("p-b", "eligible", from: "2019-06-01"),
            .contact("k-a", "2019-06-12", ["person": "p-a", "place": "chiari"]),
            .contact("k-b", "2019-06-13", ["person": "p-b", "place": "trenzano"]))
        let served = try Indicators(scenario.office, Question()).personsServed
        try scenario.given(
            Sending("report.submit", ["report": "r-1", "kind": "quarterly", "from": "2019-06-01", "to": "2019-06-30"]))
        let before = scenario.position
        try scenario.given(.link("p-a", "p-b"))
        let link = scenario.position
        #expect(try Indicators(scenario.office, Question()).personsServed == served - 1)
        var question = Question()
        question.id = .of("r-1")
        let report = try ReportFile(scenario.office, question, RecordedPast(events: scenario.events))
        #expect(report.totals["indicators/personsServed"] == served)
        #expect(report.totals["indicators/place=chiari/personsServed"] == 1)
        #expect(report.holds)

        let total = try #require(
            try diff(scenario, since: before).rows.first { $0.figure == "indicators/personsServed" })
        #expect(total.change == -1)
        #expect(total.events.map(\.position) == [link])
        #expect(total.events.map(\.type) == ["person.linked"])

        let audit = try Audit(scenario.office, Question(), RecordedPast(events: scenario.events))
        let changed = try #require(audit.reports.first?.changed.first { $0.figure == "indicators/personsServed" })
        #expect(changed.change == -1)
        #expect(changed.events.map(\.position) == [link])

        try scenario.given(.unlink("p-a", "p-b"))
        #expect(try Indicators(scenario.office, Question()).personsServed == served)
        #expect(try diff(scenario, since: before).rows.filter { $0.figure.hasPrefix("indicators") } == [])
        let back = try #require(try diff(scenario, since: link).rows.first { $0.figure == "indicators/personsServed" })
        #expect(back.events.map(\.type) == ["person.unlinked"])
    }

    @Test func `the voiding of the contact from which a case came is named where its topics are missed`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .decide("p-2", "eligible"), .contact("k-1", "2019-06-03"),
            .open("c-1", "2019-06-04", ["contact": "k-1"]), .note("c-1", "2019-06-05", ["persons": ["p-2"]]))
        let before = scenario.position
        try scenario.given(.void(before - 2))
        let row = try #require(
            try diff(scenario, since: before).rows.first { $0.figure == "indicators/measure=housing/personsServed" })
        #expect(row.change == -1)
        #expect(row.events.map(\.type) == ["record.voided"])
    }

    @Test func `the voiding of a transfer is named where those of the case's notes were served elsewhere`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(
            .decide("p-2", "eligible"), .transfer("c-1", "2019-06-04", ["place": "chiari"]),
            .note("c-1", "2019-06-05", ["persons": ["p-2"]]))
        let before = scenario.position
        try scenario.given(.void(before - 1))
        let rows = try diff(scenario, since: before).rows
        for (place, change) in [("chiari", -1), ("rovato", 1)] {
            let row = try #require(rows.first { $0.figure == "indicators/place=\(place)/personsServed" }, "\(rows)")
            #expect(row.change == change)
            #expect(row.events.map(\.type) == ["record.voided"])
        }
    }

    @Test func `work entered late into a signed month is in the next report's diff, and so is an adjustment`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2020-01-15")
        try scenario.given(.hours("h-1", "2019-12-10", ["minutes": 300]), .complete("2019-12"), .sign("2019-12"))
        let before = scenario.position
        #expect(scenario.when(.hours("h-2", "2019-12-20", ["minutes": 120])) == .refused("month-signed", "on"))
        _ = scenario.when(.hours("h-2", "2019-12-20", ["minutes": 120, "reason": "dimenticato"]))
        let late = scenario.position
        try scenario.given(.adjust("h-1", 240, "2020-01-15"))
        let figure = "compliance/line=secretariat-towns/place=rovato/delivered"
        let row = try #require(try diff(scenario, since: before).rows.first { $0.figure == figure })
        #expect((row.before, row.after, row.change) == (300, 360, 60))
        #expect(row.events.map(\.position) == [late, late + 1])
        #expect(row.events[0].flags.contains("after-signing"))
    }

    @Test func `between a moment and itself nothing changed, and the later cannot be the earlier`() throws {
        let season = try Season.recorded.get()
        let past = RecordedPast(events: season.events)
        var question = Question()
        question.since = .position(season.office.position)
        #expect(try Diff(season.office, question, past).rows == [])
        let earlier = try past.office(at: 100)
        #expect(throws: Refusal.self) { try Diff(earlier, question, past) }
        #expect(throws: Refusal.self) { try Diff(season.office, Question(), past) }
    }

    @Test func `figures of a season at any moment differ by just what the events between say`() throws {
        let season = try Season.recorded.get()
        let past = RecordedPast(events: season.events)
        for start in stride(from: 50, to: season.events.count, by: season.events.count / 6) {
            var question = Question()
            question.since = .position(start)
            let diff = try Diff(season.office, question, past)
            for row in diff.rows {
                #expect(!row.events.isEmpty, "\(row.figure) changed from \(row.before) to \(row.after) by nothing")
                for event in row.events { #expect(event.position > start) }
            }
        }
    }
}
