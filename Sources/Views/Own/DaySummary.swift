import CivilTime
public import Office

/// One account's day: what its worker has recorded and what is missing and, for a coordinator, what the office waits for.
///
/// The day is the one on which the account asks, or `on`. With `worker`, it is the day of that worker instead of the account's.
/// The lists of a worker are empty if nobody has the account; those of the office are empty for other roles.
public struct DaySummary: View {
    /// The view's name.
    public static let name = "today"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = .everything
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.asOf, .on, .worker] + .places
    /// It answers each account differently.
    public static let dependsOnAsker = true

    /// What a worker has recorded in some days.
    public struct Recorded: Described, Hashable {
        /// Net minutes of hours.
        public internal(set) var minutes = 0
        /// Net minutes on project funds.
        public internal(set) var projectMinutes = 0
        /// Entries of hours.
        public internal(set) var entries = 0
        /// Services by kind: contacts, notes of cases, deliveries of mediation, orientations and activities.
        public internal(set) var services: [String: Int] = [:]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .minutes: .minutes, .projectMinutes: .minutes, .entries: .count, .services: .by(.code, .count),
        ]).all
    }

    /// A service of the worker for which the worker has logged no hours.
    public struct Service: Described, Hashable {
        /// `contact`, `case`, `mediation`, `orientation` or `activity`.
        public let kind: String
        /// The service record's id.
        public let about: String
        /// The day of the service.
        public let on: String
        /// Minutes that the record states.
        public let minutes: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .on: .day, .kind: .code, .about: .id(of: .serviceRecord), .minutes: .minutes,
        ]).all
    }

    /// A mediation that was delivered and not evaluated.
    public struct Delivery: Described, Hashable {
        /// The mediation's id.
        public let mediation: String
        /// Its place.
        public let place: String
        /// The day of the last delivery.
        public let on: String

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .on: .day, .mediation: .id(of: .mediation), .place: .id(of: .place),
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .actor: .value(.account), .day: .day,
        .worker: .id(of: .worker).optional, .coordinates: .yesNo, .onDay: .object(Recorded.self),
        .inMonth: .object(Recorded.self), .daysWithoutHours: .values(.day), .monthsToComplete: .values(.month),
        .monthsToSign: .values(.month), .monthsToApprove: .values(.month), .servicesWithoutHours: .rows(Service.self),
        .toEvaluate: .rows(Delivery.self), .openCases: .count, .silentCases: .rows(Caseload.SilentCase.self),
        .placesBehind: .rows(PlaceBehind.self), .waitingRequests: .rows(WaitingRequest.self),
        .fallingDue: .rows(Deadline.self), .openFindings: .rows(OpenFinding.self),
        .monthsBehind: .rows(MonthBehind.self), .rowCounts: .by(.code, .count).optional,
        .names: .object(Compliance.Names.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The account that asks.
    public let actor: String
    /// The day.
    public let day: String
    /// The worker whose day it is, if there is one.
    public let worker: String?
    /// Whether the account is a coordinator's, so that the answer has what the office waits for.
    public let coordinates: Bool
    /// What the worker has recorded for the day.
    public let onDay: Recorded
    /// What the worker has recorded for the month, up to the day.
    public let inMonth: Recorded
    /// Working days of the month before the day for which the worker has neither hours nor an absence.
    public let daysWithoutHours: [String]
    /// The worker's past months that have hours and are not completed.
    public let monthsToComplete: [String]
    /// The worker's months that are completed and not signed.
    public let monthsToSign: [String]
    /// The worker's months that are signed and wait for an approval.
    public let monthsToApprove: [String]
    /// The worker's services of this month and the one before for which no hours were logged, by day.
    public let servicesWithoutHours: [Service]
    /// The worker's mediations that were delivered and not evaluated, by day.
    public let toEvaluate: [Delivery]
    /// The worker's open cases.
    public let openCases: Int
    /// Those without recent activity, the longest silent first.
    public let silentCases: [Caseload.SilentCase]
    /// Past months of all workers that are not approved, by month and worker.
    public let monthsBehind: [MonthBehind]
    /// Requests for mediation without any delivery, the longest waiting first.
    public let waitingRequests: [WaitingRequest]
    /// Lines and places that are behind what they owe, in the plan's order.
    public let placesBehind: [PlaceBehind]
    /// What falls due within 30 days, or is overdue, by day.
    public let fallingDue: [Deadline]
    /// Auditors' findings, except those on a report that was submitted again since, the last first.
    public let openFindings: [OpenFinding]
    /// The number of all rows of each list of rows, by its name, if the question asks for those of some places.
    public let rowCounts: [String: Int]?
    /// Names to display.
    public let names: Compliance.Names

    /// Answers from the present office. Refuses a worker whom the office does not know.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        try question.checkNames(in: office)
        let day = question.on ?? question.asker.day(in: office)
        let own = question.worker.flatMap { office.workers.find($0.text) } ?? question.asker.worker(in: office, on: day)
        let months = WorkedMonths(office, before: day)
        basis = Basis(office, question)
        position = office.position
        actor = question.asker.account
        self.day = day.description
        worker = own.map { office.workers.id($0) }
        coordinates = question.asker.roles.contains(.coordinator)
        let work = own.map { WorkerDay(office, $0, day, months) }
        onDay = work?.onDay ?? Recorded()
        inMonth = work?.inMonth ?? Recorded()
        daysWithoutHours = work?.daysWithoutHours.map(\.description) ?? []
        monthsToComplete = work?.monthsToComplete ?? []
        monthsToSign = work?.monthsToSign ?? []
        monthsToApprove = work?.monthsToApprove ?? []
        openCases = work?.openCases ?? 0
        let waits = coordinates ? try OfficeDay(office, day, months, question) : OfficeDay()
        var parts = ListParts(question)
        servicesWithoutHours = parts.take(work?.servicesWithoutHours ?? [], as: CodingKeys.servicesWithoutHours)
        toEvaluate = parts.take(work?.toEvaluate ?? [], as: CodingKeys.toEvaluate)
        silentCases = parts.take(work?.silentCases ?? [], as: CodingKeys.silentCases)
        monthsBehind = parts.take(waits.monthsBehind, as: CodingKeys.monthsBehind)
        waitingRequests = parts.take(waits.waitingRequests, as: CodingKeys.waitingRequests)
        placesBehind = parts.take(waits.placesBehind, as: CodingKeys.placesBehind)
        fallingDue = parts.take(waits.fallingDue, as: CodingKeys.fallingDue)
        openFindings = parts.take(waits.openFindings, as: CodingKeys.openFindings)
        rowCounts = parts.rowCounts
        names = office.plan.map { Compliance.Names($0) } ?? Compliance.Names(lines: [:], places: [:])
    }
}

/// The months of workers that are over on a day, with hours or a declaration.
struct WorkedMonths {
    /// By month and worker id.
    let keys: [WorkerKey]

    init(_ office: Office, before day: Day) {
        var keys = Set<WorkerKey>()
        var last: WorkerKey?
        office.hours.entries.forEach { _, entry in
            // Entries of a month mostly follow each other.
            let key = WorkerKey(entry.worker, entry.on.month)
            guard key != last, entry.minutes > 0 else { return }
            last = key
            keys.insert(key)
        }
        keys.formUnion(office.hours.declaredMonths)
        self.keys = keys.filter { $0.month.lastDay < day }
            .sorted { ($0.number, office.workers.id($0.worker)) < ($1.number, office.workers.id($1.worker)) }
    }
}
