public import CivilTime

/// Minutes as an exact fraction, so that parts of weeks add up without loss and are rounded once.
public struct ExactMinutes: Sendable, Hashable {
    /// The numerator.
    public private(set) var numerator: Int
    /// The denominator: 1, 5 or 7, the same for all figures of one policy.
    public let denominator: Int

    /// Zero, in the fractions that `policy` needs.
    public init(zeroUnder policy: PartWeekPolicy) {
        numerator = 0
        denominator = policy.denominator
    }

    init(_ numerator: Int, over denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Adds minutes of the same policy.
    public static func += (a: inout ExactMinutes, b: ExactMinutes) {
        precondition(a.denominator == b.denominator, "owed minutes of two policies do not add up")
        a.numerator += b.numerator
    }

    /// Whole minutes, less these, exactly; then rounded.
    public func roundedBalance(of minutes: Int) -> Int {
        ExactMinutes(minutes * denominator - numerator, over: denominator).rounded
    }

    /// To the minute, half to even.
    public var rounded: Int { numerator.dividedToEven(by: denominator) }

    /// Whether `minutes` whole minutes are more than this.
    public func isExceeded(by minutes: Int) -> Bool { minutes * denominator > numerator }
}

extension PartWeekPolicy {
    /// The base of this policy's fractions.
    var denominator: Int {
        switch self {
        case .workingDays: 5
        case .calendarDays: 7
        case .weeksTouched, .weeksWithWorkingDay, .fullWeeks: 1
        }
    }

    /// Returns what a week owes if only these days of it are left.
    package func owed(weekly: Int, days: Int, workingDays: Int) -> ExactMinutes {
        let share =
            switch self {
            case .workingDays: workingDays
            case .calendarDays: days
            case .weeksTouched: days > 0 ? 1 : 0
            case .weeksWithWorkingDay: workingDays > 0 ? 1 : 0
            case .fullWeeks: days == 7 ? 1 : 0
            }
        return ExactMinutes(weekly * share, over: denominator)
    }
}

extension Plan.Place {
    /// Returns whether the day is a working day here: Monday to Friday, not a national holiday, not the patron day.
    public func isWorkingDay(_ day: Day) -> Bool {
        day.weekday <= 5 && !Holidays.isNational(day) && !(patron?.falls(on: day) ?? false)
    }
}

extension Office {
    /// Returns the minutes that a line owes at a place in one ISO week, counting only days in `window`.
    ///
    /// The days that count lie in the line's window, the plan's period and `window`, and are not suspended.
    package func owed(_ line: Plan.Line, _ place: Plan.Place, in week: ISOWeek, within window: Plan.Period)
        -> ExactMinutes
    {
        guard let plan, let weekly = line.weeklyMinutes else { return ExactMinutes(0, over: 1) }
        var days = 0
        var workingDays = 0
        if let span = line.window.intersection(plan.period)?.intersection(window)?
            .intersection(Plan.Period(from: week.monday, to: week.sunday))
        {
            for day in span.from.through(span.to) where !isSuspended(line.id, place.id, on: day) {
                days += 1
                if place.isWorkingDay(day) { workingDays += 1 }
            }
        }
        return plan.partWeek.owed(weekly: weekly, days: days, workingDays: workingDays)
    }

    /// Whether the line's work at the place was suspended that day.
    package func isSuspended(_ line: ID, _ place: ID, on day: Day) -> Bool {
        suspensions.contains { $0.lines.covers(line) && $0.places.covers(place) && $0.covers(day) }
    }
}
