import CanonicalJSON
import CivilTime
import Foundation
import Office
import OfficeSpecification
import Testing
import Views

struct RetentionTests {
    private func paid(_ changes: JSON = [:]) -> Sending {
        Sending(
            "project.record-final-payment",
            ["on": "2021-10-01", "financialYearEnd": "2021-12-31", "retentionYears": 4], changes)
    }

    private func open(_ id: String, _ kind: String, _ on: String) -> Sending {
        Sending(
            "project.open-proceeding", ["proceeding": .string(id), "kind": .string(kind), "on": .string(on)])
    }

    private func close(_ id: String, _ on: String) -> Sending {
        Sending("project.close-proceeding", ["proceeding": .string(id), "on": .string(on)])
    }

    private func row(
        _ scenario: Scenario, _ person: String = "p-1", on day: String? = nil
    ) throws -> Views.Retention.Row {
        let found = try Views.Retention(scenario.office, Question(on: day.map(Day.of)))
        return try #require(found.rows.first { $0.person == person })
    }

    /// An office at work with the final payment recorded, on 2022-01-10.
    private func afterPayment(_ changes: JSON = [:]) throws -> Scenario {
        let scenario = try Scenario.atWork()
        scenario.today("2022-01-10")
        try scenario.given(paid(changes))
        return scenario
    }

    @Test func `final payment 2021-10-01, financial year end 2021-12-31: not before 2026-01-01`() throws {
        let scenario = try afterPayment()
        let now = try row(scenario)
        #expect((now.earliest, now.due) == ("2026-01-01", false))
        #expect(now.reasons.map(\.reason) == ["retention-period"])
        #expect(now.reasons.map(\.until) == ["2026-01-01"])
        #expect(try row(scenario, on: "2025-12-31").due == false)
        let then = try row(scenario, on: "2026-01-01")
        #expect((then.earliest, then.due, then.reasons.count) == ("2026-01-01", true, 0))
        let person = try #require(scenario.office.people.find("p-1"))
        #expect(scenario.office.retention(of: person).earliest == Day("2026-01-01"))
    }

    @Test func `before a final payment is recorded, or has happened, the date is unknown`() throws {
        let scenario = try Scenario.atWork()
        let before = try row(scenario, on: "2050-01-01")
        #expect((before.earliest, before.notBefore, before.due) == (nil, nil, false))
        #expect(before.reasons.map(\.reason) == ["no-final-payment"])
        scenario.today("2022-01-10")
        try scenario.given(paid())
        #expect(try row(scenario, on: "2021-09-30").reasons.map(\.reason) == ["no-final-payment"])
        #expect(try row(scenario, on: "2021-10-01").earliest == "2026-01-01")
    }

    @Test(arguments: [
        ("2021-12-31", 4, "2026-01-01"), ("2022-06-30", 10, "2032-07-01"), ("2024-02-29", 5, "2029-03-01"),
        ("2023-02-28", 5, "2028-02-29"), ("9999-06-30", 4, "9999-12-31"),
    ]) func `the years end with the last hour of the same date`(_ end: String, _ years: Int64, _ earliest: String)
        throws
    {
        let scenario = try afterPayment(["financialYearEnd": .string(end), "retentionYears": .integer(years)])
        #expect(try row(scenario).earliest == earliest)
    }

    @Test func `rows are written exactly as they encode themselves`() throws {
        let scenario = try afterPayment()
        try scenario.given(open("irr-1", "irregularity", "2021-11-01"), close("irr-1", "2021-12-01"))
        try scenario.given(open("court-1", "court", "2021-11-02"))
        for day in [nil, "2020-01-01", "2021-11-15", "2050-01-01"] as [String?] {
            let rows = try Views.Retention(scenario.office, Question(on: day.map(Day.of))).rows
            #expect(!rows.isEmpty)
            for row in rows {
                let encoded = try JSONReader.read(Array(try JSONEncoder().encode(row)), as: .strict)
                #expect(try JSON.canonicalBytes(encoding: row) == encoded.canonicalBytes)
            }
        }
    }

    @Test func `the last final payment recorded is the one that counts`() throws {
        let scenario = try afterPayment()
        try scenario.given(paid(["on": "2020-10-01", "financialYearEnd": "2020-12-31"]))
        #expect(try row(scenario).earliest == "2025-01-01")
    }

    @Test(arguments: [("irregularity", "2027-05-11"), ("court", "2026-01-01"), ("conformity", "2026-01-01")])
    func `an irregularity keeps data 3 years after its closing, a court's or conformity procedure 1`(
        _ kind: String, _ earliest: String
    ) throws {
        let scenario = try afterPayment()
        scenario.today("2025-01-10")
        try scenario.given(open("x-1", kind, "2024-03-01"))
        let waiting = try row(scenario)
        #expect((waiting.earliest, waiting.notBefore) == (nil, "2026-01-01"))
        #expect(waiting.reasons.map(\.reason) == ["retention-period", "open-proceeding"])
        #expect(waiting.reasons.last?.about == "x-1")
        try scenario.given(close("x-1", "2024-05-10"))
        #expect(try row(scenario).earliest == earliest)
        #expect(try row(scenario, on: "2024-04-01").reasons.last?.reason == "open-proceeding")
        #expect(try row(scenario, on: "2023-04-01").reasons.map(\.reason) == ["retention-period"])
    }

    @Test func `a court's procedure closed late keeps data a year from then`() throws {
        let scenario = try afterPayment()
        scenario.today("2026-08-01")
        try scenario.given(open("x-1", "court", "2025-03-01"), close("x-1", "2026-07-15"))
        #expect(try row(scenario).earliest == "2027-07-16")
        #expect(try row(scenario).reasons.map(\.reason) == ["closed-proceeding"])
    }

    @Test func `while a case on any of a person's ids is open, nothing falls due`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.link("p-1", "p-2"), .person("p-3"))
        scenario.today("2022-01-10")
        try scenario.given(paid())
        let held = try row(scenario, on: "2030-01-01")
        #expect((held.linked, held.earliest, held.notBefore, held.due) == (["p-2"], nil, "2026-01-01", false))
        #expect(held.reasons.map(\.reason) == ["open-case"])
        #expect(held.reasons.map(\.about) == ["c-1"])
        #expect(try row(scenario, "p-3", on: "2030-01-01").due)
        let second = try #require(scenario.office.people.find("p-2"))
        #expect(scenario.office.retention(of: second).earliest == nil)
        try scenario.given(.close("c-1", "2022-01-09"))
        #expect(try row(scenario, on: "2030-01-01").due)
        try scenario.given(.reopen("c-1", "2022-01-10"))
        #expect(try !row(scenario, on: "2030-01-01").due)
    }

    @Test func `the members of a household are held by its case, until they leave it`() throws {
        let scenario = try Scenario.withCase(["members": ["p-2"]])
        scenario.today("2022-01-10")
        try scenario.given(paid())
        #expect(try row(scenario, "p-2").reasons.last?.about == "c-1")
        try scenario.given(
            Sending("case.remove-member", ["case": "c-1", "person": "p-2", "on": "2022-01-09"]))
        #expect(try row(scenario, "p-2").reasons.map(\.reason) == ["retention-period"])
    }

    @Test func `a judicial measure in force holds the data of a closed case too`() throws {
        let scenario = try Scenario.withCase()
        scenario.today("2022-01-10")
        try scenario.given(
            paid(),
            Sending(
                "case.record-measure", ["case": "c-1", "measure": "pm", "authority": "tribunale", "on": "2019-06-07"]),
            .close("c-1", "2021-01-01"))
        let held = try row(scenario, on: "2030-01-01")
        #expect(held.reasons.map(\.reason) == ["open-measure"])
        #expect((held.reasons.first?.about, held.reasons.first?.kind) == ("c-1", "pm"))
        try scenario.given(Sending("case.end-measure", ["case": "c-1", "measure": "pm", "on": "2021-02-01"]))
        #expect(try row(scenario, on: "2030-01-01").due)
    }

    @Test func `persons are counted once, by what stands in the way`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.person("p-3"), .person("p-4"), .link("p-3", "p-4"))
        scenario.today("2022-01-10")
        try scenario.given(paid())
        let now = try Views.Retention(scenario.office, Question())
        #expect((now.due, now.dated, now.undated) == (0, 2, 1))
        #expect(now.byReason == ["retention-period": 3, "open-case": 1])
        #expect(now.rows.map(\.person) == ["p-1", "p-2", "p-3"])
        let later = try Views.Retention(scenario.office, Question(on: .of("2026-01-01")))
        #expect((later.due, later.dated, later.undated) == (2, 0, 1))
        #expect(later.byReason == ["open-case": 1])
    }

    @Test func `in the season nothing falls due, and every person is there once, linked ids together`() throws {
        let office = try Season.recorded.get().office
        let found = try Views.Retention(office, Question())
        #expect((found.due, found.dated, found.undated) == (0, 0, found.rows.count))
        #expect(found.rows.map { 1 + $0.linked.count }.reduce(0, +) == 40)
        let held = found.rows.filter { $0.reasons.contains { $0.reason == "open-case" } }
        #expect(held.count == found.byReason["open-case"])
        let open = Set(held.flatMap(\.reasons).compactMap(\.about))
        #expect(open.count == (try Caseload(office, Question())).open)
    }
}
