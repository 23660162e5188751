import CivilTime
public import Office

/// The number of persons served, each counted once in every figure, so the total is not the sum of its rows.
///
/// With a line or place, it counts only the services there. A service counts if, among the decisions on any id linked to the
/// person that cover its day, the latest recorded one says eligible.
public struct Indicators: View {
    /// The view's name.
    public static let name = "indicators"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .people, .services]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days + [.line, .place]

    /// A target of the plan, with the value reached.
    public struct TargetFigure: Described, Hashable {
        /// The indicator, `personsServed`.
        public let indicator: String
        /// For one line only.
        public let line: String?
        /// For one kind of measure only.
        public let measure: String?
        /// The target.
        public let value: Int
        /// The value reached; nil for an indicator that labd does not compute.
        public let reached: Int?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .indicator: .code, .line: .id(of: .line).optional, .measure: .id(of: .planMeasure).optional,
            .value: .count, .reached: .count.optional,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .personsServed: .persons, .newInPeriod: .persons,
        .servedNotCounted: .persons, .caution: .note, .targets: .rows(TargetFigure.self),
        .byLine: .by(id: .line, .persons), .byPlace: .by(id: .place, .persons),
        .byMeasure: .by(id: .planMeasure, .persons),
        .byQuarter: .by(.quarter, .persons), .byAge: .by(.code, .persons), .bySex: .by(.code, .persons),
        .byNationality: .by(.code, .persons),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// Eligible persons served.
    public let personsServed: Int
    /// Persons whose first counted service is within the requested days.
    public let newInPeriod: Int
    /// By line.
    public let byLine: [String: Int]
    /// By place where the service was given.
    public let byPlace: [String: Int]
    /// By the plan's kinds of measure.
    public let byMeasure: [String: Int]
    /// By quarter in which the service was given.
    public let byQuarter: [String: Int]
    /// By age band, in the year of the service: 0–13, 14–17, 18–24, 25–64, 65+, unknown.
    public let byAge: [String: Int]
    /// By registered sex; `unknown` if none is registered.
    public let bySex: [String: Int]
    /// By registered nationality.
    public let byNationality: [String: Int]
    /// Persons served who are not counted, because on no day of service did a decision say eligible.
    public let servedNotCounted: Int
    /// The plan's targets. An answer for one line contains that line's targets; an answer for one place contains none.
    public let targets: [TargetFigure]
    /// The word of the `Note` on its figures.
    public let caution: String

    /// Answers from the present office. Refuses names that the office does not know, and any question before a plan is adopted.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        guard let plan = office.plan else { throw .noPlan }
        var tally = try PersonTally(office, plan, question)
        office.forEachService(upTo: question.lastDay) { tally.add($0, in: office) }
        basis = Basis(office, question)
        position = office.position
        personsServed = tally.everyone.count
        newInPeriod = tally.everyone.count(without: tally.before)
        byLine = tally.byLine.counts { office.symbols[$0] }
        byPlace = tally.byPlace.counts { office.symbols[$0] }
        byMeasure = tally.byMeasure.counts { plan.measures[$0].id.text }
        byQuarter = tally.byQuarter.counts(\.description)
        byAge = tally.byAge.counts(\.rawValue)
        var bySex: [String: Int] = [:]
        var byNationality: [String: Int] = [:]
        tally.everyone.forEach { person in
            bySex[office.people[person].sex?.rawValue ?? "unknown", default: 0] += 1
            byNationality[office.people[person].nationality.code, default: 0] += 1
        }
        self.bySex = bySex
        self.byNationality = byNationality
        servedNotCounted = tally.notCounted.count(without: tally.everyone)
        let (total, lines, measures) = (personsServed, byLine, byMeasure)
        // A target applies to the whole project or to one line, so the value at one place cannot be compared with it.
        targets = plan.targets.filter { target in
            question.place == nil && (question.line == nil || question.line == target.line)
        }.map { target in
            var reached: Int?
            if target.indicator.text == "personsServed" {
                switch (target.line, target.measure) {
                case (nil, nil): reached = total
                case (let line?, nil): reached = lines[line.text] ?? 0
                case (nil, let measure?): reached = measures[measure.text] ?? 0
                case (let line?, let measure?): reached = tally.count(line: line, measure: measure, in: office)
                }
            }
            return TargetFigure(
                indicator: target.indicator.text, line: target.line?.text, measure: target.measure?.text,
                value: target.value, reached: reached)
        }
        caution = Note.personsOnce.rawValue
    }
}

/// The age bands of the fund's annex, in the year of the service.
enum AgeBand: String, CaseIterable {
    case child = "0–13"
    case adolescent = "14–17"
    case young = "18–24"
    case adult = "25–64"
    case elder = "65+"
    case unknown

    init(age: Int) {
        switch age {
        case ...13: self = .child
        case 14...17: self = .adolescent
        case 18...24: self = .young
        case 25...64: self = .adult
        default: self = .elder
        }
    }
}

/// Sets of persons, each under the id that represents all linked ids.
private struct PersonTally {
    private let plan: Plan
    private let question: Question
    private let selection: Selection
    private let linked: LinkedSets
    /// The plan's measures for each code, indexed by the code's number. For a code without measures, the element is empty or
    /// missing at the end.
    private let measuresOfCode: [[Int]]

    var everyone = PersonSet()
    var before = PersonSet()
    var notCounted = PersonSet()
    var byLine = PersonSets<Symbol>()
    var byPlace = PersonSets<Symbol>()
    var byMeasure = PersonSets<Int>()
    var byQuarter = PersonSets<Quarter>()
    var byAge = PersonSets<AgeBand>()
    private var byLineAndMeasure = PersonSets<LineMeasure>()

    private struct LineMeasure: Equatable {
        let line: Symbol
        let measure: Int
    }

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
    }

    func count(line: ID, measure: ID, in office: Office) -> Int {
        guard let line = office.symbols.find(line.text),
            let index = plan.measures.firstIndex(where: { $0.id == measure })
        else { return 0 }
        return byLineAndMeasure.count(LineMeasure(line: line, measure: index))
    }

    // Each call receives the office as an argument: stored here, it would be copied whenever the sets change.
    mutating func add(_ service: Service, in office: Office) {
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
            byLineAndMeasure.insert(person, LineMeasure(line: line, measure: measure))
        }
    }
}

// MARK: - Figures

extension Indicators: CountedView {
    static let measures = [Measure(name: "personsServed", unit: .persons)]
    static let facets: [FacetName] = [.line, .place, .measure, .quarter, .age, .sex, .nationality]
    static let shapes: [[FacetName]] = [[]] + facets.map { [$0] }

    static func facts(_ office: Office, _ question: Question, _ plan: Plan) -> [Fact] {
        office.personFacts(question, plan)
    }
}
