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
    }

    @Test(arguments: [
        ("on", "2019-02-30", "invalid-value"), ("from", "yesterday", "invalid-value"), ("id", "a b", "invalid-value"),
        ("asof", "3", "unknown-field"),
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
