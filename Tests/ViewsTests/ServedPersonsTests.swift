import CanonicalJSON
import CivilTime
import OfficeSpecification
import SeededNumbers
import Testing
import ViewsSpecification

@testable import Office
@testable import Views

/// Compares the numbers of persons that the office keeps, and the sums of listed persons, with those that follow from all services.
struct ServedPersonsTests {
    /// The shipped plan, sometimes with another order of its measures, or without its last one or its last line.
    private static func plan(_ numbers: inout SeededNumbers) -> JSON {
        guard case .object(var plan) = JSON.shippedPlan else { return .null }
        func change(_ name: String, _ change: ([JSON]) -> [JSON]) {
            guard case .array(let values)? = plan[name] else { return }
            plan = JSONObject(
                plan.members.map { $0.name == name ? JSONObject.Member(name, .array(change(values))) : $0 })
        }
        if numbers.number(0...1) == 0 { change("measures") { $0.reversed() } }
        if numbers.number(0...2) == 0 { change("measures") { $0.dropLast() } }
        if numbers.number(0...2) == 0 { change("lines") { $0.dropLast() } }
        return .object(plan)
    }

    private static func object(_ members: [(String, JSON)?]) -> JSON {
        .object(JSONObject(members.compactMap { $0 }.map { JSONObject.Member($0.0, $0.1) }))
    }

    private static func command(_ number: Int, _ last: Int, _ numbers: inout SeededNumbers) -> Sending {
        let day = numbers.day(0...200)
        let (line, place) = numbers.of([
            ("secretariat-towns", "rovato"), ("secretariat-towns", "chiari"),
            ("secretariat-office", "ufficio-di-piano"),
        ])
        let person = "p-\(numbers.number(1...8))"
        let other = "p-\(numbers.number(1...8))"
        let some = JSON.array((0..<numbers.number(0...3)).map { .string("p-\(($0 * 3 + number) % 8 + 1)") })
        let `case` = "c-\(numbers.number(max(0, number / 8 - 6)...max(0, number / 8)))"
        let id = "\(number)"
        func chance(_ one: Int) -> Bool { numbers.number(1...one) == 1 }
        switch numbers.number(0...21) {
        case 0, 1, 2:
            return .contact(
                "k-\(number / 8)", day,
                object([
                    chance(5) ? nil : ("person", .string(person)), ("line", .string(line)), ("place", .string(place)),
                    ("topics", .array([.string(numbers.of(["housing", "work", "school", "health", "other"]))])),
                ]))
        case 3, 4:
            return .open(
                "c-\(number / 8)", day,
                object([
                    ("person", .string(person)), ("line", .string(line)), ("place", .string(place)), ("members", some),
                    chance(2) ? nil : ("contact", .string("k-\(max(0, number / 8 - numbers.number(0...3)))")),
                ]))
        case 5...8:
            return .note(
                `case`, day,
                object([
                    ("kind", .string(numbers.of(["interview", "phone", "report"]))),
                    chance(2) ? nil : ("persons", some),
                ]))
        case 9, 10:
            return .transfer(
                `case`, day, object([chance(3) ? nil : ("line", .string(line)), ("place", .string(place))]))
        case 11:
            return Sending(
                numbers.of(["case.add-member", "case.remove-member"]),
                ["case": .string(`case`), "person": .string(person), "on": .string(day)])
        case 12:
            return .request(
                "m-\(number / 22)", day,
                object([
                    chance(2) ? nil : ("case", .string(`case`)),
                    ("purpose", .string(numbers.of(["guidance", "first-meeting"]))),
                ]))
        case 13: return .authorise("m-\(number / 22)", day, ["maxMinutes": 6000])
        case 14: return .assign("m-\(number / 22)", day)
        case 15, 16: return .deliver("m-\(number / 22)", day, ["minutes": 5, "persons": some])
        case 17: return .orientation("o-\(id)", day, ["person": .string(person), "place": .string(place)])
        case 18: return .activity("a-\(id)", day, ["present": some, "place": .string(place)])
        case 19:
            let to: (String, JSON)? = chance(2) ? nil : ("to", .string(numbers.day(100...300)))
            return .decide(
                person, numbers.of(["eligible", "eligible", "not-eligible", "undecided"]), from: numbers.day(-50...150),
                object([to]))
        case 20:
            switch numbers.number(0...5) {
            case 0, 1: return .link(person, other)
            case 2: return .unlink(person, other)
            case 3: return .adopt(plan(&numbers))
            default:
                return Sending(
                    "person.correct",
                    object([
                        ("person", .string(person)), ("reason", "errore"),
                        chance(2) ? nil : ("birthYear", .integer(Int64(numbers.of([1950, 1995, 2002, 2010])))),
                        chance(2) ? nil : ("sex", .string(numbers.of(["F", "M", "X"]))),
                        chance(2) ? nil : ("nationality", .string(numbers.of(["MA", "AL", "SN"]))),
                    ]))
            }
        default: return .void(numbers.number(max(0, last - 30)...last))
        }
    }

    private static func atWork(_ numbers: inout SeededNumbers) throws -> Scenario {
        let scenario = try Scenario.atWork()
        for number in 3...8 {
            let details: JSON = number % 2 == 0 ? ["birthYear": .integer(1994), "sex": "F"] : [:]
            try scenario.given(.person("p-\(number)", details))
        }
        for number in 1...5 {
            try scenario.given(.decide("p-\(number)", "eligible", from: numbers.day(-100...60)))
        }
        scenario.today("2020-02-10")
        return scenario
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `at random positions and days of random logs, the kept numbers of persons are those of all services`(
        _ seed: UInt64
    ) throws {
        var numbers = SeededNumbers(seed: seed)
        let scenario = try Self.atWork(&numbers)
        var accepted = 0
        for number in 0..<700 {
            let command = Self.command(number, scenario.position, &numbers)
            if case .accepted = scenario.when(command) { accepted += 1 }
            guard number % 7 == 6 else { continue }
            try Self.compare(scenario.office, [.latest, Day(numbers.day(-10...230))], "\(number) \(command.name)")
        }
        #expect(accepted > 200)
        // The numbers are those that a replay makes, and an image keeps.
        #expect(try Scenario.replay(scenario.events) == scenario.office)
        #expect(try Office(OfficeImage(scenario.office)) == scenario.office)
    }

    @Test func `in a season, the kept numbers of persons are those of all services`() throws {
        var numbers = SeededNumbers(seed: 7)
        let office = try Season.recorded.get().office
        for _ in 0..<20 { try Self.compare(office, [Day(numbers.day(-10...400))], "season") }
    }

    private static func compare(_ office: Office, _ days: [Day?], _ note: String) throws {
        let plan = try #require(office.plan)
        for case let day? in days {
            let question = Question(on: day)
            #expect(
                try PersonCounts(office, plan, question) == PersonTally(office, plan, question).counts(office),
                "\(note), on \(day)")
            for place in ["rovato", "chiari", "ufficio-di-piano"] {
                var question = question
                question.place = ID(place)
                var walked = try PersonTally(office, plan, question).counts(office)
                walked.byLineAndMeasure = [:]
                #expect(try PersonCounts(office, plan, question) == walked, "\(note), on \(day) at \(place)")
            }
            for quarter in [Quarter(year: 2019, quarter: 3), Quarter(min(day, Day(number: 18_300)))] {
                let last = min(day, quarter.lastDay)
                guard quarter.firstDay <= last else { continue }
                let days = Question(from: quarter.firstDay, to: last)
                var walked = try PersonTally(office, plan, days).counts(office)
                walked.byLineAndMeasure = [:]
                walked.newInPeriod = walked.personsServed
                let kept = PersonCounts(office, plan, upTo: last, in: .quarter(quarter))
                #expect(kept == walked, "\(note), on \(day) in \(quarter)")
            }
            let rows = try ListedPerson.rows(office, question)
            var some = question
            some.limit = rows.count
            #expect(try ListedPerson.select(office, some)[0..<rows.count] == rows, "\(note), on \(day)")
        }
    }
}
