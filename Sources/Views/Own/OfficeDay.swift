import CivilTime
import Office

extension DaySummary {
    /// A past month of a worker that is not approved.
    public struct MonthBehind: Described, Hashable {
        /// The month.
        public let month: String
        /// The worker's id.
        public let worker: String
        /// `open`, `completed`, `signed` or `approved`.
        public let state: String
        /// Whether something was recorded after the signature and needs a new approval.
        public let pending: Bool

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .month: .month, .worker: .id(of: .worker), .state: .code, .pending: .yesNo,
        ]).all
    }

    /// A request for mediation without any delivery.
    public struct WaitingRequest: Described, Hashable {
        /// The mediation's id.
        public let mediation: String
        /// The language.
        public let language: String
        /// Its place.
        public let place: String
        /// `requested`, `authorised`, `assigned` or `missed`.
        public let state: String
        /// The mediator assigned, if there is one.
        public let worker: String?
        /// The day of the request.
        public let since: String
        /// Days of waiting.
        public let days: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .mediation: .id(of: .mediation), .language: .code, .place: .id(of: .place), .state: .code,
            .worker: .id(of: .worker).optional, .since: .day, .days: .days,
        ]).all
    }

    /// A line at a place with fewer minutes delivered than owed up to the day.
    public struct PlaceBehind: Described, Hashable {
        /// The line's id.
        public let line: String
        /// The place's id.
        public let place: String
        /// Delivered minus owed.
        public let balance: Int
        /// Minutes still to be delivered to the end, if there is a forecast.
        public let missing: Int?
        /// Minutes per week that would meet the obligation; nil without a forecast, and if no day is left.
        public let weeklyMinutesNeeded: Int?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .line: .id(of: .line), .place: .id(of: .place), .balance: .minutes, .missing: .minutes.optional,
            .weeklyMinutesNeeded: .minutes.optional,
        ]).all
    }

    /// A finding that nothing has answered.
    public struct OpenFinding: Described, Hashable {
        /// The finding's id.
        public let finding: String
        /// The severity.
        public let severity: String
        /// The day of the finding.
        public let on: String
        /// The report that it is about, if it is about one.
        public let report: String?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .on: .day, .finding: .id(of: .finding), .severity: .code, .report: .id(of: .report).optional,
        ]).all
    }
}

/// What the office waits for on a day.
struct OfficeDay {
    /// The number of days ahead in which something falls due.
    private static let daysAhead = 30

    private(set) var monthsBehind: [DaySummary.MonthBehind] = []
    private(set) var waitingRequests = SelectedRows<DaySummary.WaitingRequest>([])
    private(set) var placesBehind: [DaySummary.PlaceBehind] = []
    private(set) var fallingDue: [Deadline] = []
    private(set) var openFindings: [DaySummary.OpenFinding] = []

    /// Nothing.
    init() {}

    init(_ office: Office, _ day: Day, _ months: WorkedMonths, _ question: Question) throws(Refusal) {
        monthsBehind = months.keys.compactMap { key in
            let sheet = office.hours.sheet(key.worker, key.month)
            guard sheet.state != .approved || sheet.isPending else { return nil }
            return .init(
                month: key.month.description, worker: office.workers.id(key.worker), state: sheet.state.rawValue,
                pending: sheet.isPending)
        }
        waitingRequests = office.waitingRequests(on: day, question)
        if office.plan != nil {
            placesBehind = try Compliance(office, Question(on: day)).rows.compactMap { row in
                guard let balance = row.balance, balance < 0 else { return nil }
                return .init(
                    line: row.line, place: row.place, balance: balance, missing: row.forecast?.missing,
                    weeklyMinutesNeeded: row.forecast?.weeklyMinutesNeeded)
            }
        }
        var deadlines = Deadlines(office, on: day, until: day.adding(Self.daysAhead))
        deadlines.collectCases()
        deadlines.collectReports()
        fallingDue = deadlines.rows
        openFindings = office.reports.findings.reversed().compactMap { finding in
            let last = finding.report.flatMap { office.reports.report($0) }?.submissions.last?.position
            guard finding.on <= day, last.map({ $0 < finding.position }) ?? true else { return nil }
            return .init(
                finding: finding.id.text, severity: finding.severity.rawValue, on: finding.on.description,
                report: finding.report?.text)
        }
    }
}

extension Office {
    /// Returns the requests for mediation without any delivery on a day, the longest waiting first; those that the question asks
    /// for are in order.
    func waitingRequests(on day: Day, _ question: Question) -> SelectedRows<DaySummary.WaitingRequest> {
        var waiting: [(ref: Ref<Mediation>, on: Day)] = []
        mediations.forEach { ref, row in
            guard row.on <= day, state(of: ref, upTo: day).waits else { return }
            waiting.append((ref, row.on))
        }
        return SelectedRows(waiting, in: question) { a, b in
            a.on == b.on ? id(of: a.ref) < id(of: b.ref) : a.on < b.on
        } _: {
            let (row, state) = (mediations[$0.ref], state(of: $0.ref, upTo: day))
            return .init(
                mediation: serviceRecords.id(row.serviceRecord), language: symbols[row.language],
                place: symbols[row.place], state: state.stage.rawValue, worker: state.mediator.map { workers.id($0) },
                since: row.on.description, days: day.days(since: row.on))
        }
    }
}
