package import CivilTime

/// The origin of a case.
public enum Access: String, WordList {
    /// The person's own request.
    case ownRequest = "own-request"
    /// Sent by another service.
    case referral
}

/// The kind of work done on a case.
public enum NoteKind: String, WordList {
    /// Colloquio.
    case interview
    /// Visita domiciliare.
    case homeVisit = "home-visit"
    /// Riunione.
    case meeting
    /// Telefonata.
    case phone
    /// Report (*relazione*): work on the case that serves no person directly.
    case report
}

/// The outcome of a case.
public enum CaseOutcome: String, WordList {
    /// Objective reached.
    case objectiveReached = "objective-reached"
    /// Moved away.
    case moved
    /// Withdrawn by the person.
    case withdrawn
    /// Could not be found any more.
    case untraceable
    /// Taken over by another service.
    case transferred
    /// Died.
    case deceased
    /// A minor's case whose minor came of age.
    case ofAge = "of-age"
}

/// The outcome of a referral.
public enum ReferralOutcome: String, WordList {
    /// The service took it.
    case accepted
    /// The service did not.
    case rejected
    /// The service did what was asked.
    case done
}

/// A case as opened. Later changes are in `CaseStep`, a chain that begins with the last step.
package struct Case: ChainedRow, Hashable {
    package let serviceRecord: Ref<ServiceRecord>
    package let person: Ref<Person>
    /// The household, as opened.
    package let members: ListRef
    package let line: Symbol
    package let place: Symbol
    package let on: Day
    package let access: Access
    package let worker: Ref<Worker>
    package let isMinor: Bool
    package let complexity: ListRef
    package let contact: Ref<ServiceRecord>?
    /// The plan's first phase on opening.
    package let phase: Symbol
    package var lastStep: Ref<CaseStep>?
    /// The previous case that came from the same contact.
    package let previous: Ref<Case>?
    package let position: Int32
    package var isVoided = false
}

/// A step in a case.
package struct CaseStep: ChainedRow, Hashable {
    /// The kind of step. A row holds one step and its neighbours, so payloads stay small.
    package enum Action: Sendable, Hashable, BitwiseCopyable {
        case phase(Symbol)
        case assign(Ref<Worker>)
        case transfer(line: Symbol?, place: Symbol?)
        case addMember(Ref<Person>)
        case removeMember(Ref<Person>)
        case refer(Symbol, to: Symbol)
        case closeReferral(Symbol, ReferralOutcome)
        case note(NoteKind, Ref<Worker>, minutes: Int32?, persons: ListRef?)
        case measure(Symbol, authority: Symbol, deadline: Day?)
        case endMeasure(Symbol)
        case close(CaseOutcome)
        case reopen
    }

    package let `case`: Ref<Case>
    package let on: Day
    package let action: Action
    package let previous: Ref<CaseStep>?
    package let position: Int32
    package var isVoided = false
}

/// A case with its steps taken into account, up to a day.
package struct CaseState: Sendable {
    package var phase: Symbol
    package var line: Symbol
    package var place: Symbol
    package var worker: Ref<Worker>
    package var isOpen = true
    package var closedOn: Day?
    package var outcome: CaseOutcome?
    package var members: [Ref<Person>]
    package var openReferrals: [Symbol] = []
    package var openMeasures: [Symbol] = []
    /// The day of the latest step, or of the opening.
    package var lastDay: Day
}

extension Office {
    /// The steps of a case that count, in recorded order, among those with `on` up to `day`.
    package func steps(of ref: Ref<Case>, upTo day: Day = .latest) -> [CaseStep] {
        var steps: [CaseStep] = []
        for row in caseSteps.chain(from: cases[ref].lastStep) where !row.isVoided && row.on <= day { steps.append(row) }
        return steps.reversed()
    }

    /// Returns a case after its steps up to `day`, applied in recorded order.
    package func state(of ref: Ref<Case>, upTo day: Day = .latest) -> CaseState {
        state(of: ref, after: steps(of: ref, upTo: day)[...])
    }

    /// Returns a case after these of its steps.
    package func state(of ref: Ref<Case>, after steps: ArraySlice<CaseStep>) -> CaseState {
        let row = cases[ref]
        var state = CaseState(opened: row, members: lists.values(row.members))
        for step in steps { state.take(step) }
        return state
    }

    /// The case of that id, or `unknown-case`.
    func known(case id: ID, field: String = "case") throws(Refusal) -> Ref<Case> {
        guard let row = find(.case, id) else { throw .unknown(.case, id, field: field) }
        guard !cases[Ref(row)].isVoided else {
            throw Refusal(.cases(.voided(case: id)), field: field, value: id.quoted)
        }
        return Ref(row)
    }

    /// Checks the conditions of every step in a case, and returns its flags.
    func checkStep(
        on id: ID, day: Day, _ recording: Recording, mayBeClosed: Bool = false
    ) throws(Refusal) -> (ref: Ref<Case>, state: CaseState, flags: Flags) {
        let ref = try known(case: id)
        let row = cases[ref]
        try recording.refuseFuture(day)
        try Refusal.check(day, notBefore: row.on, .case)
        let state = state(of: ref)
        guard state.isOpen || mayBeClosed else {
            throw Refusal(.cases(.closed(case: id, on: state.closedOn)), field: "case", value: id.quoted)
        }
        var flags = Flags(.outOfOrder, if: day < (lastStepDay(of: ref) ?? row.on))
        flags.insert(.minorCameOfAge, if: row.isMinor && cameOfAge(row.person, by: day))
        return (ref, state, flags)
    }

    private func lastStepDay(of ref: Ref<Case>) -> Day? {
        caseSteps.chain(from: cases[ref].lastStep).first { !$0.isVoided }?.on
    }

    /// Calls `body` with each person named in a note on a case that was recorded after a position.
    func forEachPerson(ofNotesIn ref: Ref<Case>, after position: Int32, _ body: (Ref<Person>) -> Void) {
        var next = cases[ref].lastStep
        while let step = next {
            let row = caseSteps[step]
            guard row.position > position else { return }
            if case .note(_, _, _, let persons?) = row.action { lists.forEach(persons, of: Person.self, body) }
            next = row.previous
        }
    }

    /// Whether the person turns eighteen in or before the day's year: the day of birth is sealed.
    func cameOfAge(_ person: Ref<Person>, by day: Day) -> Bool {
        people[person].birthYear.map { day.year - Int($0) >= 18 } ?? false
    }

    mutating func addStep(_ action: CaseStep.Action, to id: ID, on day: Day, _ mark: EventMark) {
        guard let row = find(.case, id) else { return }
        let ref = Ref<Case>(row)
        let added = CaseStep(
            case: ref, on: day, action: action, previous: cases[ref].lastStep, position: Int32(mark.position))
        count(added)
        let step = caseSteps.append(added)
        cases[ref].lastStep = step
        record(.caseStep, row: step, mark)
    }
}

extension CaseState {
    /// A case as it was opened.
    package init(opened row: Case, members: [Ref<Person>] = []) {
        self.init(
            phase: row.phase, line: row.line, place: row.place, worker: row.worker, members: members, lastDay: row.on)
    }

    /// Takes the next step into account.
    package mutating func take(_ step: CaseStep) {
        lastDay = max(lastDay, step.on)
        switch step.action {
        case .phase(let phase): self.phase = phase
        case .assign(let worker): self.worker = worker
        case .transfer(let line, let place):
            if let line { self.line = line }
            if let place { self.place = place }
        case .addMember(let person): members.append(person)
        case .removeMember(let person): members.removeAll { $0 == person }
        case .refer(let referral, _): openReferrals.append(referral)
        case .closeReferral(let referral, _): openReferrals.removeAll { $0 == referral }
        case .note: break
        case .measure(let measure, _, _): openMeasures.append(measure)
        case .endMeasure(let measure): openMeasures.removeAll { $0 == measure }
        case .close(let outcome):
            isOpen = false
            closedOn = step.on
            self.outcome = outcome
        case .reopen:
            isOpen = true
            closedOn = nil
            outcome = nil
        }
    }
}

extension CaseStep: VoidableRow {
    static var table: WritableKeyPath<Office, Table<CaseStep>> { \.caseSteps }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        let step = office.caseSteps[Ref(row)]
        body(.case(step.case))
        body(.person(office.cases[step.case].person))
        switch step.action {
        case .note(_, _, _, let persons?): office.lists.forEach(persons, of: Person.self) { body(.person($0)) }
        // Those of later notes are served elsewhere.
        case .transfer: office.forEachPerson(ofNotesIn: step.case, after: step.position) { body(.person($0)) }
        case .phase, .assign, .addMember, .removeMember, .refer, .closeReferral, .note, .measure, .endMeasure, .close,
            .reopen:
            break
        }
    }

    func stream(in office: Office) -> Stream { office.cases[self.case].stream(in: office) }
    func persons(in office: Office) -> [Ref<Person>] { office.cases[self.case].persons(in: office) }

    /// A note changes nothing else, so any note can be voided; of the other steps only the last one that counts.
    func checkVoidable(in office: Office) throws(Refusal) {
        guard !isNote else { return }
        try Refusal.check(position, isLast: office.steps(of: self.case).last { !$0.isNote }?.position)
    }

    func takeVoiding(in office: inout Office, _ mark: EventMark) { office.countVoided(self) }

    private var isNote: Bool { if case .note = action { true } else { false } }
}
