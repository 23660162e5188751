import CanonicalJSON
import Office
import OfficeSpecification
import Testing

struct ProjectTests {
    private func resume(_ suspension: String, _ on: String) -> Sending {
        Sending("project.resume", ["suspension": .string(suspension), "on": .string(on)])
    }

    private func extend(_ from: String, _ to: String, until: String) -> Sending {
        Sending(
            "project.extend-status",
            [
                "expiringFrom": .string(from), "expiringTo": .string(to), "validUntil": .string(until),
                "act": "DL 18/2020",
            ])
    }

    private func payment(_ changes: JSON = [:]) -> Sending {
        Sending(
            "project.record-final-payment",
            ["on": "2021-10-01", "financialYearEnd": "2021-12-31", "retentionYears": 4], changes)
    }

    private func proceeding(_ name: String, _ id: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(name, ["proceeding": .string(id), "on": .string(on)], changes)
    }

    // MARK: - Suspensions

    @Test func `a suspension is of known lines and places, or of all`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(.suspend("s-1", ["lines": ["nursing"]])) == .refused("unknown-line", "lines"))
        #expect(scenario.when(.suspend("s-1", ["places": ["brescia"]])) == .refused("unknown-place", "places"))
        #expect(scenario.when(.suspend("s-1", ["lines": []])) == .refused("invalid-value", "lines"))
        #expect(scenario.when(.suspend("s-1", ["lines": "some"])) == .refused("invalid-value", "lines"))
        #expect(scenario.when(.suspend("s-1", ["lines": 1])) == .refused("wrong-type", "lines"))
        #expect(scenario.when(.suspend("s-1", ["to": "2020-02-23"])) == .refused("invalid-value", "to"))
        #expect(scenario.when(.suspend("s-1", ["lines": ["youth"], "places": ["rovato"]])) == .accepted)
        #expect(scenario.when(.suspend("s-1")) == .refused("exists", "suspension"))
    }

    @Test func `a suspension does not refuse anything`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.suspend("s-1", ["from": "2019-06-01"]))
        #expect(scenario.when(.contact("k-1", "2019-06-05")) == .accepted)
        #expect(scenario.when(.hours("h-1", "2019-06-05")) == .accepted(["over-week"]))
    }

    @Test func `a suspension is resumed once, not before it begins and not after it ended`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(resume("s-1", "2020-03-09")) == .refused("unknown-suspension", "suspension"))
        try scenario.given(
            .suspend("s-1", ["from": "2020-03-09", "to": "2020-03-13"]), .suspend("s-2", ["from": "2020-03-09"]))
        #expect(scenario.when(resume("s-1", "2020-03-08")) == .refused("before-opening", "on"))
        #expect(scenario.when(resume("s-1", "2020-03-15")) == .refused("wrong-order", "on"))
        #expect(scenario.when(resume("s-1", "2020-03-12")) == .accepted)
        #expect(scenario.when(resume("s-1", "2020-03-11")) == .refused("wrong-order", "suspension"))
        #expect(scenario.when(resume("s-2", "2020-03-09")) == .accepted)
    }

    // MARK: - Laws that prolong

    @Test func `an extension does not end before it begins, and reaches beyond what it extends`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(extend("2020-02-01", "2020-01-31", until: "2020-06-15"))
                == .refused("invalid-value", "expiringTo"))
        #expect(
            scenario.when(extend("2020-01-31", "2020-04-15", until: "2020-04-14"))
                == .refused("invalid-value", "validUntil"))
        #expect(scenario.when(extend("2020-01-31", "2020-04-15", until: "2020-06-15")) == .accepted)
    }

    // MARK: - Retention

    @Test func `records are kept four years at least after the final payment's financial year`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2021-10-02")
        for years: JSON in [3, 0, 101] {
            #expect(scenario.when(payment(["retentionYears": years])) == .refused("invalid-value", "retentionYears"))
        }
        #expect(
            scenario.when(payment(["financialYearEnd": "2021-09-30"])) == .refused("invalid-value", "financialYearEnd"))
        #expect(scenario.when(payment(["on": "2021-10-03"])) == .refused("future-date", "on"))
        #expect(scenario.when(payment()) == .accepted)
    }

    @Test func `a proceeding is opened once, and closed once, not before it was opened`() throws {
        let scenario = try Scenario.atWork()
        let open = proceeding("project.open-proceeding", "pr-1", "2019-06-10", ["kind": "court"])
        #expect(
            scenario.when(proceeding("project.open-proceeding", "pr-1", "2019-06-13", ["kind": "court"]))
                == .refused("future-date", "on"))
        #expect(
            scenario.when(proceeding("project.close-proceeding", "pr-1", "2019-06-11"))
                == .refused("unknown-proceeding", "proceeding"))
        #expect(scenario.when(open) == .accepted)
        #expect(scenario.when(open) == .refused("exists", "proceeding"))
        #expect(
            scenario.when(proceeding("project.close-proceeding", "pr-1", "2019-06-09"))
                == .refused("before-opening", "on"))
        #expect(
            scenario.when(proceeding("project.close-proceeding", "pr-1", "2019-06-13"))
                == .refused("future-date", "on"))
        #expect(scenario.when(proceeding("project.close-proceeding", "pr-1", "2019-06-11")) == .accepted)
        #expect(
            scenario.when(proceeding("project.close-proceeding", "pr-1", "2019-06-12"))
                == .refused("wrong-order", "proceeding"))
    }
}
