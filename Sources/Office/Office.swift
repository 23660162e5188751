public import CivilTime

/// The state of the office: a value, made by applying the log's events one after another to the empty office.
///
/// Copies are cheap and share their structure, so the office of an earlier position is just another value. `decide` and `apply`
/// are pure; the target `Views` computes an office's answers.
public struct Office: Sendable, Equatable {
    /// The position of the last event applied, or -1.
    public internal(set) var position = -1
    /// When the last event was recorded.
    public internal(set) var time = Instant.epoch
    /// The office's id, once the log's first event was applied.
    public internal(set) var identity: String?
    /// Whether the log is a simulation.
    public internal(set) var isSimulated = false { didSet { changes.note(.project) } }
    /// The time that the machine's clock showed when an admin last confirmed it; nil if none ever did.
    public internal(set) var confirmedClock: Instant?

    // Project
    /// The plan in force.
    public internal(set) var plan: Plan? { didSet { changes.note(.project) } }
    package internal(set) var suspensions: [Suspension] = [] { didSet { changes.note(.project) } }
    package internal(set) var statusExtensions: [StatusExtension] = [] { didSet { changes.note(.project) } }
    package internal(set) var finalPayments: [FinalPayment] = [] { didSet { changes.note(.project) } }
    package internal(set) var proceedings: [Proceeding] = [] { didSet { changes.note(.project) } }

    // Work
    package internal(set) var workers = Register<Worker>() { didSet { changes.note(.workers) } }
    package internal(set) var terms = Table<WorkerTerms>() { didSet { changes.note(.workers) } }
    package internal(set) var rates = Table<Rate>() { didSet { changes.note(.workers) } }
    package internal(set) var absences = Table<Absence>() { didSet { changes.note(.workers) } }
    package internal(set) var hours = HoursBook() { didSet { changes.note(.hours) } }

    // People and what is done for them
    package internal(set) var people = Register<Person>() { didSet { changes.note(.people) } }
    package internal(set) var evidence = Table<Evidence>() { didSet { changes.note(.people) } }
    package internal(set) var decisions = Table<EligibilityDecision>() { didSet { changes.note(.people) } }
    package internal(set) var links = LinkBook() { didSet { changes.note(.people) } }
    // These change only together with a part that is noted: what follows from services, decisions, links and the plan.
    /// The chains of services to each id.
    var personServices = Table<PersonService>()
    /// The ends of these chains.
    var servicesOfPersons = ChainEnds<Person, PersonService>()
    /// How many persons are counted for what.
    package internal(set) var served = ServedPersons()
    /// The streams, other than persons', whose sealed fields were destroyed.
    package internal(set) var erasedStreams: Set<String> = [] { didSet { changes.note(.people) } }
    /// Contacts, cases, mediations, orientations and activities share one space of ids.
    package internal(set) var serviceRecords = Register<ServiceRecord>()
    package internal(set) var contacts = Table<Contact>() { didSet { changes.note(.contacts) } }
    package internal(set) var cases = Table<Case>() { didSet { changes.note(.cases) } }
    package internal(set) var caseSteps = Table<CaseStep>() { didSet { changes.note(.cases) } }
    package internal(set) var caseload = CaseloadSums() { didSet { changes.note(.cases) } }
    package internal(set) var memberships = Table<Membership>() { didSet { changes.note(.cases) } }
    /// The ends of the chains of cases that came from one contact.
    var casesOfContacts = ChainEnds<ServiceRecord, Case>() { didSet { changes.note(.cases) } }
    package internal(set) var mediations = Table<Mediation>() { didSet { changes.note(.mediations) } }
    /// The ends of the chains of requests for one case.
    var mediationsOfCases = ChainEnds<Case, Mediation>() { didSet { changes.note(.mediations) } }
    package internal(set) var mediationSteps = Table<MediationStep>() { didSet { changes.note(.mediations) } }
    package internal(set) var deliveryDays = DeliveryDays() { didSet { changes.note(.mediations) } }
    package internal(set) var orientations = Table<Orientation>() { didSet { changes.note(.orientations) } }
    package internal(set) var activities = Table<Activity>() { didSet { changes.note(.activities) } }

    // Reports to the fund, and auditors' findings
    /// Reports, claims and findings.
    public internal(set) var reports = ReportBook() { didSet { changes.note(.reports) } }

    // Shared by all of them
    package internal(set) var symbols = Symbols()
    package internal(set) var lists = Lists()
    package internal(set) var records = PersistentArray<Record>()

    /// When each of its parts changed last.
    var changes = PartChanges()

    /// The office of an empty log.
    public init() {}
}

extension Office {
    /// Calls `body` with the words of a list.
    package func forEachSymbol(of list: ListRef, _ body: (Symbol) -> Void) {
        lists.forEach(list, of: SymbolRow.self, body)
    }

    /// The word's number if the log ever used it.
    func symbol(_ id: ID) -> Symbol? { symbols.find(id.text) }
}
