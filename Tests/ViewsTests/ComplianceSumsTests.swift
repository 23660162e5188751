import CanonicalJSON
import CivilTime
import OfficeSpecification
import SeededNumbers
import Testing
import ViewsSpecification

@testable import Office
@testable import Views

/// Compares compliance, which is computed from sums that each event changes, with the facts that explain it and with the minutes
/// owed on each single day.
struct ComplianceSumsTests {
    /// The shipped plan under another policy, sometimes without its last line or with another project fund.
    private static func plan(_ numbers: inout SeededNumbers) -> JSON {
        guard case .object(var plan) = JSON.shippedPlan else { return .null }
        let policies = PartWeekPolicy.allCases.map(\.rawValue)
        func set(_ name: String, _ value: JSON) {
            plan = JSONObject(plan.members.map { $0.name == name ? JSONObject.Member(name, value) : $0 })
        }
        set("partWeek", .string(policies.randomElement(using: &numbers) ?? ""))
        if Bool.random(using: &numbers), case .array(let lines)? = plan["lines"] {
            set("lines", .array(lines.dropLast()))
        }
        let isOwn = Bool.random(using: &numbers)
        set(
            "funds",
            [["id": "fami", "project": .bool(true)], ["id": "own", "project": .bool(isOwn)]])
        return .object(plan)
    }

    private static func command(_ number: Int, _ numbers: inout SeededNumbers) -> Sending {
        let day = numbers.day(-20...240)
        switch Int.random(in: 0..<20, using: &numbers) {
        case 0: return .adopt(plan(&numbers))
        case 1:
            let places: JSON = Bool.random(using: &numbers) ? "all" : ["rovato", "chiari"]
            let end = Bool.random(using: &numbers) ? ["to": JSON.string(numbers.day(200...240))] : [:]
            return .suspend(
                "s-\(number)",
                .object(
                    JSONObject(
                        [.init("from", .string(numbers.day(0...200))), .init("places", places)]
                            + end.map { JSONObject.Member($0.key, $0.value) })))
        case 2: return Sending("project.resume", ["suspension": .string("s-\(number - 7)"), "on": .string(day)])
        case 3...6:
            let minutes = JSON.integer(Int64([0, 15, 30, 600].randomElement(using: &numbers) ?? 0))
            return .adjust("h-\(Int.random(in: 0...max(1, number), using: &numbers))", minutes, day)
        case 7...9: return .own("h-\(number)", day)
        default:
            let (line, place) =
                [
                    ("secretariat-towns", "rovato"), ("secretariat-towns", "chiari"),
                    ("secretariat-office", "ufficio-di-piano"),
                    ("youth", "ufficio-di-piano"),
                ].randomElement(using: &numbers) ?? ("", "")
            return .hours(
                "h-\(number)", day,
                [
                    "line": .string(line), "place": .string(place),
                    "minutes": .integer(Int64.random(in: 1...20, using: &numbers) * 15),
                ])
        }
    }

    private static func question(_ numbers: inout SeededNumbers) -> Question {
        let days = [numbers.day(-60...260), numbers.day(-60...260)].sorted().map { Day($0) }
        var question = Question()
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: break
        case 1, 2: question.on = days[0]
        case 3: question.to = days[0]
        case 4: (question.on, question.from) = (days[1], days[0])
        default: (question.from, question.to) = (days[0], days[1])
        }
        if Int.random(in: 0..<4, using: &numbers) == 0 { question.place = ID("rovato") }
        return question
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `at random positions of random logs compliance is the sum of its facts, and owes what each day does`(
        _ seed: UInt64
    ) throws {
        var numbers = SeededNumbers(seed: seed)
        let scenario = try Scenario.atWork()
        var accepted = 0
        var compared = 0
        scenario.today("2020-02-10")
        for number in 0..<240 {
            if case .accepted = scenario.when(Self.command(number, &numbers)) { accepted += 1 }
            guard number % 12 == 11 else { continue }
            for _ in 0..<3 {
                try Self.compare(scenario.office, Self.question(&numbers))
                compared += 1
            }
        }
        #expect(accepted > 100 && compared == 60)
        // The sums are those that a replay makes, too.
        #expect(try Scenario.replay(scenario.events) == scenario.office)
    }

    @Test func `compliance of a season is the sum of its facts on random days`() throws {
        var numbers = SeededNumbers(seed: 7)
        let office = try Season.recorded.get().office
        for _ in 0..<40 { try Self.compare(office, Self.question(&numbers)) }
    }

    private struct Key: Hashable {
        let line: String
        let place: String
        var time = ""
    }

    private static func compare(_ office: Office, _ question: Question) throws {
        guard let plan = office.plan, (try? question.checkNames(in: office)) != nil else { return }
        let compliance = try Compliance(office, question)
        var total: [Key: Int] = [:]
        var weeks: [Key: Int] = [:]
        var months: [Key: Int] = [:]
        for fact in office.deliveredFacts(question, plan) {
            func value(_ name: FacetName) -> String { fact.facets.first { $0.name == name }?.value ?? "" }
            let key = Key(line: value(.line), place: value(.place))
            guard question.place == nil || question.place?.text == key.place else { continue }
            total[key, default: 0] += fact.amount
            weeks[Key(line: key.line, place: key.place, time: value(.week)), default: 0] += fact.amount
            months[Key(line: key.line, place: key.place, time: value(.month)), default: 0] += fact.amount
        }
        let isOfHours = { (key: Key) in
            plan.lines.contains {
                $0.id.text == key.line && $0.kind == .hours && $0.places.contains { $0.text == key.place }
            }
        }
        func given(_ sums: [Key: Int]) -> [Key: Int] { sums.filter { $0.value != 0 } }
        #expect(
            given(total)
                == given(
                    Dictionary(
                        uniqueKeysWithValues: compliance.rows.map {
                            (Key(line: $0.line, place: $0.place), $0.delivered)
                        })),
            "\(question)")
        #expect(
            given(weeks).filter { isOfHours($0.key) }
                == given(
                    Dictionary(
                        uniqueKeysWithValues: compliance.weeks.map {
                            (Key(line: $0.line, place: $0.place, time: $0.week ?? ""), $0.delivered)
                        })), "\(question)")
        #expect(
            given(months).filter { isOfHours($0.key) }
                == given(
                    Dictionary(
                        uniqueKeysWithValues: compliance.months.map {
                            (Key(line: $0.line, place: $0.place, time: $0.month ?? ""), $0.delivered)
                        })), "\(question)")
        try compareOwed(office, plan, question, compliance, given(weeks), given(months))
    }

    /// Compares with `Office.owed`, which looks at each day.
    private static func compareOwed(
        _ office: Office, _ plan: Plan, _ question: Question, _ compliance: Compliance, _ given: [Key: Int],
        _ givenMonths: [Key: Int]
    ) throws {
        for line in plan.lines where line.kind == .hours {
            for place in line.places.compactMap({ plan.place($0) })
            where question.place == nil || question.place == place.id {
                var sum = ExactMinutes(zeroUnder: plan.partWeek)
                var weeks: [String: Int] = [:]
                var months: [Month: ExactMinutes] = [:]
                let window = line.window.intersection(plan.period)
                if let span = window?.intersection(question.window) {
                    var week = span.from.week
                    while week.monday <= span.to {
                        let exact = office.owed(line, place, in: week, within: question.window)
                        sum += exact
                        let days = span.intersection(Plan.Period(from: week.monday, to: week.sunday))
                        if days.map({
                            $0.from.through($0.to).contains { !office.isSuspended(line.id, place.id, on: $0) }
                        }) ?? false {
                            weeks[week.description] = exact.rounded
                        }
                        let parts =
                            plan.partWeek.countsDays && week.monday.month != week.sunday.month
                            ? [week.monday.month, week.sunday.month] : [plan.month(of: week.monday, line)]
                        for month in parts {
                            let part =
                                parts.count == 1
                                ? exact
                                : Plan.Period(from: month.firstDay, to: month.lastDay).intersection(question.window).map
                                {
                                    office.owed(line, place, in: week, within: $0)
                                } ?? ExactMinutes(zeroUnder: plan.partWeek)
                            if parts.count == 1 || part.numerator != 0 {
                                months[month, default: ExactMinutes(zeroUnder: plan.partWeek)] += part
                            }
                        }
                        week = week.next
                    }
                }
                let row = try #require(compliance.rows.first { $0.line == line.id.text && $0.place == place.id.text })
                #expect(row.owed == sum.rounded && row.balance == sum.roundedBalance(of: row.delivered), "\(question)")
                func isOwn(_ part: Compliance.Part) -> Bool { part.line == line.id.text && part.place == place.id.text }
                for part in compliance.weeks where isOwn(part) {
                    #expect(part.owed == weeks[part.week ?? ""] ?? 0, "\(question)")
                }
                let ownWeeks = given.keys.filter { $0.line == line.id.text && $0.place == place.id.text }.map(\.time)
                let times = compliance.weeks.filter(isOwn).compactMap(\.week)
                #expect(times == times.sorted() && Set(times) == Set(weeks.keys).union(ownWeeks), "\(question)")
                let ownMonths = givenMonths.keys.filter { $0.line == line.id.text && $0.place == place.id.text }.map(
                    \.time)
                let all = Set(months.keys.map(\.description)).union(ownMonths).sorted()
                #expect(compliance.months.filter(isOwn).compactMap(\.month) == all, "\(question)")
                for part in compliance.months where isOwn(part) {
                    #expect(
                        part.owed == part.month.flatMap { Month($0) }.flatMap { months[$0]?.rounded } ?? 0,
                        "\(question)")
                }
                try compareForecast(office, plan, question, row, line, place)
            }
        }
    }

    private static func compareForecast(
        _ office: Office, _ plan: Plan, _ question: Question, _ row: Compliance.Row, _ line: Plan.Line,
        _ place: Plan.Place
    ) throws {
        guard let on = question.on, question.from == nil, question.to == nil,
            let window = line.window.intersection(plan.period)
        else {
            #expect(row.forecast == nil)
            return
        }
        var whole = ExactMinutes(zeroUnder: plan.partWeek)
        var week = window.from.week
        while week.monday <= window.to {
            whole += office.owed(line, place, in: week, within: window)
            week = week.next
        }
        let left = max(on.adding(1), window.from).through(window.to).count {
            place.isWorkingDay($0) && !office.isSuspended(line.id, place.id, on: $0)
        }
        let forecast = try #require(row.forecast)
        #expect(forecast.owedInAll == whole.rounded && forecast.workingDaysLeft == left, "\(question)")
        #expect(forecast.missing == max(0, -whole.roundedBalance(of: row.delivered)), "\(question)")
    }
}
