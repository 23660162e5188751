import CanonicalJSON
import OfficeSpecification
import Testing

@testable import Office

/// Tests of decisions about persons for whom the fund is not intended.
struct UnionCitizenTests {
    @Test(
        arguments: [
            ("IT", [], "2019-06-01", true), ("RO", ["BG"], "2019-06-01", true), ("RO", ["MD"], "2019-06-01", false),
            ("MA", ["FR"], "2019-06-01", false), ("GB", [], "2020-01-31", true), ("GB", [], "2020-02-01", false),
            ("GB", ["IE"], "2020-02-01", false), ("GB", ["IE"], "2020-01-31", true), ("HR", [], "2013-06-30", false),
            ("HR", [], "2013-07-01", true),
            ("XK", [], "2019-06-01", false), ("XA", [], "2019-06-01", false), ("XX", ["IT"], "2019-06-01", false),
            ("CH", ["NO"], "2019-06-01", false),
        ] as [(String, [String], String, Bool)])
    func `a decision that a person counts is flagged if all their nationalities are of the Union on its first day`(
        _ nationality: String, _ others: [String], _ from: String, _ isMarked: Bool
    ) throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .person(
                "p-9",
                ["nationality": .string(nationality), "otherNationalities": .array(others.map(JSON.string))]))
        #expect(
            scenario.when(.decide("p-9", "eligible", from: from))
                == .accepted(isMarked ? ["eligible-union-citizen"] : []))
        #expect(scenario.when(.decide("p-9", "not-eligible", from: from)) == .accepted)
        #expect(scenario.when(.decide("p-9", "undecided", from: from)) == .accepted)
    }

    @Test func `the nationalities of all linked ids are one person's`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.person("p-8", ["nationality": "IT"]), .person("p-9", ["nationality": "IT"]))
        try scenario.given(.link("p-8", "p-1"))
        #expect(scenario.when(.decide("p-8", "eligible")) == .accepted)
        #expect(scenario.when(.decide("p-9", "eligible")) == .accepted(["eligible-union-citizen"]))
    }

    @Test func `a correction that leaves a counted person only nationalities of the Union is flagged`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.decide("p-1", "eligible"))
        let correct = Sending(
            "person.correct", ["person": "p-1", "nationality": "IT", "reason": "documento"])
        #expect(scenario.when(correct) == .accepted(["eligible-union-citizen"]))
        #expect(
            scenario.when(Sending("person.correct", ["person": "p-2", "nationality": "IT", "reason": "documento"]))
                == .accepted)
    }

    @Test func `Kosovo is a nationality`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.person("p-9", ["nationality": "XK"])) == .accepted)
        #expect(scenario.when(.person("p-10", ["nationality": "XY"])) == .refused("invalid-value", "nationality"))
        #expect(scenario.refusal?.accepted?.contains("XK Kosovo") == true)
    }
}
