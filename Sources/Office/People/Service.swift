/// A person was served on a line: what the indicators count.
package struct Service {
    package let person: Ref<Person>
    package let line: Word
    package let place: Word
    package let on: Day
    /// The codes that say for what: topics of a contact, purpose of a mediation, needs of an orientation.
    package let codes: Codes
    /// The event that says so.
    package let position: Int

    /// Codes are told apart only where a measure is asked for.
    package enum Codes {
        case none
        case list(ListRef)
        case one(Word)
    }
}

extension Office {
    /// Calls `body` with every service up to and including `last`, in no particular order of days.
    ///
    /// Served is whoever made a contact, is the person or a member of a case at its opening, is named in a note on it
    /// (a report serves nobody) or in a delivered mediation or is the person of its case, had an orientation, or was
    /// present at an activity. Codes of a case and its notes are those of the contact that it came from.
    package func forEachService(upTo last: Day, _ body: (Service) -> Void) {
        contacts.forEach { _, row in
            guard let person = row.person, !row.isVoided, row.on <= last else { return }
            body(
                Service(
                    person: person, line: row.line, place: row.place, on: row.on, codes: .list(row.topics),
                    position: Int(row.position)))
        }
        cases.forEach { _, row in
            guard row.on <= last else { return }
            let codes = codes(of: row)
            body(
                Service(
                    person: row.person, line: row.line, place: row.place, on: row.on, codes: codes,
                    position: Int(row.position)))
            lists.forEach(row.members, of: Person.self) {
                body(
                    Service(
                        person: $0, line: row.line, place: row.place, on: row.on, codes: codes,
                        position: Int(row.position)))
            }
        }
        caseSteps.forEach { _, step in
            guard case .note(let kind, _, _, let persons) = step.action, kind != .report, !step.isVoided,
                step.on <= last
            else { return }
            let row = cases[step.case]
            let (line, place) = whereabouts(before: step, row, upTo: last)
            let codes = codes(of: row)
            guard let persons else {
                body(
                    Service(
                        person: row.person, line: line, place: place, on: step.on, codes: codes,
                        position: Int(step.position)))
                return
            }
            lists.forEach(persons, of: Person.self) {
                body(
                    Service(
                        person: $0, line: line, place: place, on: step.on, codes: codes,
                        position: Int(step.position)))
            }
        }
        forEachServiceOfPlanLines(upTo: last, body)
    }

    /// Mediation, orientation and activities: their line is the plan's one line of the service.
    private func forEachServiceOfPlanLines(upTo last: Day, _ body: (Service) -> Void) {
        if let line = plan?.line(of: .mediation).flatMap({ words.find($0.id.text) }) {
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
        guard let line = plan?.line(of: .youth).flatMap({ words.find($0.id.text) }) else { return }
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

    private func codes(of row: Case) -> Service.Codes {
        guard let thing = row.contact else { return .none }
        let contact = contacts[Ref(Int(things[thing].row))]
        return contact.isVoided ? .none : .list(contact.topics)
    }

    /// Where a case was when a step of it was recorded, transfers after `last` left out.
    private func whereabouts(before step: CaseStep, _ row: Case, upTo last: Day) -> (line: Word, place: Word) {
        var line: Word?
        var place: Word?
        var next = step.previous
        while let ref = next, line == nil || place == nil {
            let earlier = caseSteps[ref]
            if case .transfer(let toLine, let toPlace) = earlier.action, !earlier.isVoided, earlier.on <= last {
                line = line ?? toLine
                place = place ?? toPlace
            }
            next = earlier.previous
        }
        return (line ?? row.line, place ?? row.place)
    }
}
