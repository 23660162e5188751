import CivilTime

/// `hours.log`: minutes that a worker gave on a day, on one fund.
struct LogHours: DatedCommand {
    static let name = "hours.log"
    static let event = "hours.logged"
    static let leastRole = Role.operator

    let entry: ID
    let worker: ID
    let on: Day
    let start: Clock?
    let minutes: Minutes
    let fund: ID
    let activity: Text
    let line: ID?
    let place: ID?
    let about: ID?
    let hasReason: Bool

    init(from fields: inout Fields) throws(Refusal) {
        entry = try fields.required("entry", creates: .entry)
        worker = try fields.required("worker", .worker)
        on = try fields.required("on")
        start = try fields.optional("start")
        minutes = try fields.required("minutes")
        fund = try fields.required("fund", .fund)
        activity = try fields.required("activity")
        line = try fields.optional("line", .line)
        place = try fields.optional("place", .place)
        about = try fields.optional("about", .serviceRecord)
        let reason: Text? = try fields.optional("reason")
        hasReason = reason != nil
    }

    func stream(in office: Office) -> Stream { .timesheet(worker, on.month) }
    func owner(in office: Office) -> Stream? { .worker(worker) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        guard office.hours.entries.find(entry.text) == nil else { throw .exists(.entry, entry) }
        try recording.refuseFuture(on)
        let worker = try office.employed(worker: self.worker, on: on)
        let plan = try office.planInForce()
        guard let fund = plan.fund(fund) else {
            throw .notAmong(.fund, self.fund, known: plan.funds.map(\.id))
        }
        let line = try line.map { id throws(Refusal) in try plan.known(line: id) }
        let place = try place.map { id throws(Refusal) in try plan.known(place: id) }
        if fund.project { try checkProjectWork(office, plan, worker, line, place) }
        if let about, office.serviceRecords.find(about.text).map({ office.isVoided($0) }) ?? true {
            throw .unknown(.about, about)
        }
        try office.refuseAbsent(worker, self.worker, on: on)
        if let start, EuropeRome.utcMinute(start, on: on) == nil {
            throw Refusal(.calendar(.skippedClock(start, on: on)), field: "start", value: start.quoted)
        }
        try office.checkRoom(for: WorkTime(on: on, start: start, minutes: minutes.count), of: worker, self.worker)
        let state = office.hours.sheet(worker, on.month).state
        let isSigned = state == .signed || state == .approved
        guard !isSigned || hasReason else {
            throw Refusal(.hours(.monthSigned(worker: self.worker, on.month)), field: "on", value: on.quoted)
        }
        var flags = office.remarks(
            on: on, more: minutes.count, worker: worker, project: fund.project ? line : nil, place: place)
        flags.insert(.afterSigning, if: isSigned)
        flags.insert(.possibleDuplicate, if: isLogged(office, worker))
        return flags
    }

    /// Whether the day has the same hours already, and one of the two does not say when they began.
    private func isLogged(_ office: Office, _ worker: Ref<Worker>) -> Bool {
        func symbol(_ text: String?) -> Symbol? { text.flatMap { office.symbols.find($0) } }
        // A word that was never used is in no entry.
        guard let fund = symbol(fund.text), let activity = symbol(activity.text) else { return false }
        let (line, place) = (symbol(self.line?.text), symbol(self.place?.text))
        guard (line == nil) == (self.line == nil), (place == nil) == (self.place == nil) else { return false }
        let about = about.flatMap { office.serviceRecords.find($0.text) }
        var found = false
        office.hours.forEachEntry(of: worker, on: on) { _, entry in
            if Int(entry.minutes) == minutes.count, entry.start == nil || start == nil, entry.fund == fund,
                entry.activity == activity, entry.line == line, entry.place == place, entry.about == about
            {
                found = true
            }
        }
        return found
    }

    private func checkProjectWork(
        _ office: Office, _ plan: Plan, _ worker: Ref<Worker>, _ line: Plan.Line?, _ place: Plan.Place?
    ) throws(Refusal) {
        guard let line, let place else {
            throw Refusal(
                .hours(
                    line == nil
                        ? .lineMissing(fund: fund, lines: plan.lines.map(\.id)) : .placeMissing(fund: fund)),
                field: line == nil ? "line" : "place")
        }
        try plan.check(line, at: place, on: on)
        let profession = office.profession(of: worker, on: on)
        guard let profession, line.professions.contains(profession) else {
            throw Refusal(
                .hours(.wrongProfession(line: line.id, profession, professions: line.professions)), field: "worker",
                value: self.worker.quoted)
        }
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let worker = office.workers.find(self.worker.text) else { return }
        let about = about.flatMap { office.serviceRecords.find($0.text) }
        let row = Entry(
            worker: worker, on: on, start: start, minutes: Int32(minutes.count), fund: office.symbols.intern(fund.text),
            activity: office.symbols.intern(activity.text), line: line.map { office.symbols.intern($0.text) },
            place: place.map { office.symbols.intern($0.text) },
            about: about, position: Int32(mark.position), previousOnDay: office.hours.firstEntry(of: worker, on: on),
            previousAbout: about.flatMap { office.hours.lastEntry(about: $0) },
            lastAdjustment: nil)
        let ref = office.hours.insert(row, as: entry.text)
        office.record(.entry, row: ref, mark)
    }
}

/// `hours.adjust`: a new amount for an entry. It counts on the entry's day.
struct AdjustHours: DatedCommand {
    static let name = "hours.adjust"
    static let event = "hours.adjusted"
    static let leastRole = Role.operator

    let entry: ID
    let worker: ID
    let minutes: NewMinutes
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        entry = try fields.required("entry", .entry)
        worker = try fields.required("worker", .worker)
        minutes = try fields.required("minutes")
        on = try fields.required("on")
        let _: Text = try fields.required("reason")
    }

    // The month whose stream the event joins is the entry's, so it is looked up.
    func stream(in office: Office) throws(Refusal) -> Stream {
        .timesheet(worker, office.hours.entries[try known(office).entry].on.month)
    }

    func owner(in office: Office) -> Stream? { .worker(worker) }

    private func known(_ office: Office) throws(Refusal) -> (entry: Ref<Entry>, worker: Ref<Worker>) {
        let worker = try office.known(worker: self.worker)
        guard let ref = office.hours.entries.find(entry.text), office.hours.entries[ref].worker == worker else {
            throw Refusal(.hours(.notOfWorker(entry: entry, worker: self.worker)), field: "entry", value: entry.quoted)
        }
        return (ref, worker)
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (ref, worker) = try known(office)
        let row = office.hours.entries[ref]
        try recording.refuseFuture(on)
        try Refusal.check(on, notBefore: row.on, .entry)
        if minutes.count > 0 {
            if let about = row.about, office.isVoided(about) {
                throw Refusal(
                    .hours(.aboutVoided(entry: entry, about: ID(stored: office.serviceRecords.id(about)))),
                    field: "entry", value: entry.quoted)
            }
            try office.refuseAbsent(worker, self.worker, on: row.on)
            let work = WorkTime(on: row.on, start: row.start, minutes: minutes.count)
            try office.checkRoom(for: work, of: worker, self.worker, except: ref)
        }
        let isProject = office.hours.projectFunds.contains(row.fund)
        let line = isProject ? row.line.flatMap { office.planLine($0) } : nil
        let more = minutes.count - Int(row.minutes)
        var flags = Flags()
        if more > 0 {
            flags = office.remarks(
                on: row.on, more: more, worker: worker, project: line, place: row.place.flatMap { office.planPlace($0) }
            )
        }
        let state = office.hours.sheet(worker, row.on.month).state
        flags.insert(.afterSigning, if: state == .signed || state == .approved)
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.hours.entries.find(entry.text) else { return }
        let adjustment = office.hours.adjustments.append(
            Adjustment(
                entry: ref, minutes: Int32(minutes.count), before: office.hours.entries[ref].minutes, on: on,
                position: Int32(mark.position), previous: office.hours.entries[ref].lastAdjustment))
        office.hours.adjust(ref, to: Int32(minutes.count), adjustment)
        office.record(.adjustment, row: adjustment, mark)
    }
}

/// The minutes of an entry from now on: a whole number, zero or more.
struct NewMinutes: WholeNumber {
    let count: Int

    static var range: ClosedRange<Int> { Count.range }
    static var form: FieldForm { .count }
    static var kind: FieldKind { .minutes }
}

extension Office {
    package func planLine(_ symbol: Symbol) -> Plan.Line? { ID(symbols[symbol]).flatMap { plan?.line($0) } }
    package func planPlace(_ symbol: Symbol) -> Plan.Place? { ID(symbols[symbol]).flatMap { plan?.place($0) } }

    /// Returns the flags for `more` minutes of work on a day: holidays, and limits that they exceed.
    func remarks(on: Day, more: Int, worker: Ref<Worker>, project line: Plan.Line?, place: Plan.Place?) -> Flags {
        var flags = Flags()
        flags.insert(
            .holidayWork,
            if: on.weekday == 7 || Holidays.isNational(on) || place?.patron?.falls(on: on) ?? false)
        if let limit = plan?.limits.dailyMinutes {
            flags.insert(.overDay, if: minutes(of: worker, on: on) + more > limit)
        }
        flags.insert(.overAnnual, if: hours.minutes(of: worker, inYear: on.year) + more > 1720 * 60)
        guard let line, let place, let plan else { return flags }
        let lineSymbol = symbol(line.id)
        if line.weeklyMinutes != nil {
            let week = on.week
            let owed = owed(line, place, in: week, within: plan.period)
            let before = lineSymbol.flatMap { line in
                symbol(place.id).map { hours.minutes(of: LinePlace(line, $0), in: week) }
            }
            flags.insert(.overWeek, if: owed.isExceeded(by: (before ?? 0) + more))
        }
        if let budget = line.budgetMinutes {
            flags.insert(.overBudget, if: (lineSymbol.map { hours.minutes(onLine: $0) } ?? 0) + more > budget)
        }
        return flags
    }
}

extension Entry: RecordedRow {
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.entry(Ref(row)))
    }
}

extension Adjustment: RecordedRow {
    static var auditMatter: AuditMatter? { .adjustment }

    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.entry(office.hours.adjustments[Ref(row)].entry))
    }
}
