import CivilTime

/// `case.note`: work on a case. All kinds but a report serve the persons named, or the case's person.
struct NoteCase: CaseStepCommand {
    static let name = "case.note"
    static let event = "case.noted"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let kind: NoteKind
    let worker: ID
    let minutes: Minutes?
    let persons: [ID]?

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        kind = try fields.required("kind")
        worker = try fields.required("worker", .worker)
        minutes = try fields.optional("minutes")
        persons = try fields.optional("persons", .participant)
        try fields.optionalSealed("text", .text)
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        var (ref, _, flags) = try office.checkStep(on: `case`, day: on, recording)
        _ = try office.employed(worker: worker, on: on)
        var served: [Ref<Person>] = []
        for (index, id) in (persons ?? []).enumerated() {
            served.append(try office.known(person: id, field: "persons[\(index)]"))
        }
        if persons == nil { served.append(office.cases[ref].person) }
        if kind != .report { for person in served { office.remarks(onServing: person, on: on, &flags) } }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let worker = office.workers.find(worker.text) else { return }
        let persons = persons.map { office.intern(people: $0) }
        office.addStep(
            .note(kind, worker, minutes: minutes.map { Int32($0.count) }, persons: persons), to: `case`, on: on, mark)
    }
}

/// `case.close`: the case ends.
struct CloseCase: CaseStepCommand {
    static let name = "case.close"
    static let event = "case.closed"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let outcome: CaseOutcome

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        outcome = try fields.required("outcome")
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try office.checkStep(on: `case`, day: on, recording).flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.addStep(.close(outcome), to: `case`, on: on, mark)
    }
}

/// `case.reopen`: a closed case goes on, in the phase in which it was.
struct ReopenCase: CaseStepCommand {
    static let name = "case.reopen"
    static let event = "case.reopened"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        try fields.requiredSealed("reason", .text)
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        var (ref, state, flags) = try office.checkStep(on: `case`, day: on, recording, mayBeClosed: true)
        guard !state.isOpen else {
            throw Refusal(.cases(.open(case: `case`)), field: "case", value: `case`.quoted)
        }
        try office.refuseErased(office.cases[ref].person, field: "case", `case`)
        let household = [office.cases[ref].person] + state.members
        flags.insert(.possibleDuplicate, if: office.isInOpenCase(household, otherThan: ref))
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.addStep(.reopen, to: `case`, on: on, mark)
    }
}
