package import CivilTime
package import HashTreeCollections

/// Which ids are the same person, pair by pair.
package struct LinkBook: Sendable, Equatable {
    /// Two people, the smaller number first.
    package struct Pair: Sendable, Hashable, BitwiseCopyable {
        package let a: Ref<Person>
        package let b: Ref<Person>

        package init(_ one: Ref<Person>, _ other: Ref<Person>) {
            (a, b) = one.index <= other.index ? (one, other) : (other, one)
        }
    }

    /// The pairs that hold now, with the position at which they were last linked.
    package private(set) var pairs = TreeDictionary<Pair, Int32>()
    /// With whom each is linked directly, in the order of their numbers.
    private var neighbours = TreeDictionary<Ref<Person>, [Ref<Person>]>()

    package init() {}

    package func contains(_ pair: Pair) -> Bool { pairs[pair] != nil }

    mutating func insert(_ pair: Pair, _ position: Int) {
        if pairs.updateValue(Int32(position), forKey: pair) == nil { join(pair) }
    }

    mutating func remove(_ pair: Pair) {
        guard pairs.removeValue(forKey: pair) != nil else { return }
        for (one, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
            let left = neighbours[one, default: []].filter { $0 != other }
            neighbours[one] = left.isEmpty ? nil : left
        }
    }

    /// All ids that are the same person as this one, itself first. Takes time proportional to the size of
    /// the set; for many people make `LinkedSets`.
    package func everyone(linkedWith person: Ref<Person>) -> [Ref<Person>] {
        guard neighbours[person] != nil else { return [person] }
        var found = [person]
        var known: Set = [person]
        var next = 0
        while next < found.count {
            for other in neighbours[found[next], default: []] where known.insert(other).inserted { found.append(other) }
            next += 1
        }
        return found
    }

    private mutating func join(_ pair: Pair) {
        for (one, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
            neighbours[one] = (neighbours[one, default: []] + [other]).sorted { $0.index < $1.index }
        }
    }
}

extension LinkBook: ImageTable {
    func write(to image: inout ImageWriter) { image.dictionary(pairs) }
    init(from image: inout ImageReader) throws(ImageError) {
        pairs = try image.dictionary()
        for pair in pairs.keys { join(pair) }
    }
}

/// Linked ids as sets, computed once from the pairs: ids that are linked, also through others, are one person.
package struct LinkedSets: Sendable {
    /// For each person, by number, the number of their set, or -1; as far as the last one that is linked.
    private var setOf: [Int32] = []
    /// The sets, in each the one registered first before the others.
    private var sets: [[Ref<Person>]] = []

    package init(_ links: LinkBook) {
        var parents: [Ref<Person>: Ref<Person>] = [:]
        func root(_ person: Ref<Person>) -> Ref<Person> {
            var found = person
            while let parent = parents[found] { found = parent }
            return found
        }
        for pair in links.pairs.keys {
            let (a, b) = (root(pair.a), root(pair.b))
            guard a != b else { continue }
            // The smallest number represents the set, so that the answer does not depend on the order of the links.
            if a.index < b.index { parents[b] = a } else { parents[a] = b }
        }
        let linked = Set(links.pairs.keys.flatMap { [$0.a, $0.b] }).sorted { $0.index < $1.index }
        guard let last = linked.last else { return }
        setOf = Array(repeating: -1, count: Int(last.index) + 1)
        // In the order of their numbers, so that the representative of a set comes before its other members.
        for person in linked {
            let first = Int(root(person).index)
            if setOf[first] < 0 {
                setOf[first] = Int32(sets.count)
                sets.append([])
            }
            setOf[Int(person.index)] = setOf[first]
            sets[Int(setOf[first])].append(person)
        }
    }

    /// Returns the set of linked ids that contains this one; nil if it has no links.
    private func set(of person: Ref<Person>) -> [Ref<Person>]? {
        let index = Int(person.index)
        guard index < setOf.count, setOf[index] >= 0 else { return nil }
        return sets[Int(setOf[index])]
    }

    /// Returns the id that represents all ids linked with `person`.
    package func representative(_ person: Ref<Person>) -> Ref<Person> { set(of: person)?[0] ?? person }

    /// All ids that are the same person as this one, itself among them, the first registered first.
    package func everyone(linkedWith person: Ref<Person>) -> [Ref<Person>] { set(of: person) ?? [person] }

    /// The latest recorded decision, on any id that is the same person, that covers the day.
    package func decision(_ office: Office, on person: Ref<Person>, covering day: Day) -> EligibilityDecision? {
        guard let all = set(of: person) else { return office.decision(on: person, covering: day) }
        return all.compactMap { office.decision(on: $0, covering: day) }.max { $0.position < $1.position }
    }
}
