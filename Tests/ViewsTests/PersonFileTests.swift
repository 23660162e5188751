import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing
import Views

struct PersonFileTests {
    private func file(_ office: Office, _ person: String = "p-1", on day: String? = nil) throws -> PersonFile {
        try PersonFile(office, Question(on: day.map(Day.of), id: .of(person)))
    }

    private func extend(_ until: String, to: String) -> Sending {
        Sending(
            "project.extend-status",
            ["expiringFrom": "2020-01-31", "expiringTo": .string(to), "validUntil": .string(until), "act": "legge"])
    }

    @Test
    func `permit expired 2020-02-10, served 2020-03-05: as known 03-10, 03-18, 05-01 expired, to 06-15, to 08-31`()
        throws
    {
        let scenario = try Scenario.atWork()
        try scenario.given(.evidence("p-1", ["from": "2019-02-11", "to": "2020-02-10"]))
        scenario.today("2020-03-10")
        let known10March = scenario.office
        scenario.today("2020-03-18")
        try scenario.given(extend("2020-06-15", to: "2020-04-15"))
        let known18March = scenario.office
        scenario.today("2020-05-01")
        try scenario.given(extend("2020-08-31", to: "2020-07-31"))
        let served = "2020-03-05"

        let first = try file(known10March, on: served)
        #expect((first.status, first.expired, first.validUntil) == ("expired", "2020-02-10", nil))
        #expect(first.evidence.map(\.valid) == [false])
        #expect(first.extensions.isEmpty)
        let second = try file(known18March, on: served)
        #expect((second.status, second.expired, second.validUntil) == ("valid", nil, "2020-06-15"))
        let third = try file(scenario.office, on: served)
        #expect((third.status, third.validUntil) == ("valid", "2020-08-31"))
        let paper = try #require(third.evidence.first)
        #expect((paper.to, paper.validUntil, paper.valid) == ("2020-02-10", "2020-08-31", true))
        #expect(paper.extendedBy == scenario.position)
        #expect(third.extensions.map(\.validUntil) == ["2020-08-31"])
        #expect(try file(scenario.office, on: "2020-09-01").status == "expired")
        #expect(try file(scenario.office, on: "2020-09-01").expired == "2020-08-31")
    }

    @Test func `without a day, papers are judged on the day of the last recording`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.evidence("p-1", ["to": "2019-06-12"]))
        #expect(try file(scenario.office).on == "2019-06-12")
        #expect(try file(scenario.office).status == "valid")
        scenario.today("2019-06-13")
        try scenario.given(.person("p-3"))
        #expect(try file(scenario.office).status == "expired")
        #expect(try file(scenario.office, "p-3").status == "unknown")
    }

    @Test func `papers that are not about residence, have not begun or were voided give no status`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .evidence("p-1", ["kind": "identity-document"]), .evidence("p-1", ["from": "2019-07-01"]),
            .evidence("p-1"))
        try scenario.given(.void(scenario.position))
        let found = try file(scenario.office)
        #expect(found.status == "unknown")
        #expect(found.evidence.map(\.kind) == ["identity-document", "permit"])
        #expect(found.evidence.map(\.residence) == [false, true])
        #expect(found.evidence.map(\.valid) == [true, false])
        #expect(try file(scenario.office, on: "2019-07-01").status == "valid")
        #expect(try file(scenario.office, on: "2019-07-01").validUntil == nil)
    }

    @Test func `the latest recorded decision that covers the day is the one that counts`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .decide("p-1", "not-eligible", from: "2019-06-01", ["to": "2019-06-30"]), .decide("p-1", "eligible"),
            .decide("p-1", "undecided", from: "2019-09-01"))
        let june = try file(scenario.office, on: "2019-06-05")
        #expect(june.decisions.map(\.verdict) == ["not-eligible", "eligible", "undecided"])
        #expect(june.decisions.map(\.covers) == [true, true, false])
        #expect(june.decision?.verdict == "eligible")
        #expect(june.decision?.rule == "art-9")
        #expect(try file(scenario.office, on: "2019-09-01").decision?.verdict == "undecided")
        #expect(try file(scenario.office, on: "2018-12-31").decision == nil)
    }

    @Test func `a GB citizen served 2020-01-31 and 2020-02-01 counts only by a decision that covers the date`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2020-02-03")
        try scenario.given(
            .person("p-3", ["nationality": "GB"]), .decide("p-3", "not-eligible", from: "2019-06-01"),
            .decide("p-3", "eligible", from: "2020-02-01"))
        #expect(try file(scenario.office, "p-3", on: "2020-01-31").decision?.verdict == "not-eligible")
        #expect(try file(scenario.office, "p-3", on: "2020-02-01").decision?.verdict == "eligible")
    }

    @Test func `linked ids are one person, also through others: their papers, decisions and restrictions count`() throws
    {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .person("p-3"), .person("p-4"), .link("p-1", "p-3"), .link("p-2", "p-3"), .evidence("p-2"),
            .decide("p-2", "eligible"), .restrict("p-3"))
        let found = try file(scenario.office)
        #expect(found.linked == ["p-2", "p-3"])
        #expect(found.links.map { [$0.person, $0.same] } == [["p-1", "p-3"], ["p-2", "p-3"]])
        #expect(found.evidence.map(\.person) == ["p-2"])
        #expect(found.status == "valid")
        #expect(found.decision?.person == "p-2")
        #expect(found.restricted)
        #expect(try file(scenario.office, "p-4").linked == [])
        #expect(try file(scenario.office, "p-4").links == [])
        #expect(try !file(scenario.office, "p-4").restricted)
    }

    @Test func `unlinking separates them again`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.link("p-1", "p-2"), .evidence("p-2"), .unlink("p-2", "p-1"))
        let found = try file(scenario.office)
        #expect(found.linked == [])
        #expect(found.status == "unknown")
    }

    @Test func `a person file shows what is registered in clear, and nothing sealed`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .person(
                "p-3",
                [
                    "name": "Amina", "born": "1992-03-04", "birthYear": 1992, "sex": "F", "place": "rovato",
                    "otherNationalities": ["TN"], "unaccompaniedMinor": false, "external": "csi-7",
                ]), .evidence("p-3", ["number": "I123"]))
        let found = try file(scenario.office, "p-3")
        #expect((found.nationality, found.otherNationalities) == ("MA", ["TN"]))
        #expect((found.birthYear, found.sex, found.place, found.external) == (1992, "F", "rovato", "csi-7"))
        #expect((found.unaccompaniedMinor, found.registered) == (false, "declared"))
        let text = try String(
            decoding: answer(PersonFile.self, scenario.office, Question(id: .of("p-3"))).canonicalBytes, as: UTF8.self)
        for personal in ["Amina", "1992-03-04", "I123"] { #expect(!text.contains(personal)) }
    }

    @Test func `an unknown or missing person is refused`() throws {
        let office = try Scenario.withCase().office
        func refusal(_ question: Question) -> Refusal? {
            #expect(throws: Refusal.self) { try PersonFile(office, question) }
        }
        #expect(refusal(Question())?.code == .missingField)
        #expect(refusal(Question(id: .of("p-9")))?.code.word == "unknown-person")
        #expect(refusal(Question(id: .of("c-1")))?.field == "id")
    }

    @Test func `for every person of the season, the decision shown is the one that the indicators use`() throws {
        let office = try Season.recorded.get().office
        let question = Question(on: Day("2019-12-31"))
        var eligible = 0
        for number in 1...40 {
            let id = "p-0000" + (number < 10 ? "0" : "") + "\(number)"
            let found = try PersonFile(office, Question(on: question.on, id: .of(id)))
            let last = found.decisions.last { $0.covers }
            #expect(found.decision == last)
            if found.decision?.verdict == "eligible" { eligible += 1 }
            for paper in found.evidence where paper.extendedBy == nil { #expect(paper.validUntil == paper.to) }
        }
        #expect(eligible >= (try Indicators(office, question)).personsServed)
    }
}
