import CanonicalJSON
import Office
import OfficeSpecification
import Testing

struct OpenCaseTests {
    @Test(
        arguments: [
            ("person", "p-9", "unknown-person"), ("line", "nursing", "unknown-line"),
            ("place", "brescia", "unknown-place"),
            ("worker", "sw-9", "unknown-worker"), ("contact", "k-9", "unknown-contact"),
            ("place", "ufficio-di-piano", "out-of-window"), ("on", "2019-06-13", "future-date"),
            ("on", "2019-05-31", "out-of-window"), ("minor", "yes", "wrong-type"),
        ] as [(String, JSON, String)]) func `a case is refused by field`(
            _ field: String, _ value: JSON, _ code: String
        ) throws
    {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.open("c-1", "2019-06-05", JSON.object([:]).setting(field, value))) == .refused(code, field))
    }

    @Test func `a case comes from a contact, and from nothing else`() throws {
        let scenario = try Scenario.withCase()
        #expect(
            scenario.when(.open("c-2", "2019-06-05", ["contact": "c-1"])) == .refused("unknown-contact", "contact"))
        try scenario.given(.contact("k-1", "2019-06-05"))
        #expect(scenario.when(.open("c-2", "2019-06-05", ["person": "p-2", "contact": "k-1"])) == .accepted)
    }

    @Test func `a household has each person once, and does not include the case's own person`() throws {
        let scenario = try Scenario.atWork()
        let on = "2019-06-05"
        #expect(
            scenario.when(.open("c-1", on, ["members": ["p-9"]])) == .refused("unknown-person", "members[0]"))
        #expect(scenario.when(.open("c-1", on, ["members": ["p-1"]])) == .refused("invalid-value", "members[0]"))
        #expect(
            scenario.when(.open("c-1", on, ["members": ["p-2", "p-2"]])) == .refused("invalid-value", "members[1]"))
        #expect(scenario.when(.open("c-1", on, ["members": ["p-2"]])) == .accepted)
    }

    @Test func `complexity is accepted only for a minor's case`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.open("c-1", "2019-06-05", ["complexity": ["unaccompanied"]]))
                == .refused("invalid-value", "complexity"))
        #expect(
            scenario.when(.open("c-1", "2019-06-05", ["complexity": ["unaccompanied"], "minor": true])) == .accepted)
    }

    @Test func `a case enters the plan's first phase`() throws {
        let scenario = try Scenario.withCase()
        let state = scenario.office.state(of: Ref<Case>(0))
        #expect(scenario.office.symbols[state.phase] == "intake")
        #expect(state.isOpen)
    }

    @Test(arguments: [(2001, true), (2002, false)])
    func `a minor's case is flagged from the year on in which the minor turns eighteen`(
        _ born: Int, _ isMarked: Bool
    ) throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.person("p-9", ["birthYear": .integer(Int64(born))]))
        let flags = isMarked ? ["minor-came-of-age"] : []
        #expect(
            scenario.when(.open("c-1", "2019-06-05", ["person": "p-9", "minor": true])) == .accepted(flags))
        #expect(scenario.when(.note("c-1", "2019-06-06")) == .accepted(flags))
        #expect(scenario.when(.open("c-2", "2019-06-05", ["person": "p-9"])) == .accepted(["possible-duplicate"]))
        #expect(scenario.when(.note("c-2", "2019-06-06")) == .accepted)
    }

    @Test func `a minor of unknown age is not flagged`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.open("c-1", "2019-06-05", ["minor": true])) == .accepted)
    }
}
