import CivilTime
import HashTreeCollections

/// Numbers that are added up together.
protocol Counts: Sendable, Equatable, BitwiseCopyable {
    /// Nothing counted.
    init()
    static func += (sum: inout Self, added: Self)
    /// What takes away as much as this adds.
    static prefix func - (counts: Self) -> Self
}

/// Sums as they are at the end of each day, kept for the days on which they change.
///
/// They are totals and not differences, so that the sums of any day are found by a binary search. Changes mostly come on the
/// last day or after it; an earlier one also changes the totals of all days after it.
struct DaySums<Sum: Counts>: Sendable, Equatable {
    fileprivate struct Total: Sendable, Equatable, BitwiseCopyable {
        let day: Day
        var sum: Sum
    }

    /// In the order of days, each once.
    fileprivate var totals = PersistentArray<Total>()

    fileprivate init() {}

    /// The sums at the end of a day.
    subscript(day: Day) -> Sum {
        guard totals.count > 0, totals[totals.count - 1].day > day else {
            return totals.count > 0 ? totals[totals.count - 1].sum : Sum()
        }
        var (low, high) = (0, totals.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if totals[middle].day > day { high = middle } else { low = middle + 1 }
        }
        return low > 0 ? totals[low - 1].sum : Sum()
    }

    fileprivate mutating func add(_ added: Sum, from day: Day) {
        var index = totals.count
        while index > 0, totals[index - 1].day > day {
            index -= 1
            totals[index].sum += added
        }
        guard index == 0 || totals[index - 1].day < day else {
            totals[index - 1].sum += added
            return
        }
        var moved = Total(day: day, sum: index > 0 ? totals[index - 1].sum : Sum())
        moved.sum += added
        while index < totals.count {
            swap(&moved, &totals[index])
            index += 1
        }
        totals.append(moved)
    }
}

/// Sums by day of many keys.
struct KeyedDaySums<Key: Hashable & Sendable & BitwiseCopyable, Sum: Counts>: Sendable, Equatable {
    private var sums = TreeDictionary<Key, DaySums<Sum>>()

    init() {}

    /// Calls `body` with each key and its sums, day by day.
    func forEach(_ body: (Key, DaySums<Sum>) -> Void) {
        for (key, sums) in sums { body(key, sums) }
    }

    /// Adds something to the sums of a key, on a day and all days after it.
    mutating func add(_ added: Sum, to key: Key, from day: Day) {
        guard added != Sum() else { return }
        sums[key, default: DaySums()].add(added, from: day)
    }
}

extension KeyedDaySums: ImageTable {
    func write(to image: inout ImageWriter) {
        var keys = PersistentArray<Key>()
        for key in sums.keys { keys.append(key) }
        image.rows(keys)
        for sums in sums.values { image.rows(sums.totals) }
    }

    init(from image: inout ImageReader) throws(ImageError) {
        let keys: PersistentArray<Key> = try image.rows()
        for index in 0..<keys.count { sums[keys[index], default: DaySums()].totals = try image.rows() }
    }
}
