package import CivilTime
import HashTreeCollections

/// A line at a place.
package struct LinePlace: Sendable, Hashable, BitwiseCopyable {
    package let line: Symbol
    package let place: Symbol

    package init(_ line: Symbol, _ place: Symbol) {
        self.line = line
        self.place = place
    }
}

/// The minutes delivered on each day, by line and place: kept up to date by each event that changes them, so that a sum over
/// some days takes no look at the entries.
package struct DeliveredDays: Sendable, Equatable {
    private var runs = TreeDictionary<LinePlace, DayRun>()

    init() {}

    /// The lines and places for which something was ever delivered.
    package var places: [LinePlace] { Array(runs.keys) }

    /// The minutes of a line at a place, day by day; nil if there never were any.
    package subscript(place: LinePlace) -> DayRun? { runs[place] }

    mutating func add(_ minutes: Int32, to place: LinePlace, on day: Day) {
        runs[place, default: DayRun(from: day)].add(minutes, on: day)
    }
}

/// Minutes on consecutive days.
package struct DayRun: Sendable, Equatable {
    /// The first day.
    package private(set) var from: Day
    private var minutes = PersistentArray<Int32>()

    fileprivate init(from day: Day) { from = day }

    /// The last day.
    package var to: Day { from.adding(minutes.count - 1) }

    /// The minutes of all days from `first` to `last`, both included.
    package func sum(from first: Day, to last: Day) -> Int {
        let begin = max(0, first.days(since: from))
        let end = min(minutes.count - 1, last.days(since: from))
        guard begin <= end else { return 0 }
        var sum = 0
        for index in begin...end { sum += Int(minutes[index]) }
        return sum
    }

    fileprivate mutating func add(_ added: Int32, on day: Day) {
        if day < from {
            var longer = PersistentArray<Int32>()
            for _ in 0..<from.days(since: day) { longer.append(0) }
            minutes.forEach { _, minutes in longer.append(minutes) }
            (from, minutes) = (day, longer)
        }
        let index = day.days(since: from)
        while minutes.count <= index { minutes.append(0) }
        minutes[index] += added
    }
}

extension DeliveredDays: ImageTable {
    func write(to image: inout ImageWriter) {
        image.number(runs.count)
        for (place, run) in runs {
            var key = PersistentArray<LinePlace>()
            key.append(place)
            image.rows(key)
            image.number(Int(run.from.number))
            run.write(to: &image)
        }
    }

    init(from image: inout ImageReader) throws(ImageError) {
        for _ in 0..<max(0, try image.number()) {
            let key: PersistentArray<LinePlace> = try image.rows()
            guard key.count == 1 else { throw ImageError() }
            runs[key[0]] = try DayRun(from: Day(number: try image.number()), &image)
        }
    }
}

extension DayRun {
    fileprivate func write(to image: inout ImageWriter) { image.rows(minutes) }

    fileprivate init(from day: Day, _ image: inout ImageReader) throws(ImageError) {
        from = day
        minutes = try image.rows()
    }
}
