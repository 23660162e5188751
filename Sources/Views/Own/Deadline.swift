import CivilTime
import Office

/// A day by which something has to be done.
public struct Deadline: Described, Hashable {
    /// A word of ``DeadlineKind``.
    public let kind: String
    /// The id of the person, the measure, the report, the line, the suspension or the office; the quarter without a report; the
    /// month.
    public let about: String
    /// The case, for residence and measures.
    public let `case`: String?
    /// The worker, for a month that is over.
    public let worker: String?
    /// The day.
    public let day: String
    /// Days that are left; negative if it is overdue.
    public let daysLeft: Int

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .day: .day, .daysLeft: .days, .kind: .code, .about: .id(of: nil), .case: .id(of: .case).optional,
        .worker: .id(of: .worker).optional,
    ]).all
}

/// What falls due.
package enum DeadlineKind: String, CaseIterable {
    /// The last day of the papers of a person of an open case.
    case residence
    /// The deadline of a judicial measure.
    case measure
    /// The day after a quarter without a quarterly report, or the day of a report that was opened again.
    case report
    /// The day after a month that is to be declared complete.
    case completion
    /// The day after a month that is complete and not signed.
    case signature
    /// The day after a month that waits for an approval.
    case approval
    /// The last day of a suspension.
    case suspension
    /// The last day of a line.
    case lineEnd = "line-end"
    /// The last day of the project.
    case projectEnd = "project-end"
}

/// What falls due up to a day, or is overdue, as an office is on another day.
struct Deadlines {
    private let office: Office
    private let day: Day
    private let until: Day
    private var found: [Deadline] = []

    /// Nothing yet; the days that are left are counted from `day`.
    init(_ office: Office, on day: Day, until: Day) {
        self.office = office
        self.day = day
        self.until = until
    }

    /// What was collected, by day.
    var rows: [Deadline] {
        found.sorted {
            ($0.day, $0.kind, $0.about, $0.worker ?? "") < ($1.day, $1.kind, $1.about, $1.worker ?? "")
        }
    }

    /// Collects papers and judicial measures of open cases.
    mutating func collectCases() {
        // Asked of `self`, the office would be copied whole each time, since `self` changes meanwhile.
        let office = office
        var seen = Set<Ref<Person>>()
        let stepsByCase = StepsByCase(office, upTo: day)
        for index in 0..<office.cases.count {
            let ref = Ref<Case>(index)
            let row = office.cases[ref]
            guard row.on <= day, !row.isVoided else { continue }
            let steps = stepsByCase[ref]
            let state = office.state(of: ref, after: steps)
            guard state.isOpen else { continue }
            let id = office.serviceRecords.id(row.serviceRecord)
            for person in [row.person] + state.members where seen.insert(person).inserted {
                let linked = office.links.everyone(linkedWith: person)
                guard !office.people[person].isErased, case .valid(let last?) = office.residence(of: linked, on: day)
                else { continue }
                add(.residence, office.people.id(person), case: id, by: last)
            }
            for step in steps {
                guard case .measure(let measure, _, let deadline?) = step.action, state.openMeasures.contains(measure)
                else { continue }
                add(.measure, office.symbols[measure], case: id, by: deadline)
            }
        }
    }

    /// Collects reports of quarters of the plan, and those that were opened again.
    mutating func collectReports() {
        for report in office.reports.reports where report.isReopened { add(.report, report.id.text, by: day) }
        guard let period = office.plan?.period else { return }
        var quarter = Quarter(min(day, period.to))
        // Of the quarters that are over, only the last: earlier ones that nobody reported were not asked for.
        if quarter.lastDay >= day { quarter = quarter.previous }
        while quarter.lastDay < until, quarter.firstDay <= period.to {
            if quarter.lastDay >= period.from, !isReported(quarter) {
                add(.report, quarter.description, by: quarter.lastDay.adding(1))
            }
            quarter = quarter.lastDay.adding(1).quarter
        }
    }

    private func isReported(_ quarter: Quarter) -> Bool {
        office.reports.reports.contains {
            $0.kind == .quarterly && $0.from <= quarter.lastDay && quarter.lastDay <= $0.to
        }
    }

    /// Collects the months of workers that are over and not approved, and without a worker those of the plan that will be over.
    mutating func collectMonths(_ months: WorkedMonths) {
        for key in months.keys {
            let sheet = office.hours.sheet(key.worker, key.month)
            let kind: DeadlineKind
            switch sheet.state {
            case .open: kind = .completion
            case .completed: kind = .signature
            case .signed: kind = .approval
            case .approved:
                guard sheet.isPending else { continue }
                kind = .approval
            }
            add(
                kind, key.month.description, worker: office.workers.id(key.worker), by: key.month.lastDay.adding(1))
        }
        guard let period = office.plan?.period else { return }
        var month = max(day, period.from).month
        while month.lastDay < until, month.firstDay <= period.to {
            add(.completion, month.description, by: month.lastDay.adding(1))
            month = month.lastDay.adding(1).month
        }
    }

    /// Collects the last days of the plan: of the project, its lines, and suspensions.
    mutating func collectTerms() {
        guard let plan = office.plan else { return }
        if day <= plan.period.to { add(.projectEnd, plan.office.text, by: plan.period.to) }
        for line in plan.lines where day <= line.window.to { add(.lineEnd, line.id.text, by: line.window.to) }
        for suspension in office.suspensions {
            if let last = suspension.to, day <= last { add(.suspension, suspension.id.text, by: last) }
        }
    }

    private mutating func add(
        _ kind: DeadlineKind, _ subject: String, case: String? = nil, worker: String? = nil, by due: Day
    ) {
        guard due <= until else { return }
        found.append(
            Deadline(
                kind: kind.rawValue, about: subject, case: `case`, worker: worker, day: due.description,
                daysLeft: due.days(since: day)))
    }
}
