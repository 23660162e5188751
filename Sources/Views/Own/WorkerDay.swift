import CivilTime
import Office

/// What a worker has recorded up to a day, and what is missing.
struct WorkerDay {
    private let office: Office
    private let worker: Ref<Worker>
    private let day: Day
    private let keys: [WorkerKey]
    private(set) var onDay = DaySummary.Recorded()
    private(set) var inMonth = DaySummary.Recorded()
    private(set) var daysWithoutHours: [Day] = []
    private(set) var servicesWithoutHours: [DaySummary.Service] = []
    private(set) var toEvaluate: [DaySummary.Delivery] = []
    private(set) var openCases = 0
    private(set) var silentCases: [Caseload.SilentCase] = []

    init(_ office: Office, _ worker: Ref<Worker>, _ day: Day, _ months: WorkedMonths) {
        self.office = office
        self.worker = worker
        self.day = day
        keys = months.keys.filter { $0.worker == worker }
        collectHours()
        collectServices()
        collectCases()
    }

    /// Past months with hours that are not completed.
    var monthsToComplete: [String] { months { state, _ in state == "open" } }

    /// Completed months that are not signed.
    var monthsToSign: [String] { months { state, _ in state == "completed" } }

    /// Signed months that wait for an approval.
    var monthsToApprove: [String] { months { state, pending in state == "signed" || state == "approved" && pending } }

    private func months(_ isMeant: (_ state: String, _ pending: Bool) -> Bool) -> [String] {
        keys.filter { key in
            let sheet = office.hours.sheet(key.worker, key.month)
            return isMeant(sheet.state.rawValue, sheet.isPending)
        }.map(\.month.description)
    }

    private mutating func collectHours() {
        for each in day.month.firstDay.through(day) {
            var minutes = 0
            office.hours.forEachEntry(of: worker, on: each) { _, entry in
                guard entry.minutes > 0 else { return }
                let project = office.hours.projectFunds.contains(entry.fund) ? Int(entry.minutes) : 0
                minutes += Int(entry.minutes)
                inMonth.add(minutes: Int(entry.minutes), project: project)
                if each == day { onDay.add(minutes: Int(entry.minutes), project: project) }
            }
            if minutes == 0, each < day, each.weekday <= 5, !Holidays.isNational(each), office.works(worker, on: each),
                office.wholeDayAbsence(of: worker, on: each) == nil
            {
                daysWithoutHours.append(each)
            }
        }
    }

    private mutating func collectServices() {
        var logged = Set<Ref<ServiceRecord>>()
        office.hours.entries.forEach { _, entry in
            if let about = entry.about, entry.worker == worker, entry.minutes > 0 { logged.insert(about) }
        }
        let since = day.month.firstDay.adding(-1).month.firstDay
        var missing: [(service: DaySummary.Service, on: Day)] = []
        office.forEachService(of: worker) { record, on, minutes in
            guard since <= on, on <= day else { return }
            let kind = office.serviceRecords[record].kind.rawValue
            if on.month == day.month { inMonth.services[kind, default: 0] += 1 }
            if on == day { onDay.services[kind, default: 0] += 1 }
            guard let minutes, minutes > 0, !logged.contains(record) else { return }
            let id = office.serviceRecords.id(record)
            missing.append((.init(kind: kind, about: id, on: on.description, minutes: Int(minutes)), on))
        }
        servicesWithoutHours = missing.sorted { ($0.on, $0.service.about) < ($1.on, $1.service.about) }.map(\.service)
        var deliveries: [DaySummary.Delivery] = []
        office.mediations.forEach { ref, row in
            guard row.lastStep != nil else { return }
            let steps = office.steps(of: ref, upTo: day)
            var state = MediationState()
            for step in steps { state.take(step) }
            guard state.stage == .delivered, state.score == nil, state.mediator == worker, let last = steps.last else {
                return
            }
            deliveries.append(
                .init(
                    mediation: office.serviceRecords.id(row.serviceRecord), place: office.symbols[row.place],
                    on: last.on.description))
        }
        toEvaluate = deliveries.sorted { ($0.on, $0.mediation) < ($1.on, $1.mediation) }
    }

    private mutating func collectCases() {
        let limit = office.plan?.limits.silentCaseDays
        office.cases.forEach { ref, row in
            guard row.on <= day, !row.isVoided else { return }
            let state = office.state(of: ref, upTo: day)
            guard state.isOpen, state.worker == worker else { return }
            openCases += 1
            let quiet = day.days(since: state.lastDay)
            guard let limit, quiet > limit else { return }
            silentCases.append(
                .init(
                    case: office.serviceRecords.id(row.serviceRecord), place: office.symbols[state.place],
                    worker: office.workers.id(worker), since: state.lastDay.description, days: quiet))
        }
        silentCases.sort { ($1.days, $0.case) < ($0.days, $1.case) }
    }
}

extension DaySummary.Recorded {
    fileprivate mutating func add(minutes: Int, project: Int) {
        self.minutes += minutes
        projectMinutes += project
        entries += 1
    }
}

extension Office {
    /// Calls `body` with each service of a worker that counts: its record, its day, and its minutes if the record states them.
    fileprivate func forEachService(of worker: Ref<Worker>, _ body: (Ref<ServiceRecord>, Day, Int32?) -> Void) {
        contacts.forEach { _, row in
            if !row.isVoided, row.worker == worker { body(row.serviceRecord, row.on, row.minutes) }
        }
        caseSteps.forEach { _, step in
            guard !step.isVoided, case .note(_, worker, let minutes, _) = step.action else { return }
            body(cases[step.case].serviceRecord, step.on, minutes)
        }
        mediations.forEach { ref, row in
            guard row.lastStep != nil else { return }
            var mediator: Ref<Worker>?
            for step in steps(of: ref) {
                switch step.action {
                case .assign(let assigned): mediator = assigned
                case .deliver(let delivery) where mediator == worker:
                    body(row.serviceRecord, step.on, delivery.minutes)
                case .deliver, .miss, .authorise, .cancel, .evaluate: continue
                }
            }
        }
        orientations.forEach { _, row in
            if !row.isVoided, row.worker == worker { body(row.serviceRecord, row.on, row.minutes) }
        }
        activities.forEach { _, row in
            if !row.isVoided, row.worker == worker { body(row.serviceRecord, row.on, row.minutes) }
        }
    }
}
