import CanonicalJSON
import OfficeSpecification
import Testing

@testable import Office

/// Tests of registrations that contradict themselves.
struct TaxCodeTests {
    @Test(arguments: [
        ("RSSMRA85T10A562S", true), ("rss mra 85t10 a562s", true), ("RSSMRA85T10A562T", false),
        ("RSSMRA85T10A56NH", true), ("RSSMRA85T10A56NI", false), ("RSSMRA85T10A562", false), ("00743110157", true),
        ("00743110158", false), ("STP0123456789012", true), ("ENI0123456789012", true), ("da chiedere", false),
    ]) func `an implausible tax code is flagged and accepted`(_ code: String, _ isPlausible: Bool) throws {
        let scenario = try Scenario.atWork()
        let expected = Scenario.Outcome.accepted(isPlausible ? [] : ["implausible-tax-code"])
        #expect(scenario.when(.person("p-9", ["taxCode": .string(code)])) == expected)
        #expect(
            scenario.when(
                Sending("person.correct", ["person": "p-2", "taxCode": .string(code), "reason": "documento"]))
                == expected)
        #expect(!String(decoding: try #require(scenario.events.last).data, as: UTF8.self).contains(code))
    }

    @Test func `a birth year that is not that of the birth date is refused, without saying the date`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.person("p-9", ["born": "1987-03-04", "birthYear": 1978]))
                == .refused("invalid-value", "birthYear"))
        let refusal = try #require(scenario.refusal)
        #expect(!"\(refusal)".contains("1987"))
        #expect(scenario.when(.person("p-9", ["born": "2019-06-13"])) == .refused("invalid-value", "born"))
        #expect(scenario.when(.person("p-9", ["born": "1987-03-04", "birthYear": 1987])) == .accepted)
        #expect(
            scenario.when(
                Sending(
                    "person.correct", ["person": "p-9", "born": "1988-03-04", "birthYear": 1987, "reason": "documento"])
            )
                == .refused("invalid-value", "birthYear"))
    }
}
