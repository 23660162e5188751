import CivilTime

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns a day so many days after 2019-06-01.
    mutating func day(_ days: ClosedRange<Int>) -> String {
        Day(number: 18_048 + Int.random(in: days, using: &self)).description
    }

    mutating func chance(_ share: Int) -> Bool { Int.random(in: 0..<share, using: &self) == 0 }

    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &self)]
    }
}
