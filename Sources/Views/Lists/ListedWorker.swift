import CivilTime
public import Office

/// The list of workers, as they are employed on the requested day.
public typealias Workers = Listing<ListedWorker>

/// One worker, with terms, absences and rates over time.
public typealias WorkerFile = Shown<ListedWorker>

/// A worker on a day. Those employed are listed first, each group by id.
public struct ListedWorker: ListedRow {
    /// The list's name.
    public static let list = "workers"
    /// The words of the command.
    public static let listCommand = "worker list"
    /// The parts of the office on which the rows depend.
    public static let needs: OfficeParts = [.project, .workers, .today]
    /// The parameters that the list accepts.
    public static let filters: [Parameter] = .oneDay + [.state, .profession, .language, .supervisor]
    /// The states of workers.
    public static let words: [Parameter: [String]] = [.state: states]
    /// The states, in the order in which they are listed.
    static let states = ["employed", "expected", "left"]

    /// The worker's id.
    public let worker: String
    /// Whether the worker is `employed` on the day, `expected` later, or has `left`.
    public let state: String
    /// The profession.
    public let profession: String?
    /// The first day of employment.
    public let from: String
    /// The last day, if the worker has left or will leave.
    public let to: String?
    /// Minutes of work per week.
    public let weeklyMinutes: Int?
    /// The supervisor.
    public let supervisor: String?
    /// The languages in which a mediator works.
    public let languages: [String]
    /// The employer.
    public let employer: String?

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>(
        [
            .worker: .id(of: .worker), .state: .code, .profession: .code.optional, .from: .day, .to: .day.optional,
            .weeklyMinutes: .minutes.optional, .supervisor: .id(of: .worker).optional, .languages: .codes,
            .employer: .text.optional,
        ], essential: [.profession, .languages], minor: [.from, .employer]
    ).all

    /// Returns the workers that a question selects. Refuses a supervisor whom the office does not know.
    public static func select(_ office: Office, _ question: Question) throws(Refusal) -> SelectedRows<ListedWorker> {
        try question.checkNames(in: office)
        try question.checkState(among: states, of: list)
        let day = question.lastDay(of: office)
        var found: [ListedWorker] = []
        office.workers.forEach { ref, _ in
            let row = ListedWorker(ref, office, day)
            guard question.admits(facet: .state, row.state), question.admits(.profession, row.profession),
                question.facets[.language].map(row.languages.contains) ?? true,
                question.admits(.supervisor, row.supervisor)
            else { return }
            found.append(row)
        }
        return SelectedRows(found.sorted { ($0.state, $0.worker) < ($1.state, $1.worker) })
    }

    init(_ ref: Ref<Worker>, _ office: Office, _ day: Day) {
        let row = office.workers[ref]
        worker = office.workers.id(ref)
        state = day < row.from ? "expected" : office.workers[ref].left.map { $0 < day } ?? false ? "left" : "employed"
        let known = max(day, row.from)
        profession = office.term(of: ref, on: known) { $0.profession }?.rawValue
        from = row.from.description
        to = row.left?.description
        weeklyMinutes = office.term(of: ref, on: known) { $0.weeklyMinutes }.map(Int.init)
        supervisor = office.term(of: ref, on: known) { $0.supervisor }.map { office.workers.id($0) }
        languages = office.term(of: ref, on: known) { $0.languages }.map { office.words(of: $0) } ?? []
        employer = office.term(of: ref, on: known) { $0.employer }.map { office.symbols[$0] }
    }
}

extension ListedWorker: ShownRow {
    /// The name of the answer about one worker.
    public static let file = "worker"
    /// The words of its command.
    public static let fileCommand = "worker show"
    /// The parts of the office on which the details depend.
    public static let detailNeeds: OfficeParts = []
    /// The kind of record.
    public static let noun = Noun.worker
    /// The row is that of a day.
    public static let moments: [Parameter] = .oneDay

    /// The terms, absences and rates of a worker.
    public struct Detail: Described, Hashable {
        /// The terms over time, in the order of recording. Later recorded ones apply over earlier ones from their day on.
        public let terms: [Terms]
        /// The absences, in the order of recording.
        public let absences: [Timesheet.Absence]
        /// The annual costs over time, in the order of recording.
        public let rates: [Costs.UsedRate]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .terms: .rows(Terms.self), .absences: .rows(Timesheet.Absence.self), .rates: .rows(Costs.UsedRate.self),
        ]).all
    }

    /// The terms of an enrolment or a change; those that it does not give stay as they were.
    public struct Terms: Described, Hashable {
        /// The day from which they apply.
        public let from: String
        /// The profession.
        public let profession: String?
        /// The languages.
        public let languages: [String]?
        /// The employer.
        public let employer: String?
        /// Minutes of work per week.
        public let weeklyMinutes: Int?
        /// The account with which the worker signs.
        public let account: String?
        /// The supervisor.
        public let supervisor: String?
        /// The event's position in the log.
        public let event: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .from: .day, .profession: .code.optional, .weeklyMinutes: .minutes.optional,
            .supervisor: .id(of: .worker).optional, .languages: .codes.optional, .employer: .text.optional,
            .account: .value(.account).optional, .event: .position,
        ]).all

        fileprivate init(_ row: WorkerTerms, _ office: Office) {
            from = row.from.description
            profession = row.profession?.rawValue
            languages = row.languages.map { office.words(of: $0) }
            employer = row.employer.map { office.symbols[$0] }
            weeklyMinutes = row.weeklyMinutes.map(Int.init)
            account = row.account.map { office.symbols[$0] }
            supervisor = row.supervisor.map { office.workers.id($0) }
            event = Int(row.position)
        }
    }

    /// Returns a worker with all terms, absences and rates that were not voided.
    public static func find(
        _ id: ID, _ office: Office, _ question: Question, _ past: any Past
    ) -> (row: ListedWorker, detail: Detail)? {
        guard let ref = office.workers.find(id.text) else { return nil }
        let worker = office.workers[ref]
        let terms = office.terms.chain(from: worker.lastTerms).map { Terms($0, office) }
        let absences = office.absences.chain(from: worker.lastAbsence).filter { !$0.isVoided }
            .map(\.listed)
        let rates = office.rates.chain(from: worker.lastRate).filter { !$0.isVoided }
            .map { Costs.UsedRate($0, office) }
        return (
            ListedWorker(ref, office, question.lastDay(of: office)),
            Detail(terms: terms.reversed(), absences: absences.reversed(), rates: rates.reversed())
        )
    }
}
