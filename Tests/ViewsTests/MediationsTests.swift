import CanonicalJSON
import Office
import OfficeSpecification
import Testing
import Views

struct MediationsTests {
    private func asked() throws -> Scenario {
        let scenario = try Scenario.withMediation()
        try scenario.given(
            .deliver("m-1", "2019-06-08", ["minutes": 30]), .deliver("m-1", "2019-06-10", ["minutes": 20]),
            .request("m-2", "2019-06-03", ["place": "chiari", "setting": "youth-desk"]),
            .authorise("m-2", "2019-06-04"),
            .assign("m-2", "2019-06-04"), .miss("m-2", "2019-06-05", ["minutes": 15]),
            .request("m-3", "2019-06-04", ["language": "sq", "minutes": 60]), .cancel("m-3", "2019-06-05"),
            .request("m-4", "2019-06-04"), .authorise("m-4", "2019-06-04"), .assign("m-4", "2019-06-04"),
            .deliver("m-4", "2019-06-06"), .evaluate("m-4", "2019-06-07"))
        return scenario
    }

    @Test func `requests are counted by their last step, with what was asked, authorised and delivered`() throws {
        let found = try Mediations(try asked().office, Question())
        #expect(found.requests == 4)
        #expect((found.askedMinutes, found.authorisedMinutes, found.deliveredMinutes) == (330, 270, 110))
        #expect(found.byState == ["delivered": 2, "missed": 1, "cancelled": 1])
        #expect(found.bySetting == ["school": 3, "youth-desk": 1])
        #expect(found.byLanguage == ["ar": 3, "sq": 1])
        #expect((found.missed, found.missedMinutes) == (1, 15))
        #expect(found.byPlace["chiari"]?.requests == 1)
        #expect(found.byMonth["2019-06"]?.deliveredMinutes == 110)
        #expect(found.cancelledByReason == ["not-needed": 1])
    }

    @Test func `people wait from the request to the first delivery, and what got none is unmet`() throws {
        let found = try Mediations(try asked().office, Question())
        #expect(found.waiting.delivered == 2)
        #expect((found.waiting.medianDays, found.waiting.longestDays) == (2, 5))
        #expect(found.unmet == ["missed": 1, "cancelled": 1])
        let none = try Mediations(try Scenario.atWork().office, Question())
        #expect(none.waiting.medianDays == nil)
    }

    @Test func `the day asked leaves out requests and steps that came later`() throws {
        let scenario = try asked()
        let third = try Mediations(scenario.office, Question(on: .of("2019-06-03")))
        #expect(third.byState == ["requested": 2])
        #expect(third.authorisedMinutes == 0)
        let fifth = try Mediations(scenario.office, Question(on: .of("2019-06-05")))
        #expect(fifth.byState == ["assigned": 2, "missed": 1, "cancelled": 1])
        #expect(fifth.deliveredMinutes == 0)
    }

    @Test func `another authorisation is the last step, and replaces the ceiling`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.authorise("m-1", "2019-06-05", ["maxMinutes": 120]))
        let found = try Mediations(scenario.office, Question())
        #expect(found.byState == ["authorised": 1])
        #expect(found.authorisedMinutes == 120)
    }

    @Test func `a voided delivery does not count`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.deliver("m-1", "2019-06-08"))
        try scenario.given(.void(scenario.position))
        let found = try Mediations(scenario.office, Question())
        #expect(found.byState == ["assigned": 1])
        #expect(found.deliveredMinutes == 0)
        #expect(found.unmet == ["assigned": 1])
    }
}
