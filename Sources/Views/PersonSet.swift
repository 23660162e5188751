import Office

/// A set of people by their dense numbers, with one bit each, so that a million services are counted quickly.
struct PersonSet {
    private var words: [UInt64] = []
    /// The number of people in the set.
    private(set) var count = 0

    /// Adds a person, if not already in the set.
    mutating func insert(_ person: Ref<Person>) {
        let word = Int(person.index) >> 6
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        let bit = UInt64(1) << UInt64(person.index & 63)
        if words[word] & bit == 0 {
            words[word] |= bit
            count += 1
        }
    }

    /// Returns the number of people in this set who are not in `other`.
    func count(without other: PersonSet) -> Int {
        var count = 0
        for (index, word) in words.enumerated() {
            count += (index < other.words.count ? word & ~other.words[index] : word).nonzeroBitCount
        }
        return count
    }

    /// Calls `body` with everyone in the set, in the order of registration.
    func forEach(_ body: (Ref<Person>) -> Void) {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                body(Ref(index << 6 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
    }
}

/// Sets of people by a key with few values (lines, places, quarters), found by linear search.
struct PersonSets<Key: Equatable> {
    private var keys: [Key] = []
    private var sets: [PersonSet] = []

    mutating func insert(_ person: Ref<Person>, _ key: Key) {
        if let index = keys.firstIndex(of: key) {
            sets[index].insert(person)
        } else {
            keys.append(key)
            sets.append(PersonSet())
            sets[sets.count - 1].insert(person)
        }
    }

    /// Calls `body` with each key and its number of people.
    func forEach(_ body: (Key, Int) -> Void) {
        for (key, set) in zip(keys, sets) { body(key, set.count) }
    }

    /// The number of people for each key, with the keys as texts.
    func counts(_ text: (Key) -> String) -> [String: Int] {
        Dictionary(zip(keys, sets).map { (text($0), $1.count) }) { $0 + $1 }
    }
}
