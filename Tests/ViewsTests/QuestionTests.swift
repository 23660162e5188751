import Office
import OfficeSpecification
import Testing
import Views

struct QuestionTests {
    @Test func `a question is read from its parameters`() throws {
        let question = try Question(
            parameters: [("on", "2019-12-31"), ("from", "2019-06-01"), ("to", "2019-09-30"), ("id", "c-1")])
        #expect(
            question == Question(on: .of("2019-12-31"), from: .of("2019-06-01"), to: .of("2019-09-30"), id: .of("c-1")))
        #expect(try Question(parameters: []) == Question())
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
                ]) == narrow)
    }

    @Test(arguments: [
        ("on", "2019-02-30", "invalid-value"), ("from", "yesterday", "invalid-value"), ("id", "a b", "invalid-value"),
        ("asof", "3", "unknown-field"), ("worker", "-x", "invalid-value"), ("line", "", "invalid-value"),
        ("place", "Urago d'Oglio", "invalid-value"), ("month", "2019-13", "invalid-value"),
        ("month", "2019-6", "invalid-value"), ("month", "2019-06-01", "invalid-value"),
        ("week", "2019-W53", "invalid-value"), ("week", "2019-45", "invalid-value"),
        ("week", "2019-w45", "invalid-value"),
    ]) func `a parameter is refused by name`(_ name: String, _ value: String, _ code: String) {
        let refusal = #expect(throws: Refusal.self) { try Question(parameters: [(name, value)]) }
        #expect(refusal?.code.word == code)
        #expect(refusal?.field == name)
    }

    @Test func `a parameter comes once, and a span does not end before it begins`() {
        let twice = #expect(throws: Refusal.self) {
            try Question(parameters: [("on", "2019-12-31"), ("on", "2019-12-31")])
        }
        #expect(twice?.field == "on")
        let backwards = #expect(throws: Refusal.self) {
            try Question(parameters: [("from", "2019-12-31"), ("to", "2019-12-30")])
        }
        #expect(backwards?.field == "to")
    }
}
