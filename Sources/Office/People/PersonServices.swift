package import CivilTime

/// That a person was served by an event. For each id these form a chain that begins with the last one.
package struct PersonService: ChainedRow, Hashable {
    /// The position of the event.
    package let position: Int32
    private let previousIndex: Int32

    package var previous: Ref<PersonService>? { previousIndex < 0 ? nil : Ref(Int(previousIndex)) }

    init(position: Int32, after previous: Ref<PersonService>?) {
        self.position = position
        previousIndex = previous?.index ?? -1
    }
}

/// A service to a person, as an answer about a day has it: from `from` up to the day before `until`.
///
/// It is known from its own day on, except that a mediation for a case serves the case's person from the day on which the case was
/// opened. A note that was recorded after a transfer to a later day moves with the case on that day.
package struct DatedService {
    package let service: Service
    package let from: Day
    /// Nil if it stays.
    package let until: Day?

    /// Whether an answer with everything up to and including `day` has it.
    package func isKnown(on day: Day) -> Bool { from <= day && until.map { day < $0 } ?? true }
}

/// The parts of one service to a person: one, except for a note that moves with its case; none if it does not count.
///
/// They are returned and not given to a closure, because a closure over an office is made with a copy of the whole of it, and this is
/// asked for several services of each event.
struct ServiceParts: Sequence {
    fileprivate(set) var first: DatedService?
    fileprivate var others: [DatedService] = []

    var count: Int { first == nil ? 0 : 1 + others.count }

    fileprivate mutating func append(_ part: DatedService) {
        if first == nil { first = part } else { others.append(part) }
    }

    struct Iterator: IteratorProtocol {
        fileprivate let parts: ServiceParts
        private var index = 0

        fileprivate init(_ parts: ServiceParts) { self.parts = parts }

        mutating func next() -> DatedService? {
            defer { index += 1 }
            if index == 0 { return parts.first }
            return index <= parts.others.count ? parts.others[index - 1] : nil
        }
    }

    func makeIterator() -> Iterator { Iterator(self) }
}

/// The transfers of cases, each case read once.
struct CaseTransfers {
    struct Transfer {
        let position: Int32
        let on: Day
        let line: Symbol?
        let place: Symbol?
    }

    private var known: [Ref<Case>: [Transfer]] = [:]

    /// Returns the transfers of a case that count, in the order of recording.
    mutating func of(_ ref: Ref<Case>, _ office: Office) -> [Transfer] {
        if let transfers = known[ref] { return transfers }
        var transfers: [Transfer] = []
        for step in office.caseSteps.chain(from: office.cases[ref].lastStep) where !step.isVoided {
            guard case .transfer(let line, let place) = step.action else { continue }
            transfers.append(Transfer(position: step.position, on: step.on, line: line, place: place))
        }
        transfers.reverse()
        known[ref] = transfers
        return transfers
    }
}

extension Office {
    /// Notes that persons were served by the event at a position, once for each time that the event names them.
    mutating func note(servicesTo persons: [Ref<Person>], at position: Int) {
        for person in persons {
            servicesOfPersons[person] = personServices.append(
                PersonService(position: Int32(position), after: servicesOfPersons[person]))
        }
    }

    /// The services to one id, also those that were voided, the last recorded first.
    func services(to person: Ref<Person>) -> Chain<PersonService> {
        personServices.chain(from: servicesOfPersons[person])
    }

    /// Calls `body` with every service to one id, the last recorded first: those of `forEachService`, which reads all records.
    package func forEachService(to person: Ref<Person>, _ body: (DatedService) -> Void) {
        var transfers = CaseTransfers()
        for row in services(to: person) {
            for part in parts(ofServiceAt: Int(row.position), to: person, &transfers) { body(part) }
        }
    }

    /// Returns the parts of the service that the event at a position was to a person.
    func parts(
        ofServiceAt position: Int, to person: Ref<Person>, _ transfers: inout CaseTransfers
    ) -> ServiceParts {
        var parts = ServiceParts()
        func give(
            _ line: Symbol, _ place: Symbol, _ on: Day, _ codes: Service.Codes, from: Day? = nil, until: Day? = nil
        ) {
            let service = Service(person: person, line: line, place: place, on: on, codes: codes, position: position)
            parts.append(DatedService(service: service, from: from ?? on, until: until))
        }
        let row = Int(records[position].row)
        switch records[position].kind {
        case .contact:
            let contact = contacts[Ref(row)]
            if !contact.isVoided { give(contact.line, contact.place, contact.on, .list(contact.topics)) }
        case .caseOpening:
            let opened = cases[Ref(row)]
            if !opened.isVoided { give(opened.line, opened.place, opened.on, codes(of: opened)) }
        case .caseStep:
            let step = caseSteps[Ref(row)]
            guard !step.isVoided else { return parts }
            let opened = cases[step.case]
            let before = transfers.of(step.case, self).prefix { $0.position < step.position }
            var begin: Day? = step.on
            while let from = begin {
                // Up to the next day to which an earlier recorded step had moved the case.
                let until = before.lazy.map(\.on).filter { $0 > from }.min()
                let known = before.lazy.filter { $0.on <= from }
                give(
                    known.compactMap(\.line).last ?? opened.line, known.compactMap(\.place).last ?? opened.place,
                    step.on,
                    codes(of: opened), from: from, until: until)
                begin = until
            }
        case .mediationStep:
            let step = mediationSteps[Ref(row)]
            guard case .deliver(let delivery) = step.action, !step.isVoided, let line = served.rules?.mediationLine
            else { return parts }
            let request = mediations[step.mediation]
            var from = max(step.on, request.on)
            if let own = request.case, !lists.values(delivery.persons).contains(person) {
                from = max(from, cases[own].on)
            }
            give(line, request.place, step.on, .one(request.purpose), from: from)
        case .orientation:
            let session = orientations[Ref(row)]
            guard !session.isVoided, let line = served.rules?.youthLine else { return parts }
            give(line, session.place, session.on, .list(session.needs))
        case .activity:
            let activity = activities[Ref(row)]
            guard !activity.isVoided, let line = served.rules?.youthLine else { return parts }
            give(line, activity.place, activity.on, .none)
        case .log, .plan, .project, .worker, .rate, .absence, .entry, .adjustment, .timesheet, .person, .evidence,
            .decision, .link, .mediationRequest, .void, .report, .finding, .erasure, .erasureRefusal, .look:
            break
        }
        return parts
    }

    /// The persons whom the event at a position serves, once for each time that it names them, also if it was voided.
    func persons(servedAt position: Int) -> [Ref<Person>] {
        let row = Int(records[position].row)
        switch records[position].kind {
        case .contact: return contacts[Ref(row)].person.map { [$0] } ?? []
        case .caseOpening: return [cases[Ref(row)].person] + lists.values(cases[Ref(row)].members)
        case .caseStep:
            let step = caseSteps[Ref(row)]
            guard case .note(let kind, _, _, let persons) = step.action, kind != .report else { return [] }
            return persons.map { lists.values($0) } ?? [cases[step.case].person]
        case .mediationStep:
            let step = mediationSteps[Ref(row)]
            guard case .deliver(let delivery) = step.action else { return [] }
            let named = lists.values(delivery.persons, of: Person.self)
            let own = mediations[step.mediation].case.map { cases[$0].person }
            return named + (own.map { named.contains($0) ? [] : [$0] } ?? [])
        case .orientation: return [orientations[Ref(row)].person]
        case .activity: return lists.values(activities[Ref(row)].present)
        case .log, .plan, .project, .worker, .rate, .absence, .entry, .adjustment, .timesheet, .person, .evidence,
            .decision, .link, .mediationRequest, .void, .report, .finding, .erasure, .erasureRefusal, .look:
            return []
        }
    }

    /// The persons who can be counted otherwise once the event at a position is voided.
    func persons(countedBy position: Int) -> [Ref<Person>] {
        let row = Int(records[position].row)
        switch records[position].kind {
        case .decision: return [decisions[Ref(row)].person]
        case .contact:
            // What was done in the cases that came from it has its topics.
            var persons = persons(servedAt: position)
            for opened in cases(from: contacts[Ref(row)].serviceRecord) {
                let ref = Ref<Case>(Int(serviceRecords[opened.serviceRecord].row))
                persons += self.persons(servedAt: Int(opened.position))
                forEachPerson(ofNotesIn: ref, after: opened.position) { persons.append($0) }
            }
            return persons
        case .caseOpening, .caseStep, .mediationStep, .orientation, .activity: return persons(servedAt: position)
        case .log, .plan, .project, .worker, .rate, .absence, .entry, .adjustment, .timesheet, .person, .evidence,
            .link,
            .mediationRequest, .void, .report, .finding, .erasure, .erasureRefusal, .look:
            return []
        }
    }
}
