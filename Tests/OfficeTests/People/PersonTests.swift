import CanonicalJSON
import OfficeSpecification
import Testing

@testable import Office

struct PersonTests {
    private func correct(_ person: String, _ changes: JSON = ["sex": "F"]) -> Sending {
        Sending("person.correct", ["person": .string(person), "reason": "documento"], changes)
    }

    private func lift(_ person: String) -> Sending {
        Sending("person.lift-restriction", ["person": .string(person), "reason": "verificato"])
    }

    // MARK: - Registration

    @Test func `a person is registered once, at a place of the plan`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.person("p-1")) == .refused("exists", "person"))
        #expect(scenario.when(.person("p-9", ["place": "brescia"])) == .refused("unknown-place", "place"))
        #expect(scenario.when(.person("p-9", ["place": "rovato"])) == .accepted)
    }

    @Test func `a year of birth after the year of recording is refused`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.person("p-9", ["birthYear": 2020])) == .refused("invalid-value", "birthYear"))
        #expect(scenario.when(.person("p-9", ["birthYear": 1899])) == .refused("invalid-value", "birthYear"))
        #expect(scenario.when(.person("p-9", ["birthYear": 2019])) == .accepted)
    }

    @Test func `a correction gives fields and a reason, and changes only those fields`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.person("p-9", ["birthYear": 1980, "sex": "M"]))
        #expect(scenario.when(correct("p-9", [:])) == .refused("missing-field"))
        #expect(scenario.when(correct("p-9").without("reason")) == .refused("missing-field", "reason"))
        #expect(scenario.when(correct("p-99")) == .refused("unknown-person", "person"))
        #expect(scenario.when(correct("p-9", ["birthYear": 2020])) == .refused("invalid-value", "birthYear"))
        #expect(scenario.when(correct("p-9", ["sex": "F", "nationality": "AL"])) == .accepted)
        let row = scenario.office.people[try #require(scenario.office.people.find("p-9"))]
        #expect(row.sex == .female)
        #expect(row.birthYear == 1980)
        #expect(row.nationality.code == "AL")
    }

    // MARK: - Restriction

    @Test func `a restricted record takes no corrections, evidence, links and decisions`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.person("p-3"), .link("p-1", "p-2"), .restrict("p-1"))
        #expect(scenario.when(correct("p-1")) == .refused("restricted", "person"))
        #expect(scenario.when(.evidence("p-1")) == .refused("restricted", "person"))
        #expect(scenario.when(.decide("p-1", "eligible")) == .refused("restricted", "person"))
        #expect(scenario.when(.link("p-1", "p-2")) == .refused("restricted", "person"))
        // By the link p-2 is the same person.
        #expect(scenario.when(.link("p-2", "p-1")) == .refused("restricted", "person"))
        #expect(scenario.when(.unlink("p-2", "p-1")) == .refused("restricted", "person"))
        #expect(scenario.when(.link("p-3", "p-2")) == .refused("restricted", "same"))
        try scenario.given(lift("p-1"))
        #expect(scenario.when(correct("p-1")) == .accepted)
        #expect(scenario.when(.unlink("p-2", "p-1")) == .accepted)
    }

    @Test func `services for a restricted person continue, and are flagged`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.open("c-1", "2019-06-03"), .restrict("p-1"))
        let marked = Scenario.Outcome.accepted(["restricted-person"])
        #expect(scenario.when(.contact("k-1", "2019-06-05", ["person": "p-1"])) == marked)
        let markedTwice = Scenario.Outcome.accepted(["possible-duplicate", "restricted-person"])
        #expect(scenario.when(.open("c-2", "2019-06-05")) == markedTwice)
        #expect(scenario.when(.open("c-3", "2019-06-05", ["person": "p-2", "members": ["p-1"]])) == markedTwice)
        #expect(scenario.when(.note("c-1", "2019-06-05")) == marked)
        #expect(scenario.when(.note("c-3", "2019-06-05", ["persons": ["p-1"]])) == marked)
        #expect(scenario.when(.deliver("m-1", "2019-06-05", ["persons": ["p-1"]])) == marked)
        #expect(scenario.when(.orientation("o-1", "2019-06-05")) == marked)
        #expect(scenario.when(.activity("a-1", "2019-06-05")) == marked)
        #expect(scenario.when(.contact("k-2", "2019-06-05", ["person": "p-2"])) == .accepted)
        #expect(scenario.when(.note("c-3", "2019-06-05")) == .accepted)
        #expect(scenario.when(.note("c-1", "2019-06-05", ["kind": "report"])) == .accepted)
    }

    @Test func `a mediation for a restricted person's case is flagged`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .open("c-1", "2019-06-03"), .request("m-1", "2019-06-03", ["case": "c-1"]),
            .authorise("m-1", "2019-06-03"), .assign("m-1", "2019-06-03"), .restrict("p-1"))
        #expect(scenario.when(.deliver("m-1", "2019-06-05")) == .accepted(["restricted-person"]))
    }

    @Test func `a restriction is set once and lifted once`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(lift("p-1")) == .refused("wrong-order", "person"))
        #expect(scenario.when(.restrict("p-1")) == .accepted)
        #expect(scenario.when(.restrict("p-1")) == .refused("wrong-order", "person"))
        #expect(scenario.when(lift("p-1")) == .accepted)
        #expect(scenario.when(.restrict("p-9")) == .refused("unknown-person", "person"))
        #expect(scenario.when(lift("p-9")) == .refused("unknown-person", "person"))
    }

    @Test func `an erased person cannot be named again`() throws {
        let scenario = try Scenario.withCase()
        var office = scenario.office
        office.people[try #require(office.people.find("p-2"))].isErased = true
        let recording = Recording(time: .of("2019-06-12T10:00:00.000000Z"), actor: "ufficio", roles: [.operator])
        for (command, field) in [
            (correct("p-2"), "person"), (.evidence("p-2"), "person"), (.decide("p-2", "eligible"), "person"),
            (.link("p-2", "p-1"), "person"), (.link("p-1", "p-2"), "same"), (.restrict("p-2"), "person"),
            (.contact("k-1", "2019-06-05", ["person": "p-2"]), "person"),
            (.open("c-2", "2019-06-05", ["person": "p-2"]), "person"),
            (.open("c-2", "2019-06-05", ["members": ["p-2"]]), "members[0]"),
            (.note("c-1", "2019-06-05", ["persons": ["p-2"]]), "persons[0]"),
            (.orientation("o-1", "2019-06-05", ["person": "p-2"]), "person"),
            (.activity("a-1", "2019-06-05", ["present": ["p-1", "p-2"]]), "present[1]"),
        ] as [(Sending, String)] {
            let request = try CommandRequest(text: command.text(id: "a").span)
            let refusal = #expect(throws: Refusal.self) { try office.decide(request, recording, FixedFigures()) }
            #expect(refusal?.code == .erased, "\(command.name)")
            #expect(refusal?.field == field, "\(command.name)")
        }
    }

    // MARK: - Links

    @Test func `a link needs two different known ids`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.link("p-1", "p-1")) == .refused("invalid-value", "same"))
        #expect(scenario.when(.link("p-9", "p-1")) == .refused("unknown-person", "person"))
        #expect(scenario.when(.link("p-1", "p-9")) == .refused("unknown-person", "same"))
        #expect(scenario.when(.link("p-1", "p-2").without("reason")) == .refused("missing-field", "reason"))
        #expect(scenario.when(.link("p-1", "p-2")) == .accepted)
        #expect(scenario.when(.link("p-2", "p-1")) == .accepted)
    }

    @Test func `unlinking removes the pair in either direction, and no other pair`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.person("p-3"), .link("p-1", "p-2"), .link("p-2", "p-3"))
        #expect(scenario.when(.unlink("p-1", "p-3")) == .refused("wrong-order", "same"))
        #expect(scenario.when(.unlink("p-2", "p-1")) == .accepted)
        #expect(scenario.when(.unlink("p-1", "p-2")) == .refused("wrong-order", "same"))
        let sets = LinkedSets(scenario.office.links)
        let refs = try ["p-1", "p-2", "p-3"].map { try #require(scenario.office.people.find($0)) }
        #expect(sets.representative(refs[0]) == refs[0])
        #expect(sets.representative(refs[2]) == refs[1])
    }

    @Test func `linked ids form one set, also through others, in any order of linking`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .person("p-3"), .person("p-4"), .link("p-4", "p-3"), .link("p-2", "p-1"), .link("p-2", "p-4"),
            .decide("p-3", "eligible"))
        let sets = LinkedSets(scenario.office.links)
        let refs = try ["p-1", "p-2", "p-3", "p-4"].map { try #require(scenario.office.people.find($0)) }
        for ref in refs {
            #expect(sets.representative(ref) == refs[0])
            let decision = sets.decision(scenario.office, on: ref, covering: .of("2019-06-05"))
            #expect(decision?.person == refs[2])
        }
    }
}
