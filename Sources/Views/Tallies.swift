/// Values by a number that has few values, such as a month's or a word's, found without hashing.
struct NumberTally<Value> {
    private let zero: Value
    /// The place of each number's value, counted from the least number that has one; -1 for none.
    private var places: [Int32] = []
    private var first = 0
    private var numbers: [Int] = []
    private var values: [Value] = []

    /// A tally in which every value begins with `zero`.
    init(_ zero: Value) { self.zero = zero }

    /// Changes the value of a number.
    mutating func change(_ number: Int, _ change: (inout Value) -> Void) {
        let place = number - first
        if place >= 0, place < places.count, places[place] >= 0 { return change(&values[Int(places[place])]) }
        change(&values[addPlace(of: number)])
    }

    private mutating func addPlace(of number: Int) -> Int {
        if places.isEmpty { first = number }
        if number < first {
            places.insert(contentsOf: repeatElement(-1, count: first - number), at: 0)
            first = number
        }
        if number - first >= places.count {
            places.append(contentsOf: repeatElement(-1, count: number - first + 1 - places.count))
        }
        places[number - first] = Int32(values.count)
        numbers.append(number)
        values.append(zero)
        return values.count - 1
    }

    /// Returns the values by the names of their numbers, each of which has another.
    func named(_ name: (Int) -> String) -> [String: Value] {
        Dictionary(uniqueKeysWithValues: zip(numbers, values).map { (name($0), $1) })
    }
}

/// Counts by the cases of a word.
struct WordTally<Word: CaseIterable & Equatable> {
    private let words = Array(Word.allCases)
    private var counts = Array(repeating: 0, count: Word.allCases.count)

    /// Counts one more.
    mutating func add(_ word: Word) {
        for index in 0..<words.count where words[index] == word { counts[index] += 1 }
    }

    /// Returns the counts that are not zero, by name.
    func named(_ name: (Word) -> String) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: zip(words, counts).filter { $1 > 0 }.map { (name($0), $1) })
    }
}

/// How often each number of days came up, zero or more.
struct DayCounts {
    private var counts: [Int] = []
    /// All that were counted.
    private(set) var count = 0

    /// Counts one more.
    mutating func add(_ days: Int) {
        if days >= counts.count { counts.append(contentsOf: repeatElement(0, count: days + 1 - counts.count)) }
        counts[days] += 1
        count += 1
    }

    /// The largest number of days; nil if nothing was counted.
    var largest: Int? { counts.isEmpty ? nil : counts.count - 1 }

    /// The median, the lower of two; nil if nothing was counted.
    var lowerMedian: Int? {
        guard count > 0 else { return nil }
        var left = (count - 1) / 2
        for (days, count) in counts.enumerated() {
            if left < count { return days }
            left -= count
        }
        return nil
    }
}
