import CanonicalJSON
import CivilTime
import OfficeSpecification
import SeededNumbers
import Testing

@testable import Office
@testable import Views

/// Compares the caseload, which is computed from sums that each event changes, with a walk through all cases and with the facts
/// that explain it.
struct CaseloadSumsTests {
    private static let places = ["rovato", "chiari", "ufficio-di-piano"]

    private static func line(of place: String) -> JSON {
        .string(place == "ufficio-di-piano" ? "secretariat-office" : "secretariat-towns")
    }

    /// The shipped plan with another number of days without activity, sometimes without its last phase.
    private static func plan(_ numbers: inout SeededNumbers) -> JSON {
        var plan = JSON.shippedPlan
        plan.set("limits.silentCaseDays", .integer(numbers.of([0, 3, 20, 60])))
        if numbers.chance(2), case .array(let phases)? = plan["phases"] { plan["phases"] = .array(phases.dropLast()) }
        return plan
    }

    private static func command(_ number: Int, today: Int, _ numbers: inout SeededNumbers) -> Sending {
        let id = "c-\(Int.random(in: 0...max(1, number / 6), using: &numbers))"
        let day = numbers.day(numbers.chance(3) ? 0...today : max(0, today - 2)...today)
        let phases = ["intake", "analysis", "intervention-plan", "implementation", "review"]
        switch Int.random(in: 0..<34, using: &numbers) {
        case 0: return .adopt(plan(&numbers))
        case 1...5:
            let place = numbers.of(places)
            let isMinor = numbers.chance(3)
            return .open(
                "c-\(number / 6)", day,
                [
                    "line": line(of: place), "place": .string(place), "minor": .bool(isMinor),
                    "worker": .string(numbers.of(["sw-1", "sw-2"])),
                    "complexity": isMinor && numbers.chance(2) ? ["unaccompanied"] : [],
                ])
        case 6...11: return .phase(id, numbers.of(phases), day, ["reason": "nuovi elementi"])
        case 12...14:
            let worker = JSON.string(numbers.of(["sw-1", "sw-2"]))
            return Sending("case.assign", ["case": .string(id), "worker": worker, "on": .string(day)])
        case 15...16:
            let place = numbers.of(places)
            return .transfer(id, day, ["line": line(of: place), "place": .string(place)])
        case 17...20: return .close(id, day)
        case 21...25: return .reopen(id, day)
        case 26: return Sending("case.add-member", ["case": .string(id), "person": "p-2", "on": .string(day)])
        default: return .note(id, day)
        }
    }

    private static func question(_ numbers: inout SeededNumbers, upTo today: Int) -> Question {
        let days = [numbers.day(-20...today + 100), numbers.day(-20...today + 100)].sorted().map { Day($0) }
        var question = Question()
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0, 1: break
        case 2, 3: question.on = days[0]
        case 4: question.to = days[0]
        case 5: (question.on, question.from) = (days[1], days[0])
        case 6: (question.on, question.from) = (days[0], days[1])
        default: question.from = days[0]
        }
        if numbers.chance(3) { question.place = ID(numbers.of(places)) }
        if numbers.chance(4) { question.line = ID("secretariat-towns") }
        if numbers.chance(4) { question.worker = ID(numbers.of(["sw-1", "sw-2"])) }
        return question
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `at random positions of random logs the caseload is that of a walk through all cases`(_ seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let scenario = try Scenario.atWork()
        var earlier: [(office: Office, today: Int)] = []
        var accepted: [String: Int] = [:]
        var today = 15
        for number in 0..<400 {
            today += numbers.chance(40) ? 30 : numbers.chance(2) ? 1 : 0
            scenario.today(Day(number: 18_048 + today).description)
            let command =
                numbers.chance(8)
                ? Sending.void(scenario.position - Int.random(in: 0...6, using: &numbers))
                : Self.command(number, today: today, &numbers)
            if case .accepted = scenario.when(command) { accepted[command.name, default: 0] += 1 }
            guard number % 10 == 9 else { continue }
            for _ in 0..<4 { try Self.compare(scenario.office, Self.question(&numbers, upTo: today), &numbers) }
            earlier.append((scenario.office, today))
        }
        for (office, today) in earlier {
            try Self.compare(office, Self.question(&numbers, upTo: today), &numbers)
        }
        for name in ["case.open", "case.advance-phase", "case.assign", "case.transfer", "case.close", "case.reopen"] {
            #expect(accepted[name] ?? 0 >= 2, "\(name)")
        }
        #expect(accepted["record.void"] ?? 0 >= 4)
        // The sums are those that a replay makes and an image holds, too.
        #expect(try Scenario.replay(scenario.events) == scenario.office)
        #expect(try Office(OfficeImage(scenario.office)) == scenario.office)
    }

    @Test func `the caseload of a season is that of a walk on random days`() throws {
        var numbers = SeededNumbers(seed: 7)
        let office = try Season.recorded.get().office
        for _ in 0..<60 { try Self.compare(office, Self.question(&numbers, upTo: 240), &numbers) }
    }

    @Test func `after a note is voided the case is silent since the activity before it, on every day`() throws {
        let scenario = try Scenario.withCase()
        scenario.today("2019-12-20")
        try scenario.given(.note("c-1", "2019-10-01"))
        let noted = scenario.position
        func since(_ day: String) throws -> [String] {
            try Caseload(scenario.office, Question(on: .of(day))).silent.map(\.since)
        }
        #expect(try since("2019-09-30") == ["2019-06-03"])
        #expect(try since("2019-10-01") == [])
        #expect(try since("2019-12-01") == ["2019-10-01"])
        try scenario.given(.void(noted))
        #expect(try since("2019-10-01") == ["2019-06-03"])
        try scenario.given(.note("c-1", "2019-08-01"))
        #expect(try since("2019-08-03") == [])
        #expect(try since("2019-10-01") == ["2019-08-01"])
        try scenario.given(.adopt(JSON.shippedPlan.setting("limits.silentCaseDays", 10)))
        #expect(try since("2019-07-01") == ["2019-06-03"])
    }

    private static func compare(_ office: Office, _ question: Question, _ numbers: inout SeededNumbers) throws {
        guard let plan = office.plan, (try? question.checkNames(in: office)) != nil else { return }
        let walked = try WalkedCaseload(office, question, plan)
        let found = try Caseload(office, question)
        let context = "\(question) at \(office.position)"
        #expect(found.openByPhase == walked.openByPhase, "\(context)")
        #expect(found.byPlace == walked.byPlace, "\(context)")
        #expect(found.byLine == walked.byLine, "\(context)")
        #expect(found.byWorker == walked.byWorker, "\(context)")
        #expect(found.open == walked.openByPhase.values.reduce(0, +), "\(context)")
        #expect(found.closed == walked.byPlace.values.reduce(0) { $0 + $1.closed }, "\(context)")
        #expect([found.openMinors, found.openComplexMinors] == [walked.minors, walked.complexMinors], "\(context)")
        #expect([found.flow.opened, found.flow.closed, found.flow.reopened] == walked.flow, "\(context)")
        let stays = found.phaseTimes.map { ($0.phase, [$0.stays, $0.days]) }
        #expect(Dictionary(uniqueKeysWithValues: stays) == walked.stays, "\(context)")
        let inPlan = plan.phases.map(\.id.text)
        let dropped = walked.stays.keys.filter { !inPlan.contains($0) }.sorted()
        #expect(stays.map(\.0) == (inPlan + dropped).filter { walked.stays[$0] != nil }, "\(context)")
        #expect(found.silent == walked.silent && found.silentCount == nil, "\(context)")
        var part = question
        part.skip = Int.random(in: 0...walked.silent.count + 1, using: &numbers)
        part.limit = Int.random(in: 0...4, using: &numbers)
        let some = try Caseload(office, part)
        #expect(some.silentCount == walked.silent.count, "\(part)")
        #expect(some.silent == Array(walked.silent.dropFirst(part.skip ?? 0).prefix(part.limit ?? 0)), "\(part)")
        try compareList(office, question, part, walked)
        guard question.line == nil, question.place == nil, question.worker == nil else { return }
        let facts = office.caseFacts(question)
        func sum(_ name: FacetName) -> [String: Int] {
            facts.reduce(into: [:]) { sums, fact in
                if let value = fact.facets.first(where: { $0.name == name })?.value {
                    sums[value, default: 0] += fact.amount
                }
            }
        }
        #expect(sum(.phase).filter { $0.value > 0 } == found.openByPhase, "\(context)")
        #expect(sum(.worker) == found.byWorker.mapValues { $0.open + $0.closed }, "\(context)")
    }
    /// Compares the list of cases, whole and in part, plain and with filters.
    private static func compareList(
        _ office: Office, _ question: Question, _ part: Question, _ walked: WalkedCaseload
    ) throws {
        let silent = Set(walked.silent.map(\.case))
        let filters: [((inout Question) -> Void, (Listed) -> Bool)] = [
            ({ _ in }, { _ in true }), ({ $0.filters[.silent] = "true" }, { silent.contains($0.id) }),
            ({ $0.filters[.silent] = "false" }, { !silent.contains($0.id) }),
            ({ $0.facets[.state] = "closed" }, { !$0.isOpen }),
            ({ $0.facets[.phase] = "intake" }, { $0.words[0] == "intake" }),
        ]
        for (narrow, isListed) in filters {
            let expected = walked.listed.filter(isListed)
            for var asked in [question, part] {
                narrow(&asked)
                let rows = try ListedCase.select(office, asked)
                let places = asked.places(among: rows.count)
                #expect(
                    rows.count == expected.count && rows[places].map(Listed.init) == Array(expected[places]), "\(asked)"
                )
            }
        }
    }
}
