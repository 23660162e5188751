package import CivilTime

/// A service to a person on a line, which is what the indicators count.
package struct Service {
    package let person: Ref<Person>
    package let line: Symbol
    package let place: Symbol
    package let on: Day
    /// The codes that say for what: topics of a contact, purpose of a mediation, needs of an orientation.
    package let codes: Codes
    /// The event that says so.
    package let position: Int

    /// Codes are distinguished only if a measure is requested.
    package enum Codes: Hashable, BitwiseCopyable {
        case none
        case list(ListRef)
        case one(Symbol)
    }
}

extension Office {
    /// Calls `body` with every service up to and including `last`, in no particular order of days.
    ///
    /// A person is served who made a contact; who is the person or a household member of a case at its opening; who is named in
    /// a note on a case (except a report); who is named in a delivered mediation or is the person of its case; who had an
    /// orientation session; or who was present at an activity. A case and its notes have the codes of the contact from which
    /// the case came.
    package func forEachService(upTo last: Day, _ body: (Service) -> Void) {
        contacts.forEach { _, row in
            guard let person = row.person, !row.isVoided, row.on <= last else { return }
            body(
                Service(
                    person: person, line: row.line, place: row.place, on: row.on, codes: .list(row.topics),
                    position: Int(row.position)))
        }
        // The place of each case when a step was recorded, by the case's number, ignoring transfers after `last`.
        var courses: [Course] = []
        courses.reserveCapacity(cases.count)
        cases.forEach { _, row in
            let course = Course(person: row.person, line: row.line, place: row.place, codes: codes(of: row))
            courses.append(course)
            guard row.on <= last, !row.isVoided else { return }
            body(course.service(to: row.person, on: row.on, row.position))
            lists.forEach(row.members, of: Person.self) { body(course.service(to: $0, on: row.on, row.position)) }
        }
        caseSteps.forEach { _, step in
            guard !step.isVoided, step.on <= last else { return }
            switch step.action {
            case .transfer(let line, let place):
                if let line { courses[Int(step.case.index)].line = line }
                if let place { courses[Int(step.case.index)].place = place }
            case .note(let kind, _, _, let persons) where kind != .report:
                let course = courses[Int(step.case.index)]
                guard let persons else {
                    return body(course.service(to: course.person, on: step.on, step.position))
                }
                lists.forEach(persons, of: Person.self) { body(course.service(to: $0, on: step.on, step.position)) }
            default: return
            }
        }
        forEachServiceOfPlanLines(upTo: last, body)
    }

    /// Mediation, orientation and activities: their line is the plan's one line of the service.
    private func forEachServiceOfPlanLines(upTo last: Day, _ body: (Service) -> Void) {
        if let line = plan?.line(of: .mediation).flatMap({ symbols.find($0.id.text) }) {
            mediationSteps.forEach { _, step in
                guard case .deliver(let delivery) = step.action, !step.isVoided, step.on <= last else { return }
                let row = mediations[step.mediation]
                guard row.on <= last else { return }
                var own = row.case.flatMap { cases[$0].on <= last ? cases[$0].person : nil }
                lists.forEach(delivery.persons, of: Person.self) {
                    if $0 == own { own = nil }
                    body(
                        Service(
                            person: $0, line: line, place: row.place, on: step.on, codes: .one(row.purpose),
                            position: Int(step.position)))
                }
                if let own {
                    body(
                        Service(
                            person: own, line: line, place: row.place, on: step.on, codes: .one(row.purpose),
                            position: Int(step.position)))
                }
            }
        }
        guard let line = plan?.line(of: .youth).flatMap({ symbols.find($0.id.text) }) else { return }
        orientations.forEach { _, row in
            guard !row.isVoided, row.on <= last else { return }
            body(
                Service(
                    person: row.person, line: line, place: row.place, on: row.on, codes: .list(row.needs),
                    position: Int(row.position)))
        }
        activities.forEach { _, row in
            guard !row.isVoided, row.on <= last else { return }
            lists.forEach(row.present, of: Person.self) {
                body(
                    Service(
                        person: $0, line: line, place: row.place, on: row.on, codes: .none,
                        position: Int(row.position)))
            }
        }
    }

    func codes(of row: Case) -> Service.Codes {
        guard let serviceRecord = row.contact else { return .none }
        let contact = contacts[Ref(Int(serviceRecords[serviceRecord].row))]
        return contact.isVoided ? .none : .list(contact.topics)
    }
}

/// The state of a case that its services need: its place after the steps read so far.
private struct Course: BitwiseCopyable {
    let person: Ref<Person>
    var line: Symbol
    var place: Symbol
    let codes: Service.Codes

    func service(to person: Ref<Person>, on day: Day, _ position: Int32) -> Service {
        Service(person: person, line: line, place: place, on: day, codes: codes, position: Int(position))
    }
}
