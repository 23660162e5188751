import CivilTime
public import Office

/// The number of open and closed cases, by place, phase and worker, and the cases without recent activity.
///
/// With a line, place or worker, it counts the cases that belong to it at the end of the requested days.
public struct Caseload: View {
    /// The view's name.
    public static let name = "caseload"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .cases, .today]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days + [.line, .place, .worker] + .places

    /// Open and closed cases.
    public struct Count: Described, Hashable {
        /// Open at the end of the requested day.
        public internal(set) var open = 0
        /// Closed by then.
        public internal(set) var closed = 0

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([.open: .count, .closed: .count]).all
    }

    /// The time that cases stayed in a phase. If a case returns to a phase, its stays are added up.
    public struct PhaseTime: Described, Hashable {
        /// The phase's id.
        public let phase: String
        /// The number of times that a case entered the phase.
        public let stays: Int
        /// Total days, up to the requested day or the day of the last recording.
        public let days: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([.phase: .id(of: .phase), .stays: .count, .days: .days]).all
    }

    /// An open case without any activity for longer than the plan's `silentCaseDays`.
    public struct SilentCase: Described, Hashable {
        /// The case's id.
        public let `case`: String
        /// Its present place.
        public let place: String
        /// Its present worker.
        public let worker: String
        /// The day of its last step or note.
        public let since: String
        /// Days without activity.
        public let days: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .case: .id(of: .case), .place: .id(of: .place), .worker: .id(of: .worker), .since: .day, .days: .days,
        ]).all
    }

    /// The changes between the requested days, both included.
    public struct Flow: Described, Hashable {
        /// Cases opened.
        public internal(set) var opened = 0
        /// Cases closed.
        public internal(set) var closed = 0
        /// Cases reopened.
        public internal(set) var reopened = 0

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([.opened: .count, .closed: .count, .reopened: .count]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .open: .count, .closed: .count, .openMinors: .count,
        .openComplexMinors: .count, .silentCaseDays: .days, .flow: .object(Flow.self),
        .openByPhase: .by(id: .phase, .count), .byPlace: .by(id: .place, .object(Count.self)),
        .byLine: .by(id: .line, .object(Count.self)), .byWorker: .by(id: .worker, .object(Count.self)),
        .phaseTimes: .rows(PhaseTime.self), .silentCount: .count.optional, .silent: .rows(SilentCase.self),
        .names: .object(Names.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// Open cases.
    public let open: Int
    /// Closed cases.
    public let closed: Int
    /// Open cases by present phase.
    public let openByPhase: [String: Int]
    /// By present place.
    public let byPlace: [String: Count]
    /// By present line.
    public let byLine: [String: Count]
    /// By present worker.
    public let byWorker: [String: Count]
    /// Open cases opened for a minor.
    public let openMinors: Int
    /// Open cases of minors whose situation is complex because they are foreign citizens.
    public let openComplexMinors: Int
    /// Days in each phase, in the plan's order.
    public let phaseTimes: [PhaseTime]
    /// The number of all open cases without recent activity, if the question asks for those of some places.
    public let silentCount: Int?
    /// Open cases without recent activity, the longest silent first.
    public let silent: [SilentCase]
    /// The number of days after which a case is silent.
    public let silentCaseDays: Int
    /// The changes between the requested days.
    public let flow: Flow
    /// Names to display.
    public let names: Names

    /// Names of phases and places by id, in Italian.
    public struct Names: Described, Hashable {
        /// Names of phases.
        public let phases: [String: String]
        /// Names of places.
        public let places: [String: String]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .phases: .by(id: .phase, .text), .places: .by(id: .place, .text),
        ]).all
    }

    /// Answers from the present office. Refuses names that the office does not know, and any question before a plan is adopted.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        guard let plan = office.plan else { throw .noPlan }
        let selection = try Selection(office, question)
        let last = question.lastDay
        let today = question.lastDay(of: office)
        var byPhase: [Symbol: Int] = [:]
        var byPlace: [Symbol: Count] = [:]
        var byLine: [Symbol: Count] = [:]
        var byWorker: [Ref<Worker>: Count] = [:]
        var minors = 0
        var complexMinors = 0
        var stays: [Symbol: (count: Int, days: Int)] = [:]
        office.caseload.forEachGroup(on: last) { group, counts in
            guard selection.admits(group) else { return }
            byPlace[group.place, default: Count()].add(counts)
            byLine[group.line, default: Count()].add(counts)
            byWorker[group.worker, default: Count()].add(counts)
            minors += Int(counts.minors)
            complexMinors += Int(counts.complexMinors)
        }
        office.caseload.forEachPhase(on: last) { group, phase, counts in
            guard selection.admits(group) else { return }
            let sum = stays[phase, default: (0, 0)]
            stays[phase] = (sum.count + Int(counts.stays), sum.days + counts.days(upTo: today))
            if counts.open > 0 { byPhase[phase, default: 0] += Int(counts.open) }
        }
        let silent = SilentCases(office, selection, on: last, today: today, days: plan.limits.silentCaseDays)
        basis = Basis(office, question)
        position = office.position
        open = byPhase.values.reduce(0, +)
        closed = byPlace.values.reduce(0) { $0 + $1.closed }
        openByPhase = office.named(byPhase)
        self.byPlace = office.named(byPlace)
        self.byLine = office.named(byLine)
        self.byWorker = Dictionary(uniqueKeysWithValues: byWorker.map { (office.workers.id($0), $1) })
        openMinors = minors
        openComplexMinors = complexMinors
        let inPlan = plan.phases.compactMap { office.symbols.find($0.id.text) }
        let dropped = stays.keys.filter { !inPlan.contains($0) }.sorted { office.symbols[$0] < office.symbols[$1] }
        phaseTimes = (inPlan + dropped).compactMap { phase in
            stays[phase].map { PhaseTime(phase: office.symbols[phase], stays: $0.count, days: $0.days) }
        }
        silentCount = question.count(ofAll: silent.count)
        self.silent = silent.rows(question.places(among: silent.count))
        silentCaseDays = plan.limits.silentCaseDays
        flow = Flow(office, selection, question)
        names = Names(
            phases: Dictionary(plan.phases.map { ($0.id.text, $0.title.it.text) }) { first, _ in first },
            places: Compliance.Names(plan).places)
    }
}

extension Caseload.Count {
    fileprivate mutating func add(_ counts: CaseCounts) {
        open += Int(counts.open)
        closed += Int(counts.closed)
    }
}

extension Caseload.Flow {
    fileprivate init(_ office: Office, _ selection: Selection, _ question: Question) {
        let last = question.lastDay
        guard let from = question.from, from > .earliest else {
            office.caseload.forEachGroup(on: last) { group, counts in
                if selection.admits(group) { add(counts, 1) }
            }
            return
        }
        guard from <= last else { return }
        guard question.isOfAllCases else {
            count(casesOf: selection, office, question)
            return
        }
        office.caseload.forEachGroup(on: last) { add($1, 1) }
        office.caseload.forEachGroup(on: from.adding(-1)) { add($1, -1) }
    }

    private mutating func add(_ counts: CaseCounts, _ sign: Int) {
        opened += sign * Int(counts.open + counts.closed)
        closed += sign * Int(counts.closings)
        reopened += sign * Int(counts.reopenings)
    }

    /// Looks at the steps of the cases with changes since the first day. They are selected by where they belong on the last day,
    /// but their changes may have happened elsewhere; the sums do not have the two together.
    private mutating func count(casesOf selection: Selection, _ office: Office, _ question: Question) {
        let last = question.lastDay
        office.cases.forEach { ref, row in
            guard row.on <= last, !row.isVoided else { return }
            let now = office.caseload.standing(of: ref)
            guard now.lastDay >= question.window.from, now.lastDay > last || selection.admits(now.group) else { return }
            let steps = office.steps(of: ref, upTo: last)
            guard selection.admits(CaseStanding(office.state(of: ref, after: steps[...])).group) else { return }
            count(row, steps, question)
        }
    }

    private mutating func count(_ row: Case, _ steps: [CaseStep], _ question: Question) {
        if question.window.contains(row.on) { opened += 1 }
        for step in steps where question.window.contains(step.on) {
            switch step.action {
            case .close: closed += 1
            case .reopen: reopened += 1
            case .phase, .assign, .transfer, .addMember, .removeMember, .refer, .closeReferral, .note, .measure,
                .endMeasure:
                continue
            }
        }
    }
}

extension Question {
    /// Whether it selects no cases by where they belong.
    fileprivate var isOfAllCases: Bool { line == nil && place == nil && worker == nil }
}

extension Question {
    /// The day up to which unfinished stays are counted: the last requested day or, without one, the day of the last recording.
    func lastDay(of office: Office) -> Day { on == nil && to == nil ? EuropeRome.day(of: office.time) : lastDay }
}

extension Office {
    /// Counts with the words themselves as keys.
    func named<Value>(_ counts: [Symbol: Value]) -> [String: Value] {
        Dictionary(uniqueKeysWithValues: counts.map { (symbols[$0], $1) })
    }
}

// MARK: - Figures

extension Caseload: CountedView {
    static let measures = [Measure(name: "cases", unit: .count)]
    static let facets: [FacetName] = [.state, .place, .line, .worker, .phase]
    static let states = ["open", "closed"]
    static let shapes: [[FacetName]] = [[.state], [.state, .place], [.phase]]
    static let isOfOneDay = true

    static func facts(_ office: Office, _ question: Question, _ plan: Plan) -> [Fact] { office.caseFacts(question) }
}
