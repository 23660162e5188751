import CivilTime

/// `case.open`: opens a case, which enters the plan's first phase.
struct OpenCase: DatedCommand {
    static let name = "case.open"
    static let event = "case.opened"
    static let leastRole = Role.operator

    let `case`: ID
    let person: ID
    let members: [ID]
    let line: ID
    let place: ID
    let on: Day
    let access: Access
    let contact: ID?
    let worker: ID
    let isMinor: Bool
    let complexity: [ID]

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", creates: .case)
        person = try fields.required("person", .person)
        members = try fields.optional("members", .person) ?? []
        line = try fields.required("line", .line)
        place = try fields.required("place", .place)
        on = try fields.required("on")
        access = try fields.required("access")
        let _: Text? = try fields.optional("referredBy")
        contact = try fields.optional("contact", .contact)
        worker = try fields.required("worker", .assignee)
        isMinor = try fields.required("minor")
        complexity = try fields.optional("complexity", .code) ?? []
        let _: Text? = try fields.optional("external")
        guard complexity.isEmpty || isMinor else {
            throw Refusal(.cases(.complexityOfAdult), field: "complexity")
        }
    }

    func stream(in office: Office) -> Stream { .case(`case`) }
    func owner(in office: Office) -> Stream? { .person(person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try office.refuseTaken(`case`, field: "case")
        try recording.refuseFuture(on)
        let plan = try office.planInForce()
        let person = try office.known(person: person)
        var flags = Flags()
        for (index, member) in members.enumerated() {
            let ref = try office.known(person: member, field: "members[\(index)]")
            office.remarks(onServing: ref, on: on, &flags)
            guard member != self.person, !members[..<index].contains(member) else {
                throw Refusal(.cases(.namedTwice(person: member)), field: "members[\(index)]", value: member.quoted)
            }
        }
        try plan.check(try plan.known(line: line), at: try plan.known(place: place), on: on)
        if let contact, office.find(.contact, contact) == nil { throw .unknown(.contact, contact) }
        _ = try office.employed(worker: worker, on: on)
        office.remarks(onServing: person, on: on, &flags)
        flags.insert(.minorCameOfAge, if: isMinor && office.cameOfAge(person, by: on))
        let household = [person] + members.compactMap { office.people.find($0.text) }
        flags.insert(.possibleDuplicate, if: office.isInOpenCase(household, otherThan: nil))
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let person = office.people.find(person.text), let worker = office.workers.find(worker.text),
            let phase = office.plan?.phases.first
        else { return }
        let serviceRecord = office.insertServiceRecord(.case, row: office.cases.count, as: `case`, mark)
        let contact = contact.flatMap { office.serviceRecords.find($0.text) }
        let row = office.cases.append(
            Case(
                serviceRecord: serviceRecord, person: person, members: office.intern(people: members),
                line: office.symbols.intern(line.text), place: office.symbols.intern(place.text), on: on,
                access: access,
                worker: worker, isMinor: isMinor, complexity: office.intern(complexity),
                contact: contact, phase: office.symbols.intern(phase.id.text), lastStep: nil,
                previous: contact.flatMap { office.casesOfContacts[$0] }, position: Int32(mark.position)))
        office.caseload.open(row, office.cases[row])
        if let contact { office.casesOfContacts[contact] = row }
        office.note(membership: person, in: row)
        for member in members { office.people.find(member.text).map { office.note(membership: $0, in: row) } }
        office.record(.caseOpening, row: row, mark)
    }
}

extension Office {
    /// Returns the cases that came from a contact, in the order of recording, also those that were voided.
    package func cases(from contact: Ref<ServiceRecord>) -> [Case] {
        cases.chain(from: casesOfContacts[contact]).reversed()
    }

    /// The stream of the person whom a case concerns: their key seals what is noted on it.
    func owner(ofCase id: ID) -> Stream? {
        find(.case, id).map { stream(of: cases[Ref($0)].person) }
    }
}

/// A command that adds a step to a known case: it happens on its day, goes to the case's stream, and what is personal in
/// it is the case's person's.
protocol CaseStepCommand: DatedCommand {
    var `case`: ID { get }
}

extension CaseStepCommand {
    static var isWorkOfAssignee: Bool { true }
    func stream(in office: Office) -> Stream { .case(`case`) }
    func owner(in office: Office) -> Stream? { office.owner(ofCase: `case`) }
}

extension Case: VoidableRow {
    static var table: WritableKeyPath<Office, Table<Case>> { \.cases }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        let opened = office.cases[Ref(row)]
        body(.case(Ref(row)))
        body(.person(opened.person))
        office.lists.forEach(opened.members, of: Person.self) { body(.person($0)) }
    }

    func stream(in office: Office) -> Stream { office.stream(of: serviceRecord) }

    /// The person and the present household.
    func persons(in office: Office) -> [Ref<Person>] { [person] + office.state(of: ref(in: office)).members }

    /// Refuses if a step or note, a mediation or hours refer to the case.
    func checkVoidable(in office: Office) throws(Refusal) {
        let own = ref(in: office)
        var found: RecordReason.Dependent?
        if let step = office.steps(of: own).last {
            found = .step(position: Int(step.position))
        } else {
            office.mediations.forEach { _, mediation in
                if mediation.case == own {
                    found = found ?? .mediation(ID(stored: office.serviceRecords.id(mediation.serviceRecord)))
                }
            }
            office.hours.entries.forEach { entry, logged in
                if logged.about == serviceRecord, logged.minutes > 0 {
                    found = found ?? .entry(ID(stored: office.hours.entries.id(entry)))
                }
            }
        }
        guard let found else { return }
        throw Refusal(
            .record(.rests(found, case: ID(stored: office.serviceRecords.id(serviceRecord)))), field: "position",
            value: "\(position)")
    }

    func takeVoiding(in office: inout Office, _ mark: EventMark) { office.caseload.void(ref(in: office), self) }

    private func ref(in office: Office) -> Ref<Case> { Ref(Int(office.serviceRecords[serviceRecord].row)) }
}
