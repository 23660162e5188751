import Office

/// What one event gives to a figure: the smallest thing that the views count.
///
/// Figures are sums of facts, so that each can be taken apart again: `explain` lists the facts behind a figure, `diff`
/// those by which two figures differ. The views count by themselves, faster; tests hold the two against each other.
struct Fact {
    /// What is counted: `delivered`, `personsServed`.
    let measure: String
    /// How much.
    let amount: Int
    /// The event that says so.
    let position: Int
    /// What the event is about: whatever else happens to it may change the fact.
    let subject: Subject
    /// In which rows it counts.
    var facets: [Facet]

    /// What facts are about.
    enum Subject: Hashable {
        case entry(Ref<Entry>)
        /// An entry as it is charged: what it costs depends on rates, whether it may be claimed on approvals.
        case charge(Ref<Entry>)
        case person(Ref<Person>)
        case `case`(Ref<Case>)
        case mediation(Ref<Mediation>)
        /// One of the others with an id: a contact, an orientation, an activity.
        case serviceRecord(Ref<ServiceRecord>)
        case month(WorkerKey)
        case worker(Ref<Worker>)
        case project
    }

    func has(_ facet: Facet) -> Bool { facets.contains(facet) }
}

/// A row or column in which something counts.
struct Facet: Hashable, Comparable {
    let name: FacetName
    let value: String

    static func < (a: Facet, b: Facet) -> Bool { (a.name.rawValue, a.value) < (b.name.rawValue, b.value) }
}

/// By what figures are told apart. The names are those of a question's parameters.
public enum FacetName: String, Sendable, Hashable, CaseIterable {
    /// A budget line of the plan.
    case line
    /// A place of the plan.
    case place
    /// A worker.
    case worker
    /// An ISO week, `2019-W45`.
    case week
    /// A month, `2019-11`.
    case month
    /// A phase of a case.
    case phase
    /// A state: of a case `open`·`closed`, of a request its last step, of an entry its approval.
    case state
    /// A kind of measure of the plan.
    case measure
    /// A quarter, `2019-Q4`.
    case quarter
    /// An age band, `18–24`.
    case age
    /// `F`, `M`, `X` or `unknown`.
    case sex
    /// A nationality's code.
    case nationality
    /// A language's code.
    case language
    /// Where mediation was asked for.
    case setting
    /// The contact, case, mediation, orientation or activity that hours are about.
    case serviceRecord = "thing"
}

/// The views whose figures can be taken apart.
enum Countable: String, CaseIterable {
    case compliance, timesheets, caseload, mediations, indicators, costs, reconciliation

    /// By what its figures are told apart.
    var facets: [FacetName] {
        switch self {
        case .compliance: [.line, .place, .week, .month, .worker]
        case .timesheets: [.worker, .month]
        case .caseload: [.state, .place, .line, .worker, .phase]
        case .mediations: [.place, .month, .state, .setting, .language]
        case .indicators: [.line, .place, .measure, .quarter, .age, .sex, .nationality]
        case .costs: [.worker, .line, .month, .state, .place]
        case .reconciliation: [.serviceRecord, .worker]
        }
    }

    /// The states by which its figures are told apart; none where they are not.
    var states: [String] {
        switch self {
        case .caseload: ["open", "closed"]
        case .mediations: MediationState.Stage.allCases.map(\.rawValue)
        case .costs: Charge.State.allCases.map(\.rawValue)
        case .compliance, .timesheets, .indicators, .reconciliation: []
        }
    }

    /// The measure that is meant where none is named.
    var firstMeasure: String { measures[0] }

    /// What can be explained by its events: minutes and persons, and costs in 103,200ths of a cent, in which they are exact.
    var measures: [String] {
        switch self {
        case .compliance: ["delivered"]
        case .timesheets: ["minutes", "projectMinutes"]
        case .caseload: ["cases"]
        case .mediations:
            ["requests", "askedMinutes", "authorisedMinutes", "deliveredMinutes", "missed", "missedMinutes"]
        case .indicators: ["personsServed"]
        case .costs: ["minutes", "centFractions"]
        case .reconciliation: ["logged", "recorded"]
        }
    }

    /// All facts of the view, in no particular order.
    func facts(_ office: Office, _ question: Question) throws(Refusal) -> [Fact] {
        guard let plan = office.plan else { throw .noPlan }
        switch self {
        case .compliance: return office.deliveredFacts(question, plan) + office.owedFacts(question, plan)
        case .timesheets: return office.timesheetFacts(question)
        case .caseload: return office.caseFacts(question)
        case .mediations: return office.mediationFacts(question)
        case .indicators: return PersonFacts(office, plan, question).facts
        case .costs: return try office.costFacts(question)
        case .reconciliation: return try office.reconciliationFacts(question)
        }
    }
}
