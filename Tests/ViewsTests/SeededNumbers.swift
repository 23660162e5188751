import CivilTime
import SeededNumbers

extension SeededNumbers {
    mutating func number(_ numbers: ClosedRange<Int>) -> Int { Int.random(in: numbers, using: &self) }

    /// True once in so many times, on average.
    mutating func chance(_ share: Int) -> Bool { number(0...share - 1) == 0 }

    mutating func of<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

    /// A day so many days after 2019-06-01.
    mutating func day(_ days: ClosedRange<Int>) -> String { Day(number: 18_048 + number(days)).description }
}
