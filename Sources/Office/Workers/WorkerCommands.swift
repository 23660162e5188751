import CivilTime

/// `worker.enrol`: someone begins to work for the project.
struct EnrolWorker: Command {
    static let name = "worker.enrol"
    static let event = "worker.enrolled"
    static let leastRole = Role.coordinator

    let worker: ID
    let from: Day
    let profession: Profession
    let employer: Text
    let terms: OptionalTerms

    init(from fields: inout Fields) throws(Refusal) {
        worker = try fields.required("worker", creates: .worker)
        profession = try fields.required("profession")
        employer = try fields.required("employer")
        from = try fields.required("from")
        terms = try OptionalTerms(from: &fields)
    }

    func stream(in office: Office) -> Stream { .worker(worker) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        guard office.workers.find(worker.text) == nil else { throw .exists(.worker, worker) }
        try terms.check(office, worker)
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        let ref = office.workers.insert(
            Worker(from: from, lastTerms: nil, position: Int32(mark.position)), as: worker.text)
        office.addTerms(to: ref, from: from, profession, employer, terms, mark)
        office.record(.worker, row: ref, mark)
    }
}

/// `worker.change`: some of a worker's terms, from a day on.
struct ChangeWorker: Command {
    static let name = "worker.change"
    static let event = "worker.changed"
    static let leastRole = Role.coordinator

    let worker: ID
    let from: Day
    let profession: Profession?
    let employer: Text?
    let terms: OptionalTerms

    init(from fields: inout Fields) throws(Refusal) {
        worker = try fields.required("worker", .worker)
        from = try fields.required("from")
        profession = try fields.optional("profession")
        employer = try fields.optional("employer")
        terms = try OptionalTerms(from: &fields)
    }

    func stream(in office: Office) -> Stream { .worker(worker) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let ref = try office.known(worker: worker)
        guard profession != nil || employer != nil || !terms.isEmpty else {
            throw Refusal(.worker(.nothingToChange))
        }
        guard office.workers[ref].from <= from else {
            throw Refusal(
                .worker(.beforeFirstDay(worker: worker, first: office.workers[ref].from)), field: "from",
                value: from.quoted)
        }
        try terms.check(office, worker)
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.workers.find(worker.text) else { return }
        office.addTerms(to: ref, from: from, profession, employer, terms, mark)
        office.record(.worker, row: ref, mark)
    }
}

/// The terms that both an enrolment and a change may name.
struct OptionalTerms: Sendable {
    let languages: [Language]?
    let weeklyMinutes: Minutes?
    let account: Text?
    let supervisor: ID?
    let hasName: Bool

    init(from fields: inout Fields) throws(Refusal) {
        languages = try fields.optional("languages")
        weeklyMinutes = try fields.optional("weeklyMinutes")
        account = try fields.optional("account")
        supervisor = try fields.optional("supervisor", .worker)
        hasName = try fields.optionalSealed("name", .identity(nil))
    }

    var isEmpty: Bool { languages == nil && weeklyMinutes == nil && account == nil && supervisor == nil && !hasName }

    func check(_ office: Office, _ worker: ID) throws(Refusal) {
        if let minutes = weeklyMinutes, minutes.count > 7 * 1440 {
            throw Refusal(.worker(.weekTooLong), field: "weeklyMinutes", value: "\(minutes.count)")
        }
        guard let supervisor else { return }
        guard supervisor != worker else {
            throw Refusal(.worker(.ownSupervisor), field: "supervisor", value: supervisor.quoted)
        }
        _ = try office.known(worker: supervisor, field: "supervisor")
    }
}

extension Office {
    fileprivate mutating func addTerms(
        to worker: Ref<Worker>, from: Day, _ profession: Profession?, _ employer: Text?, _ more: OptionalTerms,
        _ mark: EventMark
    ) {
        var languages: ListRef?
        if let codes = more.languages {
            var symbols: [Symbol] = []
            for language in codes { symbols.append(self.symbols.intern(language.code)) }
            languages = lists.add(symbols)
        }
        let row = WorkerTerms(
            from: from, profession: profession, languages: languages,
            employer: employer.map { symbols.intern($0.text) },
            weeklyMinutes: more.weeklyMinutes.map { Int32($0.count) },
            account: more.account.map { symbols.intern($0.text) },
            supervisor: more.supervisor.flatMap { workers.find($0.text) }, previous: workers[worker].lastTerms,
            position: Int32(mark.position))
        workers[worker].lastTerms = terms.append(row)
    }
}

/// `worker.leave`: the last day on which someone works for the project. It may lie ahead.
struct LeaveWorker: DatedCommand {
    static let name = "worker.leave"
    static let event = "worker.left"
    static let leastRole = Role.coordinator

    let worker: ID
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        worker = try fields.required("worker", .worker)
        on = try fields.required("on")
    }

    func stream(in office: Office) -> Stream { .worker(worker) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let row = office.workers[try office.known(worker: worker)]
        if let left = row.left {
            throw Refusal(.worker(.left(worker: worker, on: left)), field: "worker")
        }
        try Refusal.check(on, notBefore: row.from, .enrolment)
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.workers.find(worker.text) else { return }
        office.workers[ref].left = on
        office.record(.worker, row: ref, mark)
    }
}

/// `worker.set-rate`: the annual gross employment cost, ÷ 1,720 the hourly rate (Reg. 514/2014 art. 18).
struct SetRate: Command {
    static let name = "worker.set-rate"
    static let event = "worker.rate-established"
    static let leastRole = Role.coordinator

    let worker: ID
    let annualCostCents: Cents
    let from: Day

    init(from fields: inout Fields) throws(Refusal) {
        worker = try fields.required("worker", .worker)
        annualCostCents = try fields.required("annualCostCents")
        from = try fields.required("from")
    }

    func stream(in office: Office) -> Stream { .worker(worker) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        _ = try office.known(worker: worker)
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.workers.find(worker.text) else { return }
        let rate = office.rates.append(
            Rate(
                worker: ref, annualCostCents: Int64(annualCostCents.count), from: from,
                previous: office.workers[ref].lastRate, position: Int32(mark.position)))
        office.workers[ref].lastRate = rate
        office.record(.rate, row: rate, mark)
    }
}

/// `worker.note-absence`: days away. Planned ones may lie ahead.
struct NoteAbsence: Command {
    static let name = "worker.note-absence"
    static let event = "worker.absence-noted"
    static let leastRole = Role.operator

    let worker: ID
    let from: Day
    let to: Day
    let kind: AbsenceKind
    let minutes: Minutes?

    init(from fields: inout Fields) throws(Refusal) {
        worker = try fields.required("worker", .worker)
        from = try fields.required("from")
        to = try fields.required("to")
        kind = try fields.required("kind")
        minutes = try fields.optional("minutes")
        try Refusal.check(from, notAfter: to, "to")
        guard to.days(since: from) <= 3660 else {
            throw Refusal(.worker(.absenceTooLong(last: from.adding(3660))), field: "to", value: to.quoted)
        }
    }

    func stream(in office: Office) -> Stream { .worker(worker) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let ref = try office.known(worker: worker)
        var flags = Flags()
        if minutes == nil {
            for day in from.through(to) {
                var logged: Ref<Entry>?
                office.hours.forEachEntry(of: ref, on: day) { entry, row in if row.minutes > 0 { logged = entry } }
                if let entry = logged {
                    throw Refusal(
                        .worker(
                            .hoursLogged(worker: worker, on: day, entry: ID(stored: office.hours.entries.id(entry)))),
                        field: "from", value: day.quoted)
                }
            }
        }
        if let limit = office.plan?.limits.lateEntryDays {
            flags.insert(.lateEntry, if: recording.today.days(since: to) > limit)
        }
        flags.insert(.afterSigning, if: !office.signedMonths(of: ref, from: from, to: to).isEmpty)
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.workers.find(worker.text) else { return }
        let absence = office.absences.append(
            Absence(
                worker: ref, from: from, to: to, kind: kind, minutes: minutes.map { Int32($0.count) },
                previous: office.workers[ref].lastAbsence, position: Int32(mark.position)))
        office.workers[ref].lastAbsence = absence
        office.expectApprovals(afterChanging: office.absences[absence], mark)
        office.record(.absence, row: absence, mark)
    }
}
