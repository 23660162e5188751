import CivilTime
import Office

/// A line with a kind of measure.
struct LineMeasure: Hashable {
    let line: String
    let measure: String
}

/// How many persons were served, by what.
struct PersonCounts: Equatable {
    var personsServed = 0
    var newInPeriod = 0
    var notCounted = 0
    var byLine: [String: Int] = [:]
    var byPlace: [String: Int] = [:]
    var byMeasure: [String: Int] = [:]
    var byLineAndMeasure: [LineMeasure: Int] = [:]
    var byQuarter: [String: Int] = [:]
    var byAge: [String: Int] = [:]
    var bySex: [String: Int] = [:]
    var byNationality: [String: Int] = [:]

    init() {}

    /// The numbers that a question asks for.
    ///
    /// The office keeps those on each day, of all and of each place. Since a first day or on a line, a person counts for some of
    /// the services alone, for every other first day, so all services are read then.
    init(_ office: Office, _ plan: Plan, _ question: Question) throws(Refusal) {
        guard question.from == nil, question.line == nil else {
            self = try PersonTally(office, plan, question).counts(office)
            return
        }
        try question.checkNames(in: office)
        guard let place = question.place else {
            self.init(office, plan, upTo: question.lastDay, in: .all)
            return
        }
        if let place = office.symbols.find(place.text) {
            self.init(office, plan, upTo: question.lastDay, in: .place(place))
        } else {
            self.init()
        }
    }

    /// The numbers that the office keeps: of everybody served up to and including `day`, all, at a place or in a quarter.
    ///
    /// Those of a quarter say nothing of who is new, and those of a place or quarter nothing of measures on lines.
    init(_ office: Office, _ plan: Plan, upTo day: Day, in scope: ServedKey.Scope) {
        for (key, count) in office.served.counts(upTo: day, in: scope) {
            switch key.kind {
            case .everyone: (personsServed, newInPeriod) = (count, count)
            case .notCounted: notCounted = count
            case .line: byLine[office.symbols[Symbol(Int(key.number))]] = count
            case .place: byPlace[office.symbols[Symbol(Int(key.number))]] = count
            case .measure: byMeasure[plan.measures[Int(key.number)].id.text] = count
            case .lineAndMeasure:
                let (line, measure) = (office.symbols[Symbol(Int(key.line))], plan.measures[Int(key.number)].id.text)
                byLineAndMeasure[LineMeasure(line: line, measure: measure)] = count
            case .quarter:
                byQuarter[Quarter(year: Int(key.number) / 4, quarter: Int(key.number) % 4 + 1).description] = count
            case .age: byAge[AgeBand.allCases[Int(key.number)].rawValue] = count
            case .sex: bySex[Self.sex(key.number)] = count
            case .nationality: byNationality[Nationality.code(ofNumber: key.number)] = count
            }
        }
    }

    /// The word of a sex by its place among all; `unknown` for none.
    static func sex(_ number: Int32) -> String { number < 0 ? "unknown" : Sex.allCases[Int(number)].rawValue }
}

/// A kind of measure, by its place in the plan, on a line.
private struct MeasureOnLine: Equatable {
    let line: Symbol
    let measure: Int
}

/// Sets of persons, each under the id that represents all linked ids.
struct PersonTally {
    private let plan: Plan
    private let question: Question
    private let selection: Selection
    private let linked: LinkedSets
    /// The plan's measures for each code, indexed by the code's number. For a code without measures, the element is empty or
    /// missing at the end.
    private let measuresOfCode: [[Int]]

    private var everyone = PersonSet()
    private var before = PersonSet()
    private var notCounted = PersonSet()
    private var byLine = PersonSets<Symbol>()
    private var byPlace = PersonSets<Symbol>()
    private var byMeasure = PersonSets<Int>()
    private var byQuarter = PersonSets<Quarter>()
    private var byAge = PersonSets<AgeBand>()
    private var byLineAndMeasure = PersonSets<MeasureOnLine>()

    init(_ office: Office, _ plan: Plan, _ question: Question) throws(Refusal) {
        self.plan = plan
        selection = try Selection(office, question)
        self.question = question
        linked = LinkedSets(office.links)
        var measures: [[Int]] = []
        for (index, measure) in plan.measures.enumerated() {
            for code in measure.codes {
                guard let symbol = office.symbols.find(code.text).map({ Int($0.index) }) else { continue }
                while measures.count <= symbol { measures.append([]) }
                measures[symbol].append(index)
            }
        }
        measuresOfCode = measures
        office.forEachService(upTo: question.lastDay) { add($0, in: office) }
    }

    /// Returns the numbers of persons in the sets.
    func counts(_ office: Office) -> PersonCounts {
        var counts = PersonCounts()
        counts.personsServed = everyone.count
        counts.newInPeriod = everyone.count(without: before)
        counts.notCounted = notCounted.count(without: everyone)
        counts.byLine = byLine.counts { office.symbols[$0] }
        counts.byPlace = byPlace.counts { office.symbols[$0] }
        counts.byMeasure = byMeasure.counts { plan.measures[$0].id.text }
        counts.byQuarter = byQuarter.counts(\.description)
        counts.byAge = byAge.counts(\.rawValue)
        var bySex: [Int32: Int] = [:]
        var byNationality = NumberTally(0)
        everyone.forEach { person in
            bySex[office.people[person].sex?.number ?? -1, default: 0] += 1
            byNationality.change(Int(office.people[person].nationality.number)) { $0 += 1 }
        }
        counts.bySex = Dictionary(uniqueKeysWithValues: bySex.map { (PersonCounts.sex($0), $1) })
        counts.byNationality = byNationality.named { Nationality.code(ofNumber: Int32($0)) }
        byLineAndMeasure.forEach { key, count in
            let (line, measure) = (office.symbols[key.line], plan.measures[key.measure].id.text)
            counts.byLineAndMeasure[LineMeasure(line: line, measure: measure)] = count
        }
        return counts
    }

    // Each call receives the office as an argument: stored here, it would be copied whenever the sets change.
    private mutating func add(_ service: Service, in office: Office) {
        guard selection.admits(line: service.line), selection.admits(place: service.place) else { return }
        let person = linked.representative(service.person)
        let counts = linked.decision(office, on: service.person, covering: service.on)?.verdict == .eligible
        if let from = question.from, service.on < from {
            if counts { before.insert(person) }
            return
        }
        guard counts else {
            notCounted.insert(person)
            return
        }
        let year = service.on.parts.year
        everyone.insert(person)
        byLine.insert(person, service.line)
        byPlace.insert(person, service.place)
        byQuarter.insert(person, Quarter(service.on))
        byAge.insert(person, office.people[person].birthYear.map { AgeBand(age: year - Int($0)) } ?? .unknown)
        switch service.codes {
        case .none: return
        case .one(let code): add(person, code, service.line)
        case .list(let list):
            office.forEachSymbol(of: list) { add(person, $0, service.line) }
        }
    }

    private mutating func add(_ person: Ref<Person>, _ code: Symbol, _ line: Symbol) {
        guard Int(code.index) < measuresOfCode.count else { return }
        for measure in measuresOfCode[Int(code.index)] {
            byMeasure.insert(person, measure)
            byLineAndMeasure.insert(person, MeasureOnLine(line: line, measure: measure))
        }
    }
}
