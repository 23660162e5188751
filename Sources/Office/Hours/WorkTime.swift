package import CivilTime

/// The position of minutes in real time, by which overlaps and days with too many minutes are detected, across midnight and
/// clock changes.
struct WorkTime {
    /// UTC minutes since 1970, excluding the end; nil if no start was given.
    let span: Range<Int64>?
    let on: Day
    let minutes: Int

    init(on: Day, start: Clock?, minutes: Int) {
        self.on = on
        self.minutes = minutes
        span = start.flatMap { EuropeRome.utcMinute($0, on: on) }.map { $0..<($0 + Int64(minutes)) }
    }

    init(_ entry: Entry) {
        self.init(on: entry.on, start: entry.start, minutes: Int(entry.minutes))
    }

    /// The last day that it reaches into.
    var lastDay: Day {
        guard let span, !span.isEmpty else { return on }
        return EuropeRome.wall(atUTCMinute: span.upperBound - 1).day
    }

    /// Returns the number of its minutes on a day. Without a start, all are on its own day.
    func minutes(fallingOn day: Day) -> Int {
        guard let span else { return day == on ? minutes : 0 }
        let start = EuropeRome.start(of: day)
        let whole = start..<(start + Int64(EuropeRome.minutes(of: day)))
        return span.clamped(to: whole).count
    }

    /// Whether both share an instant. Only work whose start is known can.
    func overlaps(_ other: WorkTime) -> Bool {
        guard let span, let theirs = other.span else { return false }
        return span.overlaps(theirs)
    }

    /// The longest single entry: the longest day there is.
    static let longest = 1500
}

extension Office {
    /// Refuses work that does not fit beside the worker's other entries, or into the day.
    func checkRoom(for work: WorkTime, of worker: Ref<Worker>, _ id: ID, except: Ref<Entry>? = nil) throws(Refusal) {
        guard work.minutes <= WorkTime.longest else {
            throw Refusal(
                .hours(.longerThanADay(most: EuropeRome.minutes(of: work.on), on: work.on)), field: "minutes",
                value: "\(work.minutes)")
        }
        // An entry reaches at most two midnights ahead, so nothing further away can meet it.
        var near: [(ref: Ref<Entry>, work: WorkTime)] = []
        for offset in -2...2 {
            hours.forEachEntry(of: worker, on: work.on.adding(offset)) { ref, entry in
                if ref != except { near.append((ref, WorkTime(entry))) }
            }
        }
        for other in near where work.overlaps(other.work) {
            throw Refusal(.hours(.overlap(worker: id, entry: ID(stored: hours.entries.id(other.ref)))), field: "start")
        }
        for day in work.on.through(work.lastDay) {
            let filled = near.reduce(0) { $0 + $1.work.minutes(fallingOn: day) }
            let more = work.minutes(fallingOn: day)
            let minutes = EuropeRome.minutes(of: day)
            guard filled + more <= minutes else {
                throw Refusal(
                    .hours(.dayFull(day, minutes: minutes, filled: filled)), field: "minutes", value: "\(work.minutes)")
            }
        }
    }

    /// All minutes of a worker's entries of a day.
    package func minutes(of worker: Ref<Worker>, on day: Day) -> Int {
        var sum = 0
        hours.forEachEntry(of: worker, on: day) { _, entry in sum += Int(entry.minutes) }
        return sum
    }
}
