public import Office

/// How many persons were served, each counted once in every figure. The total is not the sum of its rows.
///
/// A service counts if the latest recorded decision, on any id linked to the person, that covers its day says eligible.
public struct Indicators: View {
    /// The name under which it is asked.
    public static let name = "indicators"

    /// A figure of the plan with what was reached.
    public struct TargetFigure: Codable, Sendable, Hashable {
        /// The indicator, `personsServed`.
        public let indicator: String
        /// For one line only.
        public let line: String?
        /// For one kind of measure only.
        public let measure: String?
        /// What the plan asks.
        public let value: Int
        /// What was reached; nil for an indicator that labd does not count.
        public let reached: Int?
    }

    /// What the answer rests on.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// Eligible persons served.
    public let personsServed: Int
    /// Those whose first counted service lies in the days asked.
    public let newInPeriod: Int
    /// By line.
    public let byLine: [String: Int]
    /// By place of the service.
    public let byPlace: [String: Int]
    /// By kind of measure of the plan.
    public let byMeasure: [String: Int]
    /// By quarter of the service.
    public let byQuarter: [String: Int]
    /// By age band in the year of the service: 0–13, 14–17, 18–24, 25–64, 65+, unknown.
    public let byAge: [String: Int]
    /// By sex as registered, `unknown` where it is not.
    public let bySex: [String: Int]
    /// By nationality as registered.
    public let byNationality: [String: Int]
    /// Persons served who do not count: no decision on the day of any service says eligible.
    public let servedNotCounted: Int
    /// The plan's targets for these days.
    public let targets: [TargetFigure]
    /// Says that rows are not to be added.
    public let caution: String

    /// Answers from the office as it stands. Refuses what the office does not know, and where no plan was adopted.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        guard let plan = office.plan else { throw .noPlan }
        var tally = PersonTally(office, plan, question)
        office.forEachService(upTo: question.lastDay) { tally.add($0) }
        basis = Basis(office, question)
        position = office.position
        personsServed = tally.everyone.count
        newInPeriod = tally.everyone.subtracting(tally.before).count
        byLine = Dictionary(uniqueKeysWithValues: tally.byLine.map { (office.words[$0], $1.count) })
        byPlace = Dictionary(uniqueKeysWithValues: tally.byPlace.map { (office.words[$0], $1.count) })
        byMeasure = Dictionary(uniqueKeysWithValues: tally.byMeasure.map { (plan.measures[$0].id.text, $1.count) })
        byQuarter = Dictionary(uniqueKeysWithValues: tally.byQuarter.map { ($0.description, $1.count) })
        byAge = tally.byAge.mapValues(\.count)
        var bySex: [String: Int] = [:]
        var byNationality: [String: Int] = [:]
        for person in tally.everyone {
            bySex[office.people[person].sex?.rawValue ?? "unknown", default: 0] += 1
            byNationality[office.people[person].nationality.code, default: 0] += 1
        }
        self.bySex = bySex
        self.byNationality = byNationality
        servedNotCounted = tally.notCounted.subtracting(tally.everyone).count
        let (total, lines, measures) = (personsServed, byLine, byMeasure)
        targets = plan.targets.map { target in
            var reached: Int?
            if target.indicator.text == "personsServed" {
                switch (target.line, target.measure) {
                case (nil, nil): reached = total
                case (let line?, nil): reached = lines[line.text] ?? 0
                case (nil, let measure?): reached = measures[measure.text] ?? 0
                case (let line?, let measure?): reached = tally.count(line: line, measure: measure)
                }
            }
            return TargetFigure(
                indicator: target.indicator.text, line: target.line?.text, measure: target.measure?.text,
                value: target.value, reached: reached)
        }
        caution = "each person counts once in every figure, so rows do not add up to the total"
    }
}

/// Sets of persons, each person by the one id that stands for all that are linked.
private struct PersonTally {
    private let office: Office
    private let plan: Plan
    private let question: Question
    private let linked: LinkedSets
    private let measuresOfCode: [Word: [Int]]

    var everyone: Set<Ref<Person>> = []
    var before: Set<Ref<Person>> = []
    var notCounted: Set<Ref<Person>> = []
    var byLine: [Word: Set<Ref<Person>>] = [:]
    var byPlace: [Word: Set<Ref<Person>>] = [:]
    var byMeasure: [Int: Set<Ref<Person>>] = [:]
    var byQuarter: [Quarter: Set<Ref<Person>>] = [:]
    var byAge: [String: Set<Ref<Person>>] = [:]
    private var byLineAndMeasure: [LineMeasure: Set<Ref<Person>>] = [:]

    private struct LineMeasure: Hashable {
        let line: Word
        let measure: Int
    }

    init(_ office: Office, _ plan: Plan, _ question: Question) {
        self.office = office
        self.plan = plan
        self.question = question
        linked = LinkedSets(office.links)
        var measures: [Word: [Int]] = [:]
        for (index, measure) in plan.measures.enumerated() {
            for code in measure.codes {
                if let word = office.words.find(code.text) { measures[word, default: []].append(index) }
            }
        }
        measuresOfCode = measures
    }

    func count(line: ID, measure: ID) -> Int {
        guard let line = office.words.find(line.text), let index = plan.measures.firstIndex(where: { $0.id == measure })
        else { return 0 }
        return byLineAndMeasure[LineMeasure(line: line, measure: index)]?.count ?? 0
    }

    mutating func add(_ service: Service) {
        let person = linked.representative(service.person)
        let counts = office.decision(on: linked.all(service.person), covering: service.on)?.verdict == .eligible
        if let from = question.from, service.on < from {
            if counts { before.insert(person) }
            return
        }
        guard counts else {
            notCounted.insert(person)
            return
        }
        everyone.insert(person)
        byLine[service.line, default: []].insert(person)
        byPlace[service.place, default: []].insert(person)
        byQuarter[service.on.quarter, default: []].insert(person)
        byAge[ageBand(of: person, in: service.on.year), default: []].insert(person)
        switch service.codes {
        case .none: return
        case .one(let code): add(person, code, service.line)
        case .list(let list):
            for code in office.lists.values(list, of: WordRow.self) { add(person, code, service.line) }
        }
    }

    private mutating func add(_ person: Ref<Person>, _ code: Word, _ line: Word) {
        for measure in measuresOfCode[code] ?? [] {
            byMeasure[measure, default: []].insert(person)
            byLineAndMeasure[LineMeasure(line: line, measure: measure), default: []].insert(person)
        }
    }

    private func ageBand(of person: Ref<Person>, in year: Int) -> String {
        guard let born = office.people[person].birthYear else { return "unknown" }
        switch year - Int(born) {
        case ...13: return "0–13"
        case 14...17: return "14–17"
        case 18...24: return "18–24"
        case 25...64: return "25–64"
        default: return "65+"
        }
    }
}
