import CanonicalJSON
import CivilTime
import OfficeSpecification
import SeededNumbers
import Testing
import ViewsSpecification

@testable import Office
@testable import Views

/// Compares what is computed from the kept states of requests with what follows from all of their steps.
struct MediationSumsTests {
    private static func command(_ number: Int, _ last: Int, _ numbers: inout SeededNumbers) -> Sending {
        let day = numbers.day(0...90)
        let id = "m-\(numbers.number(max(0, number / 5 - 12)...max(0, number / 5)))"
        switch numbers.number(0...15) {
        case 0...3:
            let isOfCase = numbers.number(0...2) == 0
            return .request(
                "m-\(number / 5)", day,
                .object(
                    JSONObject(
                        [
                            .init("place", .string(numbers.of(["rovato", "chiari"]))),
                            .init("language", .string(numbers.of(["ar", "ar", "fr", "sq"]))),
                            .init("setting", .string(numbers.of(["school", "youth-desk", "social-service"]))),
                        ] + (isOfCase ? [.init("case", "c-1")] : []))))
        case 4, 5:
            return .authorise(id, day, ["maxMinutes": .integer(Int64(numbers.of([60, 90, 600])))])
        case 6, 7: return .assign(id, day, ["mediator": .string(numbers.of(["me-1", "me-2"]))])
        case 8...11:
            return .deliver(
                id, day,
                [
                    "minutes": .integer(Int64(numbers.number(1...45))), "last": .bool(numbers.number(0...3) == 0),
                    "start": .string(numbers.of(["08:00", "10:30", "12:00", "15:00"])),
                    "persons": numbers.number(0...1) == 0 ? ["p-2"] : [],
                ])
        case 12: return .miss(id, day, numbers.number(0...1) == 0 ? ["minutes": 15] : [:])
        case 13:
            return Sending(
                "mediation.cancel",
                [
                    "mediation": .string(id), "on": .string(day),
                    "reason": .string(numbers.of(CancelReason.allCases.map(\.rawValue))),
                ])
        case 14: return .evaluate(id, day)
        default: return .void(numbers.number(max(0, last - 20)...last))
        }
    }

    private static func question(_ numbers: inout SeededNumbers) -> Question {
        let days = [numbers.day(-10...100), numbers.day(-10...100)].sorted().map { Day($0) }
        var question = Question()
        switch numbers.number(0...5) {
        case 0: break
        case 1, 2: question.on = days[0]
        case 3: question.to = days[0]
        case 4: (question.on, question.from) = (days[1], days[0])
        default: (question.from, question.to) = (days[0], days[1])
        }
        if numbers.number(0...3) == 0 { question.place = ID("rovato") }
        if numbers.number(0...3) == 0 { question.month = Month(numbers.of(["2019-06", "2019-07", "2019-09"])) }
        if numbers.number(0...3) == 0 { question.facets[.language] = numbers.of(["ar", "sq", "xx"]) }
        if numbers.number(0...3) == 0 { question.facets[.setting] = numbers.of(["school", "youth-desk"]) }
        return question
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `at random positions of random logs, sums and lists of requests are what their steps say`(
        _ seed: UInt64
    ) throws {
        var numbers = SeededNumbers(seed: seed)
        let scenario = try Scenario.withCase()
        scenario.today("2019-09-10")
        var accepted = 0
        for number in 0..<600 {
            let command = Self.command(number, scenario.position, &numbers)
            if case .accepted = scenario.when(command) { accepted += 1 }
            guard number % 20 == 19 else { continue }
            for _ in 0..<3 { try Self.compare(scenario.office, Self.question(&numbers), &numbers) }
        }
        #expect(accepted > 100 && scenario.office.mediations.count > 30)
        // The states are those that a replay makes, too.
        #expect(try Scenario.replay(scenario.events) == scenario.office)
    }

    @Test func `in a season, sums and lists of requests are what their steps say`() throws {
        var numbers = SeededNumbers(seed: 7)
        let office = try Season.recorded.get().office
        for _ in 0..<40 { try Self.compare(office, Self.question(&numbers), &numbers) }
    }

    private static func compare(_ office: Office, _ question: Question, _ numbers: inout SeededNumbers) throws {
        guard (try? question.checkNames(in: office)) != nil else { return }
        let walked = WalkedMediations(office, question)
        #expect(walked.differences(from: try Mediations(office, question)) == [], "\(question)")
        // The facets of the list that the sums do not have.
        var question = question
        if numbers.number(0...3) == 0 { question.facets[.state] = numbers.of(Mediations.states) }
        if numbers.number(0...3) == 0 { question.facets[.worker] = numbers.of(["me-1", "me-2"]) }
        if numbers.number(0...3) == 0 { question.filters[.waiting] = numbers.of(["true", "false"]) }
        if numbers.number(0...3) == 0 { question.filters[.person] = numbers.of(["p-1", "p-2"]) }
        guard (try? question.checkNames(in: office)) != nil else { return }
        let all = WalkedMediations.listed(office, question)
        #expect(try ListedRequest.rows(office, question).map(\.mediation) == all, "\(question)")
        (question.limit, question.skip) = (numbers.number(0...9), numbers.number(0...9))
        let selected = try ListedRequest.select(office, question)
        #expect(selected.count == all.count)
        #expect(
            selected[question.places(among: all.count)].map(\.mediation)
                == Array(all.dropFirst(question.skip ?? 0).prefix(question.limit ?? 0)), "\(question)")
    }
}

/// The view `mediations`, computed from the steps of each request.
private struct WalkedMediations {
    private var requests = 0
    private var asked = 0
    private var authorised = 0
    private var delivered = 0
    private var missed = 0
    private var missedMinutes = 0
    private var byState: [String: Int] = [:]
    private var bySetting: [String: Int] = [:]
    private var byLanguage: [String: Int] = [:]
    private var byPlace: [String: [Int]] = [:]
    private var byMonth: [String: [Int]] = [:]
    private var waits: [Int] = []
    private var unmet: [String: Int] = [:]
    private var reasons: [String: Int] = [:]

    init(_ office: Office, _ question: Question) {
        office.mediations.forEach { ref, row in
            guard question.window.contains(row.on), question.month == nil || question.month == row.on.month,
                question.place == nil || question.place?.text == office.symbols[row.place],
                question.admits(facet: .language, office.symbols[row.language]),
                question.admits(facet: .setting, row.setting.rawValue)
            else { return }
            var (state, ceiling, minutes, first) = ("requested", 0, 0, Day?.none)
            for step in office.steps(of: ref, upTo: question.window.to) {
                switch step.action {
                case .authorise(let maxMinutes, _): (state, ceiling) = ("authorised", Int(maxMinutes))
                case .assign: state = "assigned"
                case .deliver(let delivery):
                    (state, minutes) = ("delivered", minutes + Int(delivery.minutes))
                    first = min(first ?? step.on, step.on)
                case .miss(_, let paid):
                    (state, missed, missedMinutes) = ("missed", missed + 1, missedMinutes + Int(paid ?? 0))
                case .cancel(let reason):
                    state = "cancelled"
                    reasons[reason.rawValue, default: 0] += 1
                case .evaluate: continue
                }
            }
            let sum = [1, Int(row.minutes), ceiling, minutes]
            requests += 1
            asked += sum[1]
            authorised += ceiling
            delivered += minutes
            byState[state, default: 0] += 1
            bySetting[row.setting.rawValue, default: 0] += 1
            byLanguage[office.symbols[row.language], default: 0] += 1
            byPlace[office.symbols[row.place], default: [0, 0, 0, 0]].add(sum)
            byMonth[row.on.month.description, default: [0, 0, 0, 0]].add(sum)
            if let first { waits.append(first.days(since: row.on)) } else { unmet[state, default: 0] += 1 }
        }
        waits.sort()
    }

    /// The fields in which the view has something else.
    func differences(from view: Mediations) -> [String] {
        func numbers(_ sum: Mediations.Sum) -> [Int] {
            [sum.requests, sum.askedMinutes, sum.authorisedMinutes, sum.deliveredMinutes]
        }
        let same = [
            "sums": [requests, asked, authorised, delivered]
                == [view.requests, view.askedMinutes, view.authorisedMinutes, view.deliveredMinutes],
            "missed": [missed, missedMinutes] == [view.missed, view.missedMinutes],
            "byState": byState == view.byState, "bySetting": bySetting == view.bySetting,
            "byLanguage": byLanguage == view.byLanguage, "byPlace": byPlace == view.byPlace.mapValues(numbers),
            "byMonth": byMonth == view.byMonth.mapValues(numbers),
            "waiting": view.waiting.delivered == waits.count && view.waiting.longestDays == waits.last
                && view.waiting.medianDays == (waits.isEmpty ? nil : waits[(waits.count - 1) / 2]),
            "unmet": unmet == view.unmet, "cancelledByReason": reasons == view.cancelledByReason,
        ]
        return same.filter { !$1 }.map(\.key)
    }

    /// The ids of the requests that the list has, in its order.
    static func listed(_ office: Office, _ question: Question) -> [String] {
        var found: [(id: String, on: Day, waits: Bool)] = []
        office.mediations.forEach { ref, row in
            let steps = office.steps(of: ref, upTo: question.lastDay)
            let state = MediationState(after: steps)
            let waits = state.deliveries == 0 && state.stage != .cancelled
            var persons = row.case.map { [office.people.id(office.cases[$0].person)] } ?? []
            for case .deliver(let delivery) in steps.map(\.action) {
                persons += office.lists.values(delivery.persons, of: Person.self).map { office.people.id($0) }
            }
            guard question.window.contains(row.on), question.month == nil || question.month == row.on.month,
                question.place == nil || question.place?.text == office.symbols[row.place],
                question.admits(facet: .language, office.symbols[row.language]),
                question.admits(facet: .setting, row.setting.rawValue),
                question.admits(facet: .state, state.stage.rawValue),
                question.admits(facet: .worker, state.mediator.map { office.workers.id($0) }),
                question.admits(.waiting, waits),
                question.filters[.person].map(persons.contains) ?? true
            else { return }
            found.append((office.serviceRecords.id(row.serviceRecord), row.on, waits))
        }
        let waiting = found.filter(\.waits).sorted { ($0.on, $0.id) < ($1.on, $1.id) }
        return (waiting + found.filter { !$0.waits }.sorted { ($1.on, $0.id) < ($0.on, $1.id) }).map(\.id)
    }
}

extension [Int] {
    fileprivate mutating func add(_ other: [Int]) { self = zip(self, other).map(+) }
}
