import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Views

struct AggregatesTests {
    private typealias Figure = Aggregates.Figure

    /// Returns a scenario in which that many women and men were served at Rovato on 2019-07-08, in the third quarter.
    private static func served(women: Int, men: Int) throws -> Scenario {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-08")
        for index in 0..<(women + men) {
            try serve("q-\(index)", on: "2019-07-08", sex: index < women ? "F" : "M", in: scenario)
        }
        return scenario
    }

    private static func serve(_ person: String, on day: String, sex: JSON, in scenario: Scenario) throws {
        try scenario.given(
            .person(person, ["sex": sex, "birthYear": 1990]), .decide(person, "eligible"),
            .contact("k-\(person)", day, ["person": .string(person)]))
    }

    /// Returns the answer on that day. Something else is recorded first, because time is that of the last event.
    private static func ask(
        _ scenario: Scenario, _ day: String, from: String? = nil, to: String? = nil
    ) throws -> Aggregates {
        scenario.today(day)
        try scenario.given(.person("r-\(scenario.events.count)"))
        return try Aggregates(
            scenario.office, Question(from: from.flatMap { Day($0) }, to: to.flatMap { Day($0) }),
            RecordedPast(events: scenario.events))
    }

    @Test(arguments: [
        (Question(asOf: .position(1)), "asOf"), (Question(on: Day("2019-09-30")), "on"),
        (Question(to: Day("2019-09-29")), "to"), (Question(to: Day("2020-03-31")), "to"),
        (Question(to: Day("2019-03-31")), "to"), (Question(from: Day("2019-07-02"), to: Day("2019-09-30")), "from"),
        (Question(from: Day("2019-01-01"), to: Day("2019-09-30")), "from"),
        (Question(from: Day("2020-01-01")), "from"),
    ])
    func `aggregates are of quarters that are published`(_ question: Question, _ field: String) throws {
        let scenario = try Scenario.atWork()
        scenario.today("2020-04-30")
        try scenario.given(.person("p-9"))
        let refusal = #expect(throws: Refusal.self) {
            try Aggregates(scenario.office, question, RecordedPast(events: scenario.events))
        }
        #expect(refusal?.field == field)
        #expect(refusal?.code == .invalidValue)
        #expect(refusal?.accepted != nil)
    }

    @Test func `a quarter is published after its thirtieth day, and none before`() throws {
        let scenario = try Self.served(women: 6, men: 7)
        let early = #expect(throws: Refusal.self) { try Self.ask(scenario, "2019-07-30") }
        #expect(early?.accepted?.contains("2019-07-31") == true)
        #expect(try Self.ask(scenario, "2019-07-31").quarters.map(\.quarter) == ["2019-Q2"])
        #expect(try Self.ask(scenario, "2019-10-30").quarters.map(\.quarter) == ["2019-Q2"])
        let answer = try Self.ask(scenario, "2019-10-31")
        #expect(answer.quarters.map(\.quarter) == ["2019-Q2", "2019-Q3"])
        #expect(answer.quarters.map(\.published) == ["2019-07-30T22:00:00.000000Z", "2019-10-30T23:00:00.000000Z"])
        #expect(answer.basis.from == "2019-04-01")
        #expect(answer.basis.to == "2019-09-30")
        #expect(try Self.ask(scenario, "2021-03-01").basis.to == "2020-03-31")
    }

    @Test func `what is recorded after the publication changes nothing of it`() throws {
        let scenario = try Self.served(women: 6, men: 7)
        let before = try Self.ask(scenario, "2019-11-04", from: "2019-07-01")
        #expect(before.personsServed == .count(13))
        #expect(before.bySex == ["F": .count(6), "M": .count(7), "X": .count(0), "unknown": .count(0)])
        #expect(before.byNationality == ["MA": .count(13)])
        try Self.serve("q-99", on: "2019-07-09", sex: "X", in: scenario)
        try scenario.given(.link("q-0", "q-1"), .void(scenario.events.count - 2), .decide("q-3", "not-eligible"))
        let after = try Self.ask(scenario, "2019-12-02", from: "2019-07-01")
        #expect(after.quarters == before.quarters)
        #expect(after.bySex == before.bySex)
        #expect(try Indicators(scenario.office, Question(to: Day("2019-09-30"))).personsServed == 11)
    }

    @Test func `work of before the plan is published with the quarter of its adoption`() throws {
        let scenario = try Scenario()
        scenario.today("2019-12-02")
        try scenario.given(.adopt(), .enrol("sw-1", "social-worker"), .person("p-1"))
        for index in 0..<8 { try Self.serve("q-\(index)", on: "2019-07-08", sex: "F", in: scenario) }
        let early = #expect(throws: Refusal.self) { try Self.ask(scenario, "2020-01-30") }
        #expect(early?.accepted?.contains("2020-01-31") == true)
        let answer = try Self.ask(scenario, "2020-01-31")
        #expect(answer.quarters.map(\.quarter) == ["2019-Q2", "2019-Q3", "2019-Q4"])
        #expect(answer.byQuarter == ["2019-Q2": .withheld, "2019-Q3": .count(8), "2019-Q4": .withheld])
        #expect(Set(answer.quarters.map(\.published)) == ["2020-01-30T23:00:00.000000Z"])
    }

    @Test func `quarters are added up, and withheld where one of them is`() throws {
        let scenario = try Self.served(women: 6, men: 7)
        scenario.today("2019-10-07")
        for index in 0..<13 {
            try scenario.given(.contact("again-\(index)", "2019-10-07", ["person": .string("q-\(index)")]))
        }
        let both = try Self.ask(scenario, "2020-02-03", from: "2019-07-01")
        #expect(both.personsServed == .count(26))
        #expect(both.bySex["F"] == .count(12))
        #expect(both.byLine["secretariat-towns"] == .count(26))
        #expect(both.byQuarter == ["2019-Q3": .count(13), "2019-Q4": .count(13)])
        let all = try Self.ask(scenario, "2020-02-04")
        #expect(all.personsServed == .withheld)
        #expect(all.byNationality == ["MA": .withheld, "others": .withheld])
        #expect(all.casesOpen == .withheld)
        #expect(all.casesByPhase.count == 7)
    }

    @Test func `sums treat a missing row as zero only if nothing is withheld`() {
        let (told, partly): ([String: Figure], [String: Figure]) = (["a": .count(7)], ["b": .count(9), "c": .withheld])
        #expect(Figure.sum([told, ["b": .count(9)]]) == ["a": .count(7), "b": .count(9)])
        #expect(Figure.sum([told, partly]) == ["a": .withheld, "b": .count(9), "c": .withheld])
        #expect(Figure.sum([told, ["others": .count(6)]]) == ["a": .withheld, "others": .count(6)])
    }

    @Test func `a line that the plan no longer has withholds the table`() throws {
        let scenario = try Self.served(women: 6, men: 7)
        guard case .object(let plan) = JSON.shippedPlan, case .array(let lines) = try #require(plan["lines"]) else {
            Issue.record("the plan has no lines")
            return
        }
        let fewer = JSONObject.Member("lines", .array(Array(lines.dropFirst())))
        try scenario.given(.adopt(.object(JSONObject(plan.members.map { $0.name == "lines" ? fewer : $0 }))))
        let answer = try Self.ask(scenario, "2019-11-04", from: "2019-07-01")
        #expect(answer.personsServed == .count(13))
        #expect(answer.byLine.count == 3)
        #expect(answer.byLine.values.allSatisfy { $0 == .withheld })
        #expect(answer.byPlace.values.allSatisfy { $0 == .withheld })
        #expect(answer.bySex["F"] == .count(6))
    }

    @Test func `a figure is a number or the word withheld`() throws {
        let text = String(decoding: try JSON.canonicalBytes(encoding: [Figure.count(7), .withheld]), as: UTF8.self)
        #expect(text == #"[7,"withheld"]"#)
    }
}
