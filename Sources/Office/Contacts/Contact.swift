package import CivilTime

/// The way in which a contact was made.
public enum Channel: String, WordList {
    /// In person, unannounced.
    case walkIn = "walk-in"
    /// By telephone.
    case phone
    /// By letter or mail.
    case mail
    /// Sent by another service.
    case referral
}

/// The outcome of a contact. A contact is not yet a case.
public enum ContactOutcome: String, WordList {
    /// Informed, and no more.
    case informed
    /// Sent on to another service.
    case referred
    /// A case was opened, or is to be.
    case caseOpened = "case-opened"
}

/// Someone came to a desk, once.
package struct Contact: Sendable, Hashable, BitwiseCopyable {
    package let serviceRecord: Ref<ServiceRecord>
    package let line: Symbol
    package let place: Symbol
    package let on: Day
    package let channel: Channel
    package let outcome: ContactOutcome
    package let topics: ListRef
    package let person: Ref<Person>?
    package let worker: Ref<Worker>
    package let minutes: Int32?
    package let position: Int32
    package var isVoided = false
}

/// `contact.record`: someone came to a desk.
struct RecordContact: DatedCommand {
    static let name = "contact.record"
    static let event = "contact.recorded"
    static let leastRole = Role.operator

    let contact: ID
    let line: ID
    let place: ID
    let on: Day
    let channel: Channel
    let topics: [ID]
    let person: ID?
    let worker: ID
    let minutes: Minutes?
    let outcome: ContactOutcome

    init(from fields: inout Fields) throws(Refusal) {
        contact = try fields.required("contact", creates: .contact)
        line = try fields.required("line", .line)
        place = try fields.required("place", .place)
        on = try fields.required("on")
        channel = try fields.required("channel")
        let _: Text? = try fields.optional("sender")
        topics = try fields.required("topics", .code)
        person = try fields.optional("person", .person)
        worker = try fields.required("worker", .worker)
        minutes = try fields.optional("minutes")
        outcome = try fields.required("outcome")
    }

    func stream(in office: Office) -> Stream { .contact(contact) }
    func owner(in office: Office) -> Stream? { person.map(Stream.person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try office.refuseTaken(contact, field: "contact")
        try recording.refuseFuture(on)
        let plan = try office.planInForce()
        try plan.check(try plan.known(line: line), at: try plan.known(place: place), on: on)
        _ = try office.employed(worker: worker, on: on)
        var flags = Flags(.unknownCode, if: plan.lacksCode(among: topics))
        if let person { office.remarks(onServing: try office.known(person: person), on: on, &flags) }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let worker = office.workers.find(worker.text) else { return }
        let serviceRecord = office.insertServiceRecord(.contact, row: office.contacts.count, as: contact, mark)
        let row = office.contacts.append(
            Contact(
                serviceRecord: serviceRecord, line: office.symbols.intern(line.text),
                place: office.symbols.intern(place.text), on: on,
                channel: channel, outcome: outcome, topics: office.intern(topics),
                person: person.flatMap { office.people.find($0.text) }, worker: worker,
                minutes: minutes.map { Int32($0.count) }, position: Int32(mark.position)))
        office.record(.contact, row: row, mark)
    }
}

extension Office {
    /// Refuses an id that a contact, case, mediation, orientation or activity has already.
    func refuseTaken(_ id: ID, field: String) throws(Refusal) {
        guard let ref = serviceRecords.find(id.text) else { return }
        throw Refusal(.record(.takenByServiceRecord(id, serviceRecords[ref].kind)), field: field, value: id.quoted)
    }

    mutating func intern(_ codes: [ID]) -> ListRef {
        var refs: [Symbol] = []
        refs.reserveCapacity(codes.count)
        for code in codes { refs.append(symbols.intern(code.text)) }
        return lists.add(refs)
    }

    mutating func intern(people ids: [ID]) -> ListRef {
        lists.add(ids.compactMap { people.find($0.text) })
    }
}

extension Contact: VoidableRow {
    static var table: WritableKeyPath<Office, Table<Contact>> { \.contacts }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        let contact = office.contacts[Ref(row)]
        if let person = contact.person { body(.person(person)) }
        // What was done in the cases that came from it has its topics until it is voided.
        guard contact.isVoided else { return }
        office.cases.forEach { ref, opened in
            guard opened.contact == contact.serviceRecord else { return }
            body(.person(opened.person))
            office.lists.forEach(opened.members, of: Person.self) { body(.person($0)) }
            office.forEachPerson(ofNotesIn: ref, after: opened.position) { body(.person($0)) }
        }
    }

    func stream(in office: Office) -> Stream { office.stream(of: serviceRecord) }
    func persons(in office: Office) -> [Ref<Person>] { person.map { [$0] } ?? [] }
}
