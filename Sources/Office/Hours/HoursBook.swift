package import CivilTime
import HashTreeCollections

/// Minutes that a worker gave on a day.
package struct Entry: Sendable, Hashable, BitwiseCopyable {
    package let worker: Ref<Worker>
    package let on: Day
    /// The wall-clock time at which it began, if given.
    package let start: Clock?
    /// The amount now: as logged, or as last adjusted.
    package var minutes: Int32
    package let fund: Symbol
    package let activity: Symbol
    package let line: Symbol?
    package let place: Symbol?
    /// The contact, case, mediation, orientation or activity that it was for.
    package let about: Ref<ServiceRecord>?
    package let position: Int32
    package let previousOnDay: Ref<Entry>?
    /// The previous entry for the same record.
    package let previousAbout: Ref<Entry>?
    package var lastAdjustment: Ref<Adjustment>?
}

/// A new amount for an entry.
package struct Adjustment: ChainedRow, Hashable {
    package let entry: Ref<Entry>
    package let minutes: Int32
    /// The amount until then.
    package let before: Int32
    package let on: Day
    package let position: Int32
    package let previous: Ref<Adjustment>?
}

/// The declarations on a worker's month.
package struct Timesheet: Sendable, Hashable, BitwiseCopyable {
    /// The stages of a month.
    package enum State: String, Sendable, Hashable, BitwiseCopyable {
        case open, completed, signed, approved
    }

    package var state = State.open
    /// Something came after signing, and the month has not been approved since.
    package var isPending = false
    package var completed: Int32?
    package var signed: Int32?
    package var approved: Int32?
    package var approver: Ref<Worker>?
    /// When the events at these positions were recorded.
    package var completedAt: Instant?
    package var signedAt: Instant?
    package var approvedAt: Instant?
}

/// A worker with a number beside: a day, a month or a year.
package struct WorkerKey: Sendable, Hashable, BitwiseCopyable {
    package let worker: Ref<Worker>
    package let number: Int32

    package init(_ worker: Ref<Worker>, _ day: Day) {
        self.worker = worker
        number = day.number
    }

    package init(_ worker: Ref<Worker>, _ month: Month) {
        self.worker = worker
        number = month.number
    }

    init(_ worker: Ref<Worker>, year: Int) {
        self.worker = worker
        number = Int32(year)
    }

    package var month: Month { Month(year: Int(number) / 12, month: Int(number) % 12 + 1) }
}

/// All hours, with the sums that the rules ask for.
package struct HoursBook: Sendable, Equatable {
    package internal(set) var entries = Register<Entry>()
    package internal(set) var adjustments = Table<Adjustment>()
    private var sheets = TreeDictionary<WorkerKey, Timesheet>()
    private var days = TreeDictionary<WorkerKey, Ref<Entry>>()
    private var years = TreeDictionary<WorkerKey, Int32>()
    private var abouts = ChainEnds<ServiceRecord, Entry>()
    /// Minutes on project funds.
    package private(set) var delivered = DeliveredDays()
    private var lines = TreeDictionary<Symbol, Int>()
    /// The funds whose minutes count as delivered, by the plan in force.
    package private(set) var projectFunds = Set<Symbol>()

    package init() {}

    /// One of the worker's entries of that day, if there is any.
    package func firstEntry(of worker: Ref<Worker>, on day: Day) -> Ref<Entry>? { days[WorkerKey(worker, day)] }

    /// Calls `body` with the worker's entries of that day, the last first.
    package func forEachEntry(of worker: Ref<Worker>, on day: Day, _ body: (Ref<Entry>, Entry) -> Void) {
        forEachEntry(from: days[WorkerKey(worker, day)], { $0.previousOnDay }, body)
    }

    /// One of the entries for a service record, if there is any.
    func lastEntry(about record: Ref<ServiceRecord>) -> Ref<Entry>? { abouts[record] }

    /// Calls `body` with the entries for a service record, the last first.
    package func forEachEntry(about record: Ref<ServiceRecord>, _ body: (Ref<Entry>, Entry) -> Void) {
        forEachEntry(from: abouts[record], { $0.previousAbout }, body)
    }

    /// An entry belongs to two chains, so it is no ``ChainedRow``.
    private func forEachEntry(
        from last: Ref<Entry>?, _ previous: (Entry) -> Ref<Entry>?, _ body: (Ref<Entry>, Entry) -> Void
    ) {
        var next = last
        while let ref = next {
            let entry = entries[ref]
            body(ref, entry)
            next = previous(entry)
        }
    }

    /// The worker's months for which something was declared.
    package var declaredMonths: [WorkerKey] { Array(sheets.keys) }

    package func sheet(_ worker: Ref<Worker>, _ month: Month) -> Timesheet {
        sheets[WorkerKey(worker, month)] ?? Timesheet()
    }

    mutating func setSheet(_ sheet: Timesheet, _ worker: Ref<Worker>, _ month: Month) {
        sheets[WorkerKey(worker, month)] = sheet
    }

    /// Returns the minutes delivered on a line at a place in a week.
    package func minutes(of place: LinePlace, in week: ISOWeek) -> Int {
        delivered[place]?.sum(from: week.monday, to: week.sunday) ?? 0
    }
    package func minutes(onLine line: Symbol) -> Int { lines[line] ?? 0 }
    package func minutes(of worker: Ref<Worker>, inYear year: Int) -> Int {
        Int(years[WorkerKey(worker, year: year)] ?? 0)
    }

    mutating func insert(_ entry: Entry, as id: String) -> Ref<Entry> {
        let ref = entries.insert(entry, as: id)
        days[WorkerKey(entry.worker, entry.on)] = ref
        if let about = entry.about { abouts[about] = ref }
        count(entry, entry.minutes)
        touch(entry)
        return ref
    }

    mutating func adjust(_ ref: Ref<Entry>, to minutes: Int32, _ adjustment: Ref<Adjustment>) {
        count(entries[ref], minutes - entries[ref].minutes)
        entries[ref].minutes = minutes
        entries[ref].lastAdjustment = adjustment
        touch(entries[ref])
    }

    /// Records a change in a month that was declared complete: before signing it is open again, after signing it needs a new
    /// approval.
    private mutating func touch(_ entry: Entry) {
        let key = WorkerKey(entry.worker, entry.on.month)
        guard var sheet = sheets[key] else { return }
        switch sheet.state {
        case .open: return
        case .completed: sheet.state = .open
        case .signed, .approved: sheet.isPending = true
        }
        sheets[key] = sheet
    }

    /// Lets a signed or approved month wait for another approval: something that was signed has changed.
    mutating func expect(approvalOf worker: Ref<Worker>, _ month: Month) {
        guard var sheet = sheets[WorkerKey(worker, month)], sheet.state == .signed || sheet.state == .approved else {
            return
        }
        sheet.isPending = true
        sheets[WorkerKey(worker, month)] = sheet
    }

    private mutating func count(_ entry: Entry, _ minutes: Int32) {
        years[WorkerKey(entry.worker, year: entry.on.year), default: 0] += minutes
        countDelivered(entry, minutes)
    }

    private mutating func countDelivered(_ entry: Entry, _ minutes: Int32) {
        guard projectFunds.contains(entry.fund), let line = entry.line, let place = entry.place else { return }
        delivered.add(minutes, to: LinePlace(line, place), on: entry.on)
        lines[line, default: 0] += Int(minutes)
    }

    /// Counts the delivered minutes again, if a plan changes which funds are the project's.
    mutating func setProjectFunds(_ funds: Set<Symbol>) {
        guard funds != projectFunds else { return }
        projectFunds = funds
        delivered = DeliveredDays()
        lines = TreeDictionary()
        let all = entries
        all.forEach { _, entry in countDelivered(entry, entry.minutes) }
    }
}

extension HoursBook: ImageBook {
    static let parts: [ImagePart<HoursBook>] = [
        .init(\.entries), .init(\.adjustments), .init(\.sheets), .init(\.days), .init(\.years), .init(\.abouts),
        .init(\.delivered),
        .init(\.lines), .init(\.projectFunds),
    ]
}

extension Office {
    mutating func adopt(_ plan: Plan) {
        let silentCaseDays = self.plan?.limits.silentCaseDays
        self.plan = plan
        if plan.limits.silentCaseDays != silentCaseDays { recountQuietSpans() }
        // Services on request may belong to a line on which no hours are ever logged.
        for line in plan.lines { _ = symbols.intern(line.id.text) }
        var projectFunds = Set<Symbol>()
        for fund in plan.funds {
            let symbol = symbols.intern(fund.id.text)
            if fund.project { projectFunds.insert(symbol) }
        }
        hours.setProjectFunds(projectFunds)
        setServiceRules(plan)
    }
}
