package import CivilTime
import HashTreeCollections

/// A number for each of consecutive days, such as minutes, whose sums over some days are asked for.
package struct DayRun: Sendable, Equatable {
    /// The first day.
    package private(set) var from: Day
    private var numbers = PersistentArray<Int32>()

    init(from day: Day) { from = day }

    /// The sum of all days.
    private var total = 0

    /// The last day.
    package var to: Day { from.adding(numbers.count - 1) }

    /// The sum of all days from `first` to `last`, both included.
    package func sum(from first: Day, to last: Day) -> Int {
        let begin = max(0, first.days(since: from))
        let end = min(numbers.count - 1, last.days(since: from))
        guard begin <= end else { return 0 }
        if begin == 0 && end == numbers.count - 1 { return total }
        var sum = 0
        for index in begin...end { sum += Int(numbers[index]) }
        return sum
    }

    mutating func add(_ added: Int32, on day: Day) {
        if day < from {
            var longer = PersistentArray<Int32>()
            for _ in 0..<from.days(since: day) { longer.append(0) }
            numbers.forEach { _, number in longer.append(number) }
            (from, numbers) = (day, longer)
        }
        let index = day.days(since: from)
        while numbers.count <= index { numbers.append(0) }
        numbers[index] += added
        total += Int(added)
    }
}

extension DayRun {
    fileprivate func write(to image: inout ImageWriter) { image.rows(numbers) }

    fileprivate init(from day: Day, _ image: inout ImageReader) throws(ImageError) {
        from = day
        numbers = try image.rows()
        var total = 0
        numbers.forEach { _, number in total += Int(number) }
        self.total = total
    }
}

extension ImageWriter {
    /// The number of runs, then for each its key, first day and numbers.
    mutating func runs<Key: BitwiseCopyable & Hashable & Sendable>(_ runs: TreeDictionary<Key, DayRun>) {
        number(runs.count)
        for (key, run) in runs {
            var keys = PersistentArray<Key>()
            keys.append(key)
            rows(keys)
            number(Int(run.from.number))
            run.write(to: &self)
        }
    }
}

extension ImageReader {
    mutating func runs<Key: BitwiseCopyable & Hashable & Sendable>() throws(ImageError) -> TreeDictionary<Key, DayRun> {
        var runs = TreeDictionary<Key, DayRun>()
        for _ in 0..<max(0, try number()) {
            let keys: PersistentArray<Key> = try rows()
            guard keys.count == 1 else { throw ImageError() }
            runs[keys[0]] = try DayRun(from: Day(number: try number()), &self)
        }
        return runs
    }
}
