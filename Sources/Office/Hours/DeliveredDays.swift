import CivilTime
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

extension DeliveredDays: ImageTable {
    func write(to image: inout ImageWriter) { image.runs(runs) }
    init(from image: inout ImageReader) throws(ImageError) { runs = try image.runs() }
}
