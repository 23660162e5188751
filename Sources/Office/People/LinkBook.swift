package import HashTreeCollections

/// Which ids are the same person, pair by pair.
package struct LinkBook: Sendable {
    /// Two people, the smaller number first.
    package struct Pair: Sendable, Hashable {
        package let a: Ref<Person>
        package let b: Ref<Person>

        package init(_ one: Ref<Person>, _ other: Ref<Person>) {
            (a, b) = one.index <= other.index ? (one, other) : (other, one)
        }
    }

    /// The pairs that hold now, with the position at which they were last linked.
    package private(set) var pairs = TreeDictionary<Pair, Int32>()

    package init() {}

    package func contains(_ pair: Pair) -> Bool { pairs[pair] != nil }
    mutating func insert(_ pair: Pair, _ position: Int) { pairs[pair] = Int32(position) }
    mutating func remove(_ pair: Pair) { pairs[pair] = nil }
}

/// Linked ids as sets, computed once from the pairs: whoever is linked, also through others, is one.
package struct LinkedSets: Sendable {
    private var parents: [Ref<Person>: Ref<Person>] = [:]
    private var members: [Ref<Person>: [Ref<Person>]] = [:]

    package init(_ links: LinkBook) {
        for pair in links.pairs.keys {
            let a = representative(pair.a)
            let b = representative(pair.b)
            guard a != b else { continue }
            // The smallest number stands for the set, so that the answer does not depend on the order of the links.
            if a.index < b.index { parents[b] = a } else { parents[a] = b }
        }
        for person in Set(links.pairs.keys.flatMap { [$0.a, $0.b] }) {
            members[representative(person), default: []].append(person)
        }
    }

    /// The one id that stands for all that are linked with `person`.
    package func representative(_ person: Ref<Person>) -> Ref<Person> {
        guard !parents.isEmpty else { return person }
        var found = person
        while let parent = parents[found] { found = parent }
        return found
    }

    /// All ids that are the same person as this one, itself among them, the first registered first.
    package func everyone(linkedWith person: Ref<Person>) -> [Ref<Person>] {
        members[representative(person)]?.sorted { $0.index < $1.index } ?? [person]
    }

    /// The latest recorded decision, on any id that is the same person, that covers the day.
    package func decision(_ office: Office, on person: Ref<Person>, covering day: Day) -> EligibilityDecision? {
        // Few people are linked; the others need no set.
        guard !members.isEmpty, let all = members[representative(person)] else {
            return office.decision(on: person, covering: day)
        }
        return all.compactMap { office.decision(on: $0, covering: day) }.max { $0.position < $1.position }
    }
}
