import CanonicalJSON
import Office
import OfficeSpecification
import Testing
import Views

struct YouthTests {
    private func pair(_ named: Youth.Named) -> [Int] { [named.sessions, named.persons] }

    private func asked() throws -> Scenario {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .orientation("o-1", "2019-06-03", ["needs": ["work", "training"]]),
            .orientation("o-2", "2019-06-04", ["place": "chiari", "minutes": 45]),
            .orientation(
                "o-3", "2019-06-05",
                [
                    "person": "p-2", "schoolExit": "completed", "needs": ["work", "work"],
                    "difficulties": ["transport"], "desk": "spazio-giovani",
                ]))
        return scenario
    }

    @Test func `needs and difficulties are counted by school exit and place, in sessions and in persons`() throws {
        let found = try Youth(try asked().office, Question())
        let all = found.orientation
        #expect((all.sessions, all.minutes, all.persons) == (3, 165, 2))
        #expect(all.needs["work"].map(pair) == [3, 2])
        #expect(all.needs["training"].map(pair) == [1, 1])
        #expect(all.difficulties["language"].map(pair) == [2, 1])
        #expect(found.bySchoolExit["dropout"]?.persons == 1)
        #expect(found.bySchoolExit["completed"]?.difficulties.mapValues(pair) == ["transport": [1, 1]])
        #expect(found.byPlace["chiari"]?.needs.mapValues(pair) == ["work": [1, 1]])
        #expect(found.byDesk["spazio-giovani"]?.sessions == 1)
        #expect(
            found.rows.map { [$0.schoolExit, $0.place] } == [
                ["completed", "rovato"], ["dropout", "chiari"], ["dropout", "rovato"],
            ])
        #expect(found.rows.map(\.orientation.minutes) == [60, 45, 60])
    }

    @Test func `linked ids are one person`() throws {
        let scenario = try asked()
        try scenario.given(.activity("a-1", "2019-06-05", ["present": ["p-1", "p-2"]]), .link("p-1", "p-2"))
        let found = try Youth(scenario.office, Question())
        #expect(found.orientation.persons == 1)
        #expect((found.activities.persons, found.activities.presences) == (1, 1))
    }

    @Test func `known persons and anonymous heads are never added together`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .activity("a-1", "2019-06-03"),
            .activity("a-2", "2019-06-04", ["kind": "workshop", "place": "chiari", "present": ["p-1", "p-2"]]),
            .activity("a-3", "2019-06-05", ["present": [], "anonymous": 10, "desk": "informagiovani"]))
        let found = try Youth(scenario.office, Question())
        let all = found.activities
        #expect((all.activities, all.minutes) == (3, 360))
        #expect((all.persons, all.presences, all.anonymous) == (2, 3, 16))
        #expect(found.activitiesByKind["leisure"]?.persons == 1)
        #expect(found.activitiesByKind["leisure"]?.anonymous == 13)
        #expect(found.activitiesByPlace["chiari"]?.presences == 2)
        #expect(found.activitiesByDesk["informagiovani"]?.persons == 0)
        #expect(found.activitiesByMonth["2019-06"] == all)
        #expect(found.caution == "persons-and-heads")
    }

    @Test func `the days asked limit both, and voided records do not count`() throws {
        let scenario = try asked()
        try scenario.given(.activity("a-1", "2019-06-05"))
        let early = try Youth(scenario.office, Question(on: .of("2019-06-04")))
        #expect((early.orientation.sessions, early.activities.activities) == (2, 0))
        #expect(try Youth(scenario.office, Question(from: .of("2019-06-05"))).orientation.persons == 1)
        let activity = scenario.position
        try scenario.given(.void(activity), .void(activity - 1))
        let found = try Youth(scenario.office, Question())
        #expect((found.orientation.sessions, found.activities.activities) == (2, 0))
        #expect(found.rows.count == 2)
    }

    @Test func `in the season sessions, minutes and heads add up over rows, and persons do not exceed their sum`()
        throws
    {
        let office = try Season.recorded.get().office
        let found = try Youth(office, Question())
        #expect(found.orientation.sessions > 10)
        #expect(found.rows.map(\.orientation.sessions).reduce(0, +) == found.orientation.sessions)
        #expect(found.rows.map(\.orientation.minutes).reduce(0, +) == found.orientation.minutes)
        #expect(found.rows.map(\.orientation.persons).reduce(0, +) >= found.orientation.persons)
        for groups in [found.bySchoolExit, found.byPlace, found.byDesk] {
            #expect(groups.values.map(\.sessions).reduce(0, +) == found.orientation.sessions)
        }
        for (code, named) in found.orientation.needs {
            let rows = found.rows.compactMap { $0.orientation.needs[code] }
            #expect(rows.map(\.sessions).reduce(0, +) == named.sessions)
            #expect(named.persons <= named.sessions)
        }
        for groups in [
            found.activitiesByKind, found.activitiesByPlace, found.activitiesByDesk, found.activitiesByMonth,
        ] {
            #expect(groups.values.map(\.activities).reduce(0, +) == found.activities.activities)
            #expect(groups.values.map(\.presences).reduce(0, +) == found.activities.presences)
            #expect(groups.values.map(\.anonymous).reduce(0, +) == found.activities.anonymous)
            #expect(groups.values.map(\.persons).reduce(0, +) >= found.activities.persons)
        }
    }
}
