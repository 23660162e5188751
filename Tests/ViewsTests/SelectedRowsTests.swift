import SeededNumbers
import Testing

@testable import Views

struct SelectedRowsTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the first elements of an order are those of the sorted array, whatever the order before`(_ seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<40 {
            let length = numbers.number(0...400)
            let range = numbers.of([0, 3, 1_000_000])
            var array = (0..<length).map { _ in numbers.number(0...range) }
            if seed % 4 == 1 { array.sort() }
            if seed % 4 == 2 { array.sort(by: >) }
            let count = numbers.of([0, 1, 2, 100, length / 2, length, length + 1])
            var some = array
            some.sortFirst(count, by: <)
            #expect(some.prefix(count) == array.sorted().prefix(count))
            #expect(some.sorted() == array.sorted())
        }
    }
}
