import CivilTime
import Office
import OfficeSpecification
import Testing
import Views

struct QuestionTests {
    @Test func `a question is read from its parameters`() throws {
        #expect(
            try Question(
                parameters: [("on", "2019-12-31"), ("from", "2019-06-01"), ("to", "2019-09-30")], to: Audit.self)
                == Question(on: .of("2019-12-31"), from: .of("2019-06-01"), to: .of("2019-09-30")))
        #expect(try Question(parameters: [("id", "c-1")], to: CaseFile.self) == Question(id: .of("c-1")))
        #expect(try Question(parameters: [], to: Audit.self) == Question())
        var narrow = Question()
        (narrow.worker, narrow.month, narrow.week) = (.of("sw-1"), Month("2019-06"), ISOWeek("2020-W01"))
        (narrow.line, narrow.place) = (.of("youth"), .of("rovato"))
        narrow.facets = [
            .worker: "sw-1", .month: "2019-06", .week: "2020-W01", .line: "youth", .place: "rovato",
        ]
        #expect(
            try Question(
                parameters: [
                    ("worker", "sw-1"), ("month", "2019-06"), ("week", "2020-W01"), ("line", "youth"),
                    ("place", "rovato"),
                ], to: Costs.self) == narrow)
    }

    @Test(arguments: [
        ("on", "2019-02-30", "invalid-value"), ("from", "yesterday", "invalid-value"),
        ("asof", "3", "unknown-field"), ("id", "c-1", "unknown-field"), ("worker", "-x", "invalid-value"),
        ("line", "", "invalid-value"), ("place", "Urago d'Oglio", "invalid-value"),
        ("month", "2019-13", "invalid-value"),
        ("month", "2019-6", "invalid-value"), ("month", "2019-06-01", "invalid-value"),
        ("week", "2019-W53", "invalid-value"), ("week", "2019-45", "invalid-value"),
        ("week", "2019-w45", "invalid-value"), ("quarter", "2019-Q5", "invalid-value"),
        ("quarter", "2019-4", "invalid-value"), ("age", "18-24", "invalid-value"), ("sex", "f", "invalid-value"),
        ("nationality", "ZZ", "invalid-value"), ("language", "klingon", "invalid-value"),
        ("setting", "home", "invalid-value"),
    ]) func `a parameter is refused by name`(_ name: String, _ value: String, _ code: String) {
        let refusal = #expect(throws: Refusal.self) {
            try Question(parameters: [(name, value)], to: Explanation.self)
        }
        #expect(refusal?.code.word == code)
        #expect(refusal?.field == name)
        #expect(refusal?.accepted?.isEmpty == false)
    }

    @Test func `a parameter comes once, and a span does not end before it begins`() {
        let twice = #expect(throws: Refusal.self) {
            try Question(parameters: [("on", "2019-12-31"), ("on", "2019-12-31")], to: Audit.self)
        }
        #expect(twice?.field == "on")
        let backwards = #expect(throws: Refusal.self) {
            try Question(parameters: [("from", "2019-12-31"), ("to", "2019-12-30")], to: Audit.self)
        }
        #expect(backwards?.field == "to")
    }

    @Test func `each view refuses the parameters that it does not have, and says which it has`() throws {
        for view in Views.Catalogue.views {
            #expect(Set(view.parameters).count == view.parameters.count, "\(view.name)")
            for parameter in Parameter.allCases where !view.parameters.contains(parameter) {
                let refusal = #expect(throws: Refusal.self) {
                    try Question(parameters: [(parameter.rawValue, "2019-06")], to: view)
                }
                #expect(refusal?.code == .unknownField, "\(view.name) \(parameter)")
                #expect(
                    refusal?.accepted == view.parameters.map(\.rawValue).joined(separator: ", "),
                    "\(view.name) \(parameter)")
            }
        }
    }

    @Test func `on may be the day of the moment that is asked about`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-06-20")
        try scenario.given(.person("p-9"))
        let known = try Question(parameters: [("on", "as-of")], to: Compliance.self)
        #expect(known.settled(in: scenario.office).on == .of("2019-06-20"))
        // In summer 22:30 UTC is the next day in the office.
        let instant = try Question(
            parameters: [("on", "as-of"), ("asOf", "2019-06-18T22:30:00Z")], to: Compliance.self)
        #expect(instant.settled(in: scenario.office).on == .of("2019-06-19"))
        let day = try Question(parameters: [("on", "2019-06-03")], to: Compliance.self)
        #expect(day.settled(in: scenario.office).on == .of("2019-06-03"))
        #expect(throws: Refusal.self) { try Question(parameters: [("to", "as-of")], to: Compliance.self) }
    }
}
