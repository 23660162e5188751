import CivilTime

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ numbers: ClosedRange<Int>) -> Int { Int.random(in: numbers, using: &self) }

    /// True once in so many times, on average.
    mutating func chance(_ share: Int) -> Bool { number(0...share - 1) == 0 }

    mutating func of<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

    /// A day so many days after 2019-06-01.
    mutating func day(_ days: ClosedRange<Int>) -> String { Day(number: 18_048 + number(days)).description }
}
