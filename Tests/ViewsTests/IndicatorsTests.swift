import CanonicalJSON
import Office
import OfficeSpecification
import Testing
import Views

struct IndicatorsTests {
    private func count(_ scenario: Scenario, _ question: Question = Question()) throws -> Indicators {
        try Indicators(scenario.office, question)
    }

    private func on(_ day: String) -> Question { Question(on: .of(day)) }

    /// An office at work, with p-1 and p-2 eligible since January.
    private func eligible() throws -> Scenario {
        let scenario = try Scenario.atWork()
        try scenario.given(.decide("p-1", "eligible"), .decide("p-2", "eligible"))
        return scenario
    }

    // MARK: - Who is served

    @Test func `a person counts once, however often and wherever served; the total is not the sum of its rows`() throws
    {
        let scenario = try eligible()
        try scenario.given(
            .contact("k-1", "2019-06-03", ["person": "p-1"]),
            .contact("k-2", "2019-06-04", ["person": "p-1", "place": "chiari"]),
            .orientation("o-1", "2019-06-05"), .contact("k-3", "2019-06-05"))
        let found = try count(scenario)
        #expect(found.personsServed == 1)
        #expect(found.byLine == ["secretariat-towns": 1, "youth": 1])
        #expect(found.byPlace == ["rovato": 1, "chiari": 1])
        #expect(found.byQuarter == ["2019-Q2": 1])
    }

    @Test func `opening a case serves the person and the members, joining it later does not`() throws {
        let scenario = try eligible()
        try scenario.given(
            .person("p-3"), .decide("p-3", "eligible"), .open("c-1", "2019-06-03", ["members": ["p-2"]]),
            Sending("case.add-member", ["case": "c-1", "person": "p-3", "on": "2019-06-04"]))
        #expect(try count(scenario).personsServed == 2)
    }

    @Test func `a note serves its persons, by default the case's person; a report serves nobody`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .open("c-1", "2019-06-03"), .decide("p-1", "eligible", from: "2019-06-04"), .decide("p-2", "eligible"))
        #expect(try count(scenario).personsServed == 0)
        try scenario.given(.note("c-1", "2019-06-05", ["kind": "report"]), .note("c-1", "2019-06-05", ["persons": []]))
        #expect(try count(scenario).personsServed == 0)
        try scenario.given(.note("c-1", "2019-06-05", ["persons": ["p-2"]]))
        #expect(try count(scenario).byNationality == ["MA": 1])
        try scenario.given(.note("c-1", "2019-06-05"))
        #expect(try count(scenario).personsServed == 2)
    }

    @Test func `a delivered mediation serves its persons and its case's person, on the mediation line`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .open("c-1", "2019-06-03"), .decide("p-1", "eligible", from: "2019-06-04"), .decide("p-2", "eligible"),
            .request("m-1", "2019-06-03", ["case": "c-1"]), .authorise("m-1", "2019-06-04"),
            .assign("m-1", "2019-06-04"))
        try scenario.given(.miss("m-1", "2019-06-04"))
        #expect(try count(scenario).personsServed == 0)
        try scenario.given(.deliver("m-1", "2019-06-05", ["persons": ["p-2"]]))
        let found = try count(scenario)
        #expect(found.byLine == ["mediation": 2])
        #expect(found.byMeasure == ["education-work": 2])
    }

    @Test func `presence at an activity serves, and anonymous heads do not`() throws {
        let scenario = try eligible()
        try scenario.given(.activity("a-1", "2019-06-05", ["present": ["p-1", "p-2"], "anonymous": 20]))
        #expect(try count(scenario).byLine == ["youth": 2])
    }

    @Test func `what was voided serves nobody, and a voided decision decides nothing`() throws {
        let scenario = try eligible()
        try scenario.given(.contact("k-1", "2019-06-03", ["person": "p-1"]))
        let contact = scenario.position
        try scenario.given(.activity("a-1", "2019-06-05", ["present": ["p-2"]]), .decide("p-2", "not-eligible"))
        #expect(try count(scenario).personsServed == 1)
        try scenario.given(.void(scenario.position))
        #expect(try count(scenario).personsServed == 2)
        try scenario.given(.void(contact))
        #expect(try count(scenario).byLine == ["youth": 1])
    }

    @Test func `the topics of a voided contact are forgotten where a case came from it`() throws {
        let scenario = try eligible()
        try scenario.given(.contact("k-1", "2019-06-03", ["topics": ["housing"]]))
        let contact = scenario.position
        try scenario.given(.open("c-1", "2019-06-03", ["contact": "k-1"]))
        #expect(try count(scenario).byMeasure == ["housing": 1])
        try scenario.given(.void(contact))
        #expect(try count(scenario).byMeasure == [:])
        #expect(try count(scenario).personsServed == 1)
    }

    // MARK: - Who counts

    @Test func `GB citizen served 2020-01-31 and 2020-02-01: counts only by a decision that covers the date`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2020-02-03")
        try scenario.given(.person("p-gb", ["nationality": "GB"]))
        let desk: JSON = ["person": "p-gb", "line": "secretariat-office", "place": "ufficio-di-piano"]
        try scenario.given(.contact("k-1", "2020-01-31", desk), .contact("k-2", "2020-02-01", desk))
        #expect(try count(scenario).personsServed == 0)
        #expect(try count(scenario).servedNotCounted == 1)
        try scenario.given(
            .decide("p-gb", "not-eligible", from: "2019-06-01", ["to": "2020-01-31"]),
            .decide("p-gb", "eligible", from: "2020-02-01"))
        #expect(try count(scenario).personsServed == 1)
        #expect(try count(scenario).servedNotCounted == 0)
        #expect(try count(scenario, on("2020-01-31")).personsServed == 0)
        #expect(try count(scenario, on("2020-02-01")).personsServed == 1)
    }

    @Test func `the latest recorded decision that covers the day wins, on any linked id`() throws {
        let scenario = try eligible()
        try scenario.given(.contact("k-1", "2019-06-03", ["person": "p-1"]))
        try scenario.given(.decide("p-1", "not-eligible", from: "2019-06-04"))
        #expect(try count(scenario).personsServed == 1)
        try scenario.given(.decide("p-1", "undecided", ["to": "2019-06-03"]))
        #expect(try count(scenario).personsServed == 0)
        try scenario.given(.decide("p-2", "eligible"), .link("p-1", "p-2"))
        #expect(try count(scenario).personsServed == 1)
        try scenario.given(.decide("p-1", "not-eligible"))
        #expect(try count(scenario).personsServed == 0)
    }

    @Test func `the same person met in Chiari and Trenzano, linked later: total −1 from the link on; unlink restores`()
        throws
    {
        let scenario = try eligible()
        try scenario.given(
            .contact("k-1", "2019-06-03", ["person": "p-1", "place": "chiari"]),
            .contact("k-2", "2019-06-04", ["person": "p-2", "place": "trenzano"]))
        let before = scenario.office
        #expect(try count(scenario).personsServed == 2)
        try scenario.given(.link("p-2", "p-1"))
        #expect(try count(scenario).personsServed == 1)
        #expect(try count(scenario).byPlace == ["chiari": 1, "trenzano": 1])
        #expect(try Indicators(before, Question()).personsServed == 2)
        try scenario.given(.unlink("p-1", "p-2"))
        #expect(try count(scenario).personsServed == 2)
    }

    @Test func `a hundred and fifty people are a hundred and fifty, in every figure`() throws {
        let scenario = try Scenario.atWork()
        for number in 100..<250 {
            let person = "p-\(number)"
            try scenario.given(
                .person(person, ["nationality": number % 3 == 0 ? "AL" : "PK", "sex": "F", "birthYear": 1980]),
                .contact("k-\(number)", "2019-06-05", ["person": .string(person)]))
            if number != 200 { try scenario.given(.decide(person, "eligible")) }
        }
        let found = try count(scenario)
        #expect(found.personsServed == 149)
        #expect(found.byNationality == ["AL": 50, "PK": 99])
        #expect(found.bySex == ["F": 149])
        #expect(found.byAge == ["25–64": 149])
        #expect(found.byPlace == ["rovato": 149])
        #expect(found.servedNotCounted == 1)
    }

    // MARK: - Where and when

    @Test func `a note serves on the line that the case had, transfers after the day asked left out`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .open("c-1", "2019-06-03"), .decide("p-1", "eligible", from: "2019-06-04"), .note("c-1", "2019-06-04"),
            .transfer("c-1", "2019-06-06", ["line": "secretariat-office", "place": "ufficio-di-piano"]))
        #expect(try count(scenario).byLine == ["secretariat-towns": 1])
        try scenario.given(.note("c-1", "2019-06-05"))
        #expect(try count(scenario).byLine == ["secretariat-towns": 1, "secretariat-office": 1])
        #expect(try count(scenario, on("2019-06-05")).byLine == ["secretariat-towns": 1])
        #expect(try count(scenario).byPlace == ["rovato": 1, "ufficio-di-piano": 1])
    }

    @Test func `days limit the services, and who was served before is not new`() throws {
        let scenario = try eligible()
        try scenario.given(
            .contact("k-1", "2019-06-03", ["person": "p-1"]), .contact("k-2", "2019-06-10", ["person": "p-1"]),
            .contact("k-3", "2019-06-10", ["person": "p-2"]))
        #expect(try count(scenario, on("2019-06-09")).personsServed == 1)
        #expect(try count(scenario, on("2019-06-02")).personsServed == 0)
        let second = try count(scenario, Question(from: .of("2019-06-04"), to: .of("2019-06-10")))
        #expect(second.personsServed == 2)
        #expect(second.newInPeriod == 1)
    }

    @Test(arguments: [
        (2006, "0–13"), (2005, "14–17"), (2002, "14–17"), (2001, "18–24"), (1995, "18–24"), (1994, "25–64"),
        (1955, "25–64"), (1954, "65+"),
    ]) func `age is the year of the service less the year of birth`(_ born: Int, _ band: String) throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .person("p-9", ["birthYear": .integer(Int64(born)), "sex": "F"]), .decide("p-9", "eligible"),
            .contact("k-1", "2019-06-03", ["person": "p-9"]))
        #expect(try count(scenario).byAge == [band: 1])
        #expect(try count(scenario).bySex == ["F": 1])
    }

    @Test func `targets are compared with what was reached, by line and measure`() throws {
        let scenario = try Scenario.atWork(
            plan: JSON.shippedPlan.setting(
                "targets",
                [
                    ["indicator": "personsServed", "value": 250],
                    ["indicator": "personsServed", "line": "secretariat-towns", "measure": "housing", "value": 10],
                    ["indicator": "personsServed", "line": "youth", "value": 5], ["indicator": "meetings", "value": 3],
                ]))
        try scenario.given(.decide("p-1", "eligible"), .contact("k-1", "2019-06-03", ["person": "p-1"]))
        #expect(try count(scenario).targets.map(\.reached) == [1, 1, 0, nil])
        #expect(try count(scenario).targets.map(\.value) == [250, 10, 5, 3])
    }
}
