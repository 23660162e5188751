import CanonicalJSON
import Office
import OfficeSpecification
import Testing

struct ContactTests {
    @Test(
        arguments: [
            ("line", "nursing", "unknown-line"), ("place", "brescia", "unknown-place"),
            ("worker", "sw-9", "unknown-worker"), ("person", "p-9", "unknown-person"),
            ("place", "ufficio-di-piano", "out-of-window"), ("on", "2019-06-13", "future-date"),
            ("on", "2019-05-31", "out-of-window"), ("outcome", "lost", "invalid-value"),
            ("minutes", 0, "invalid-value"),
        ] as [(String, JSON, String)]) func `a contact is refused by field`(
            _ field: String, _ value: JSON, _ code: String
        ) throws
    {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.contact("k-1", "2019-06-05", JSON.object([:]).setting(field, value)))
                == .refused(code, field))
    }

    @Test func `a contact's window ends with the line's`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2020-01-02")
        #expect(scenario.when(.contact("k-1", "2019-12-31")) == .accepted)
        #expect(scenario.when(.contact("k-2", "2020-01-02")) == .refused("out-of-window", "on"))
    }

    @Test func `contacts, cases, mediations, orientations and activities share their ids`() throws {
        let scenario = try Scenario.atWork()
        let on = "2019-06-05"
        try scenario.given(
            .contact("x-1", on), .open("x-2", on), .request("x-3", on), .orientation("x-4", on), .activity("x-5", on))
        for number in 1...5 {
            let id = "x-\(number)"
            #expect(scenario.when(.contact(id, on)) == .refused("exists", "contact"))
            #expect(scenario.when(.open(id, on)) == .refused("exists", "case"))
            #expect(scenario.when(.request(id, on)) == .refused("exists", "mediation"))
            #expect(scenario.when(.orientation(id, on)) == .refused("exists", "orientation"))
            #expect(scenario.when(.activity(id, on)) == .refused("exists", "activity"))
        }
    }

    @Test func `a contact without a person is anonymous, and sealed under its own key`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.contact("k-1", "2019-06-05"), .contact("k-2", "2019-06-05", ["person": "p-1"]))
        #expect(scenario.events.suffix(2).map(\.owner) == ["contact/k-1", "person/p-1"])
    }
}
