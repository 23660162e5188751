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

    /// A day by which something has to be done.
    public struct Deadline: Described, Hashable {
        /// `residence`: the last day of the papers of a person of an open case. `measure`: the deadline of a judicial measure.
        /// `report`: the day after a quarter without a quarterly report, or the day of a report that was opened again.
        public let kind: String
        /// The id of the person, the measure or the report; the quarter without one.
        public let about: String
        /// The case, for residence and measures.
        public let `case`: String?
        /// The day.
        public let day: String
        /// Days that are left; negative if it is overdue.
        public let daysLeft: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .day: .day, .daysLeft: .days, .kind: .code, .about: .id(of: nil), .case: .id(of: .case).optional,
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
    private(set) var waitingRequests: [DaySummary.WaitingRequest] = []
    private(set) var placesBehind: [DaySummary.PlaceBehind] = []
    private(set) var fallingDue: [DaySummary.Deadline] = []
    private(set) var openFindings: [DaySummary.OpenFinding] = []

    /// Nothing.
    init() {}

    init(_ office: Office, _ day: Day, _ months: WorkedMonths) throws(Refusal) {
        monthsBehind = months.keys.compactMap { key in
            let sheet = office.hours.sheet(key.worker, key.month)
            guard sheet.state != .approved || sheet.isPending else { return nil }
            return .init(
                month: key.month.description, worker: office.workers.id(key.worker), state: sheet.state.rawValue,
                pending: sheet.isPending)
        }
        collectRequests(office, day)
        if office.plan != nil {
            placesBehind = try Compliance(office, Question(on: day)).rows.compactMap { row in
                guard let balance = row.balance, balance < 0 else { return nil }
                return .init(
                    line: row.line, place: row.place, balance: balance, missing: row.forecast?.missing,
                    weeklyMinutesNeeded: row.forecast?.weeklyMinutesNeeded)
            }
        }
        collectCaseDeadlines(office, day)
        collectReports(office, day)
        fallingDue.sort { ($0.day, $0.kind, $0.about) < ($1.day, $1.kind, $1.about) }
        openFindings = office.reports.findings.reversed().compactMap { finding in
            let last = finding.report.flatMap { office.reports.report($0) }?.submissions.last?.position
            guard finding.on <= day, last.map({ $0 < finding.position }) ?? true else { return nil }
            return .init(
                finding: finding.id.text, severity: finding.severity.rawValue, on: finding.on.description,
                report: finding.report?.text)
        }
    }

    private mutating func collectRequests(_ office: Office, _ day: Day) {
        office.mediations.forEach { ref, row in
            guard row.on <= day else { return }
            let state = office.state(of: ref, upTo: day)
            guard state.deliveries == 0, state.stage != .cancelled else { return }
            waitingRequests.append(
                .init(
                    mediation: office.serviceRecords.id(row.serviceRecord), language: office.symbols[row.language],
                    place: office.symbols[row.place], state: state.stage.rawValue,
                    worker: state.mediator.map { office.workers.id($0) }, since: row.on.description,
                    days: day.days(since: row.on)))
        }
        waitingRequests.sort { ($1.days, $0.mediation) < ($0.days, $1.mediation) }
    }

    private mutating func collectCaseDeadlines(_ office: Office, _ day: Day) {
        var seen = Set<Ref<Person>>()
        office.cases.forEach { ref, row in
            guard row.on <= day, !row.isVoided else { return }
            let steps = office.steps(of: ref, upTo: day)
            let state = office.state(of: ref, after: steps[...])
            guard state.isOpen else { return }
            let id = office.serviceRecords.id(row.serviceRecord)
            for person in [row.person] + state.members where seen.insert(person).inserted {
                let linked = office.links.everyone(linkedWith: person)
                guard !office.people[person].isErased, case .valid(let until?) = office.residence(of: linked, on: day)
                else { continue }
                add("residence", office.people.id(person), case: id, by: until, day)
            }
            for step in steps {
                guard case .measure(let measure, _, let deadline?) = step.action, state.openMeasures.contains(measure)
                else { continue }
                add("measure", office.symbols[measure], case: id, by: deadline, day)
            }
        }
    }

    private mutating func collectReports(_ office: Office, _ day: Day) {
        for report in office.reports.reports where report.isReopened {
            add("report", report.id.text, case: nil, by: day, day)
        }
        guard let period = office.plan?.period else { return }
        var quarter = Quarter(min(day, period.to))
        // Only the last quarter that is over: earlier ones that nobody reported were not asked for.
        if quarter.lastDay >= day { quarter = quarter.previous }
        guard quarter.lastDay >= period.from else { return }
        let isReported = office.reports.reports.contains {
            $0.kind == .quarterly && $0.from <= quarter.lastDay && quarter.lastDay <= $0.to
        }
        if !isReported { add("report", quarter.description, case: nil, by: quarter.lastDay.adding(1), day) }
    }

    private mutating func add(_ kind: String, _ subject: String, case: String?, by due: Day, _ day: Day) {
        guard due.days(since: day) <= Self.daysAhead else { return }
        fallingDue.append(
            .init(
                kind: kind, about: subject, case: `case`, day: due.description, daysLeft: due.days(since: day)))
    }
}
