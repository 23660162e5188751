import Office

/// How figures of two offices of one log differ, and by which events.
struct Difference {
    /// One figure that changed.
    struct Change {
        let figure: FigureName
        let before: Int
        let after: Int
        /// The events after the earlier position that made the difference, in order.
        let events: [Int]
    }

    let changes: [Change]

    /// Compares the figures `before`, those of `earlier`, with `after`, those of `later`.
    init(from earlier: Office, to later: Office, before: Figures, after: Figures) {
        let causes = Causes(from: earlier, to: later)
        var changes: [Change] = []
        for figure in Set(before.facts.keys).union(after.facts.keys).sorted() {
            let old = before.facts[figure] ?? []
            let new = after.facts[figure] ?? []
            guard old.sum != new.sum else { continue }
            changes.append(
                Change(figure: figure, before: old.sum, after: new.sum, events: causes.events(from: old, to: new)))
        }
        self.changes = changes
    }
}

/// The events between two offices, by what they are about.
private struct Causes {
    private let earlierLast: Int
    private let later: Office
    private var events: [Fact.Subject: [Int]] = [:]

    init(from earlier: Office, to later: Office) {
        earlierLast = earlier.position
        self.later = later
        let links = (LinkedSets(earlier.links), LinkedSets(later.links))
        guard earlier.position < later.position else { return }
        for position in earlier.position + 1...later.position {
            let isLink = later.records[position].kind == .link
            for subject in later.subjects(ofEventAt: position) {
                guard case .person(let person) = subject else {
                    events[subject, default: []].append(position)
                    continue
                }
                // A person is known by another id before or after a link, and so is whoever was linked with them.
                var people: Set = [person]
                if isLink {
                    people.formUnion(links.0.everyone(linkedWith: person))
                    people.formUnion(links.1.everyone(linkedWith: person))
                }
                let ids = Set(people.flatMap { [$0, links.0.representative($0), links.1.representative($0)] })
                for id in ids { events[.person(id), default: []].append(position) }
            }
        }
    }

    func events(from old: [Fact], to new: [Fact]) -> [Int] {
        var amounts: [Key: Int] = [:]
        for fact in old { amounts[Key(fact), default: 0] -= fact.amount }
        for fact in new { amounts[Key(fact), default: 0] += fact.amount }
        var found = Set<Int>()
        for (key, change) in amounts where change != 0 {
            if key.position > earlierLast { found.insert(key.position) }
            found.formUnion(events[key.subject] ?? [])
            if case .charge(let entry) = key.subject { found.formUnion(causes(ofCharge: entry)) }
        }
        // What neither came nor went nor had anything happen to it is counted otherwise by another plan.
        return (found.isEmpty ? events[.project] ?? [] : found.sorted())
    }

    /// What changes what an entry costs, and whether it may be claimed: its adjustments, its worker's rates, and the
    /// last approval of its month.
    private func causes(ofCharge entry: Ref<Entry>) -> [Int] {
        let row = later.hours.entries[entry]
        let approved = later.hours.sheet(row.worker, row.on.month).approved.map { [Int($0)] } ?? []
        return (events[.entry(entry)] ?? []) + (events[.worker(row.worker)] ?? [])
            + approved.filter { $0 > earlierLast }
    }

    private struct Key: Hashable {
        let position: Int
        let subject: Fact.Subject

        init(_ fact: Fact) {
            position = fact.position
            subject = fact.subject
        }
    }
}

extension Office {
    /// What an event is about: whatever facts of these subjects it may have changed.
    func subjects(ofEventAt position: Int) -> [Fact.Subject] {
        let record = records[position]
        let row = Int(record.row)
        switch record.kind {
        // What an erasure takes is sealed, and in no figure.
        // Final payments, proceedings and what the law says of papers move no figure.
        case .log, .report, .finding, .erasure, .erasureRefusal, .reading, .access, .look, .project: return []
        case .plan: return [.project]
        case .worker: return [.worker(Ref(row))]
        // What a month's approval changes is found by the month's sheet, which has the approval's position.
        case .timesheet: return []
        case .rate: return [.worker(rates[Ref(row)].worker)]
        case .absence: return [.worker(absences[Ref(row)].worker)]
        case .entry: return [.entry(Ref(row))]
        case .adjustment: return [.entry(hours.adjustments[Ref(row)].entry)]
        case .person, .link: return [.person(Ref(row))]
        case .evidence: return [.person(evidence[Ref(row)].person)]
        case .decision: return [.person(decisions[Ref(row)].person)]
        case .contact: return contacts[Ref(row)].person.map { [.person($0)] } ?? []
        case .caseOpening:
            let opened = cases[Ref(row)]
            return [.case(Ref(row)), .person(opened.person)]
                + lists.values(opened.members, of: Person.self).map { .person($0) }
        case .caseStep:
            let step = caseSteps[Ref(row)]
            var subjects: [Fact.Subject] = [.case(step.case), .person(cases[step.case].person)]
            if case .note(_, _, _, let persons?) = step.action {
                subjects += lists.values(persons, of: Person.self).map { .person($0) }
            }
            return subjects
        case .mediationRequest: return [.mediation(Ref(row))]
        case .mediationStep:
            let step = mediationSteps[Ref(row)]
            var subjects: [Fact.Subject] = [.mediation(step.mediation)]
            if let own = mediations[step.mediation].case { subjects.append(.person(cases[own].person)) }
            if case .deliver(let delivery) = step.action {
                subjects += lists.values(delivery.persons, of: Person.self).map { .person($0) }
            }
            return subjects
        case .orientation: return [.person(orientations[Ref(row)].person)]
        case .activity: return lists.values(activities[Ref(row)].present, of: Person.self).map { .person($0) }
        // A voiding holds the position of what it voids, which lies before it.
        case .void: return row < position ? subjects(ofEventAt: row) : []
        }
    }
}
