import CivilTime
public import Office

/// All workers' months, with their minutes and the state of their declarations.
public struct Timesheets: View {
    /// The view's name.
    public static let name = "timesheets"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .workers, .hours]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days + [.worker, .month]

    /// One worker's month.
    public struct Row: Described, Hashable {
        /// The worker's id.
        public let worker: String
        /// The month, as `2019-06`.
        public let month: String
        /// Net minutes of all entries.
        public let minutes: Int
        /// Net minutes on project funds.
        public let projectMinutes: Int
        /// `open`, `completed`, `signed` or `approved`.
        public let state: String
        /// Whether anything recorded after the signature has not been approved.
        public let pending: Bool
        /// Days of whole-day absences in the month.
        public let absentDays: Int
        /// The approver, while the month is approved.
        public let approvedBy: String?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .worker: .id(of: .worker), .month: .month, .minutes: .minutes, .projectMinutes: .minutes,
            .absentDays: .days, .state: .code, .pending: .yesNo, .approvedBy: .id(of: .worker).optional,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([.basis: .basis, .position: .position, .rows: .rows(Row.self)]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// By worker and month.
    public let rows: [Row]

    /// Answers from the present office. Refuses a worker whom the office does not know.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        let selection = try Selection(office, question)
        basis = Basis(office, question)
        position = office.position
        guard let window = selection.days else {
            rows = []
            return
        }
        var minutes: [WorkerKey: WorkedMinutes] = [:]
        let projectFunds = office.hours.projectFunds
        office.hours.entries.forEach { _, entry in
            guard selection.admits(entry.worker, on: entry.on) else { return }
            let isProject = projectFunds.contains(entry.fund)
            minutes[WorkerKey(entry.worker, entry.on.month), default: WorkedMinutes()].add(entry, isProject)
        }
        var absent: [WorkerKey: Set<Day>] = [:]
        office.absences.forEach { _, absence in
            guard !absence.isVoided, absence.minutes == nil, selection.admits(worker: absence.worker),
                let days = Plan.Period(from: absence.from, to: absence.to).intersection(window)
            else { return }
            for day in days.from.through(days.to) {
                absent[WorkerKey(absence.worker, day.month), default: []].insert(day)
            }
        }
        var keys = Set(minutes.keys)
        for key in office.hours.declaredMonths
        where key.month.firstDay <= window.to && window.from <= key.month.lastDay
            && selection.admits(worker: key.worker)
        {
            keys.insert(key)
        }
        let named = keys.map { (worker: office.workers.id($0.worker), key: $0) }
        rows = named.sorted { ($0.worker, $0.key.number) < ($1.worker, $1.key.number) }.map { worker, key in
            let sheet = office.hours.sheet(key.worker, key.month)
            return Row(
                worker: worker, month: key.month.description, minutes: minutes[key]?.all ?? 0,
                projectMinutes: minutes[key]?.project ?? 0, state: sheet.state.rawValue, pending: sheet.isPending,
                absentDays: absent[key]?.count ?? 0,
                approvedBy: sheet.state == .approved ? sheet.approver.map { office.workers.id($0) } : nil)
        }
    }
}

/// The minutes of a worker's month.
private struct WorkedMinutes {
    private(set) var all = 0
    private(set) var project = 0

    mutating func add(_ entry: Entry, _ isProject: Bool) {
        all += Int(entry.minutes)
        if isProject { project += Int(entry.minutes) }
    }
}

// MARK: - Figures

extension Timesheets: CountedView {
    static let measures = [
        Measure(name: "minutes", unit: .minutes), Measure(name: "projectMinutes", unit: .minutes),
    ]
    static let facets: [FacetName] = [.worker, .month]
    static let shapes: [[FacetName]] = [[.worker, .month]]

    static func facts(_ office: Office, _ question: Question, _ plan: Plan) -> [Fact] {
        office.timesheetFacts(question)
    }
}
