import CivilTime
import Office

/// The differences between the figures of two offices of one log, and the events that caused them.
struct Difference {
    /// One changed figure.
    struct Change {
        let figure: FigureName
        let before: Int
        let after: Int
        /// The events after the earlier position that caused the difference, in order.
        let events: [Int]
    }

    let changes: [Change]

    /// Compares the figures `before`, of the office `earlier`, with the figures `after`, of the office `later`.
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

/// The events between two offices, by subject.
private struct Causes {
    private let earlierLast: Int
    private let later: Office
    private var events: [Fact.Subject: [Int]] = [:]

    init(from earlier: Office, to later: Office) {
        earlierLast = earlier.position
        self.later = later
        guard earlier.position < later.position else { return }
        let links = (LinkedSets(earlier.links), LinkedSets(later.links))
        later.forEachSubject(ofEventsAt: earlier.position + 1...later.position) { position, subject in
            for subject in Fact.Subject.all(of: subject, links.0, links.1) {
                events[subject, default: []].append(position)
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
        // If a fact was neither added nor removed and no event is about its subject, the difference is due to another plan.
        return (found.isEmpty ? events[.project] ?? [] : found.sorted())
    }

    /// The events that determine an entry's cost and whether it may be claimed: its adjustments, its worker's rates, and the
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

extension Fact.Subject {
    /// The subjects of facts that an event about `subject` may change, considering the links before and after it.
    fileprivate static func all(of subject: RecordSubject, _ before: LinkedSets, _ after: LinkedSets) -> Set<Self> {
        switch subject {
        case .project: [.project]
        case .worker(let worker): [.worker(worker)]
        case .entry(let entry): [.entry(entry)]
        case .case(let ref): [.case(ref)]
        case .mediation(let ref): [.mediation(ref)]
        case .person(let person): ids(of: [person], before, after)
        case .linkedPersons(let person):
            ids(of: before.everyone(linkedWith: person) + after.everyone(linkedWith: person), before, after)
        }
    }

    /// A link may change the id that represents a person, and everyone linked with them.
    private static func ids(of people: [Ref<Person>], _ before: LinkedSets, _ after: LinkedSets) -> Set<Self> {
        Set(people.flatMap { [$0, before.representative($0), after.representative($0)] }.map { .person($0) })
    }
}
