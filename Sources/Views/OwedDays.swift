import CivilTime
import Office

/// The days of a line's window at a place that count for what it owes, added up so that the days between any two are a
/// subtraction.
///
/// It answers the same as `Office.owed`, which looks at each day, and which rules and facts use.
struct OwedDays {
    /// The days of the window.
    let span: Plan.Period
    /// By day from `span.from`: the counted days and working days before it.
    private let days: [Int32]
    private let working: [Int32]
    private let weekly: Int
    private let policy: PartWeekPolicy

    /// The days of `span`, which lies within `workingDays`.
    init(
        _ line: Plan.Line, _ place: Plan.Place, _ span: Plan.Period, _ plan: Plan, _ office: Office,
        _ workingDays: WorkingDays
    ) {
        self.span = span
        weekly = line.weeklyMinutes ?? 0
        policy = plan.partWeek
        let count = max(0, span.to.days(since: span.from) + 1)
        var isCounted = Array(repeating: line.weeklyMinutes != nil, count: count)
        for suspension in office.suspensions
        where suspension.lines.covers(line.id) && suspension.places.covers(place.id) {
            guard let common = span.intersection(Plan.Period(from: suspension.from, to: suspension.to ?? .latest))
            else {
                continue
            }
            for index in common.from.days(since: span.from)...common.to.days(since: span.from) {
                isCounted[index] = false
            }
        }
        var days: [Int32] = [0]
        var working: [Int32] = [0]
        days.reserveCapacity(count + 1)
        working.reserveCapacity(count + 1)
        for index in 0..<count {
            let day = span.from.adding(index)
            let isWorking = isCounted[index] && workingDays.contains(day) && !(place.patron?.falls(on: day) ?? false)
            days.append(days[index] + (isCounted[index] ? 1 : 0))
            working.append(working[index] + (isWorking ? 1 : 0))
        }
        (self.days, self.working) = (days, working)
    }

    private func count(_ sums: [Int32], _ first: Day, _ last: Day) -> Int {
        let begin = max(0, first.days(since: span.from))
        let end = min(sums.count - 1, last.days(since: span.from) + 1)
        return begin < end ? Int(sums[end] - sums[begin]) : 0
    }

    /// Whether any of these days counts.
    func countsAnyDay(of period: Plan.Period) -> Bool { count(days, period.from, period.to) > 0 }

    /// Returns the counted working days from `first` to `last`, both included.
    func workingDays(from first: Day, to last: Day) -> Int { count(working, first, last) }

    /// Returns what is owed on these days of one week.
    func minutes(_ part: Plan.Period) -> ExactMinutes {
        policy.owed(
            weekly: weekly, days: count(days, part.from, part.to), workingDays: count(working, part.from, part.to))
    }
}

/// The days of a period from Monday to Friday that are no national holidays.
struct WorkingDays {
    private let from: Day
    private let isWorking: [Bool]

    /// The working days of a period; none without one.
    init(_ period: Plan.Period?) {
        from = period?.from ?? .earliest
        isWorking = period.map { $0.from.through($0.to).map { $0.weekday <= 5 && !Holidays.isNational($0) } } ?? []
    }

    /// Whether a day of the period is one.
    func contains(_ day: Day) -> Bool { isWorking[day.days(since: from)] }
}
