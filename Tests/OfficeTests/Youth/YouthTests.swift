import CanonicalJSON
import Office
import OfficeSpecification
import Testing

struct YouthTests {
    @Test(
        arguments: [
            ("person", "p-9", "unknown-person"), ("place", "brescia", "unknown-place"),
            ("worker", "ed-9", "unknown-worker"), ("on", "2019-06-13", "future-date"),
            ("on", "2019-05-31", "out-of-window"), ("desk", "library", "invalid-value"),
            ("schoolExit", "expelled", "invalid-value"), ("minutes", 0, "invalid-value"),
        ] as [(String, JSON, String)]) func `an orientation is refused by field`(
            _ field: String, _ value: JSON, _ code: String
        ) throws
    {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.orientation("o-1", "2019-06-05", JSON.object([:]).setting(field, value)))
                == .refused(code, field))
    }

    @Test(
        arguments: [
            ("place", "brescia", "unknown-place", "place"), ("worker", "ed-9", "unknown-worker", "worker"),
            ("on", "2019-06-13", "future-date", "on"), ("on", "2019-05-31", "out-of-window", "on"),
            ("present", ["p-1", "p-9"], "unknown-person", "present[1]"),
            ("present", ["p-1", "p-1"], "invalid-value", "present[1]"), ("anonymous", -1, "invalid-value", "anonymous"),
            ("kind", "party", "invalid-value", "kind"),
        ] as [(String, JSON, String, String)]) func `an activity is refused by field`(
            _ name: String, _ value: JSON, _ code: String, _ field: String
        ) throws
    {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.activity("a-1", "2019-06-05", JSON.object([:]).setting(name, value)))
                == .refused(code, field))
    }

    @Test func `youth work is limited to its line's window and places`() throws {
        let scenario = try Scenario.atWork(plan: JSON.shippedPlan.setting("lines.3.places", ["rovato"]))
        scenario.today("2020-04-01")
        #expect(scenario.when(.orientation("o-1", "2020-03-31")) == .accepted)
        #expect(scenario.when(.activity("a-1", "2020-03-31")) == .accepted)
        #expect(scenario.when(.orientation("o-2", "2020-04-01")) == .refused("out-of-window", "on"))
        #expect(scenario.when(.activity("a-2", "2020-04-01")) == .refused("out-of-window", "on"))
        #expect(
            scenario.when(.orientation("o-2", "2020-03-31", ["place": "chiari"])) == .refused("out-of-window", "place"))
        #expect(
            scenario.when(.activity("a-2", "2020-03-31", ["place": "chiari"])) == .refused("out-of-window", "place"))
    }

    @Test func `an activity may be for anonymous heads alone`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.activity("a-1", "2019-06-05", ["present": [], "anonymous": 12])) == .accepted)
    }

    @Test func `a person whose status ran out is flagged`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.evidence("p-1", ["to": "2019-06-04"]))
        #expect(scenario.when(.orientation("o-1", "2019-06-05")) == .accepted(["status-expired"]))
        #expect(
            scenario.when(.activity("a-1", "2019-06-05", ["present": ["p-2", "p-1"]])) == .accepted(["status-expired"]))
        #expect(scenario.when(.activity("a-2", "2019-06-05", ["present": ["p-2"]])) == .accepted)
    }
}
