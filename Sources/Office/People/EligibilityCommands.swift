package import CivilTime

/// `person.add-evidence`: a paper that speaks for the person.
struct AddEvidence: Command {
    static let name = "person.add-evidence"
    static let event = "person.evidence-added"
    static let leastRole = Role.operator

    let person: ID
    let kind: EvidenceKind
    let from: Day?
    let to: Day?

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", .person)
        kind = try fields.required("kind")
        from = try fields.optional("from")
        to = try fields.optional("to")
        try fields.optionalSealed("number", .number)
        if let from, let to { try Refusal.check(from, notAfter: to, "to") }
    }

    func stream(in office: Office) -> Stream { .person(person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        _ = try office.unrestricted(person: person)
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.people.find(person.text) else { return }
        let row = office.evidence.append(
            Evidence(
                person: ref, kind: kind, from: from, to: to, previous: office.people[ref].lastEvidence,
                position: Int32(mark.position)))
        office.people[ref].lastEvidence = row
        office.record(.evidence, row: row, mark)
    }
}

/// `person.decide-eligibility`: whether the person counts on the days that it covers. The latest recorded wins.
struct DecideEligibility: Command {
    static let name = "person.decide-eligibility"
    static let event = "person.eligibility-decided"
    static let leastRole = Role.coordinator

    let person: ID
    let verdict: Verdict
    let from: Day
    let to: Day?
    let rule: Text

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", .person)
        verdict = try fields.required("verdict")
        from = try fields.required("from")
        to = try fields.optional("to")
        rule = try fields.required("rule")
        let _: Text = try fields.required("reason")
        if let to { try Refusal.check(from, notAfter: to, "to") }
    }

    func stream(in office: Office) -> Stream { .person(person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let ref = try office.unrestricted(person: person)
        return Flags(.eligibleUnionCitizen, if: verdict == .eligible && office.isUnionCitizenOnly(ref, on: from))
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.people.find(person.text) else { return }
        let row = office.decisions.append(
            EligibilityDecision(
                person: ref, verdict: verdict, from: from, to: to, rule: office.symbols.intern(rule.text),
                previous: office.people[ref].lastDecision, position: Int32(mark.position)))
        office.recount([ref]) { $0.people[ref].lastDecision = row }
        office.record(.decision, row: row, mark)
    }
}

extension Office {
    /// The latest recorded decision on this one id that covers the day. `LinkedSets` asks all of a person's ids.
    package func decision(on person: Ref<Person>, covering day: Day) -> EligibilityDecision? {
        decisions.chain(from: people[person].lastDecision).first { !$0.isVoided && $0.covers(day) }
    }
}

extension Evidence: VoidableRow {
    static var table: WritableKeyPath<Office, Table<Evidence>> { \.evidence }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.person(office.evidence[Ref(row)].person))
    }

    func stream(in office: Office) -> Stream { office.stream(of: person) }
    func persons(in office: Office) -> [Ref<Person>] { [person] }
}

extension EligibilityDecision: VoidableRow {
    static var table: WritableKeyPath<Office, Table<EligibilityDecision>> { \.decisions }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.person(office.decisions[Ref(row)].person))
    }

    func stream(in office: Office) -> Stream { office.stream(of: person) }
    func persons(in office: Office) -> [Ref<Person>] { [person] }
}
