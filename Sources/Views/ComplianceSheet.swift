import CivilTime
import Office

/// The compliance figures before rounding: minutes delivered and minutes owed.
struct ComplianceSheet {
    /// The exact minutes owed: in total, by week and by month.
    struct Owed {
        var total: ExactMinutes
        var weeks: [ISOWeek: ExactMinutes] = [:]
        var months: [Month: ExactMinutes] = [:]
    }

    /// The minutes delivered: in total, by week and by month.
    struct Delivered {
        var total = 0
        var weeks: [ISOWeek: Int] = [:]
        var months: [Month: Int] = [:]
    }

    private struct LinePlace: Hashable {
        let line: String
        let place: String
    }

    private let office: Office
    private let plan: Plan
    private let question: Question
    private var delivered: [LinePlace: Delivered] = [:]

    /// Refuses a line or place that the office does not know.
    init(_ office: Office, _ plan: Plan, _ question: Question) throws(Refusal) {
        self.office = office
        self.plan = plan
        self.question = question
        let window = question.window
        let selection = try Selection(office, question)
        var sums: [LineDay: Int] = [:]
        office.hours.entries.forEach { _, entry in
            guard entry.minutes != 0, window.contains(entry.on), office.hours.projectFunds.contains(entry.fund),
                let line = entry.line, let place = entry.place, selection.admits(line: line),
                selection.admits(place: place)
            else { return }
            sums[LineDay(line: line, place: place, on: entry.on), default: 0] += Int(entry.minutes)
        }
        for (key, minutes) in sums {
            let place = LinePlace(line: office.symbols[key.line], place: office.symbols[key.place])
            let line = ID(place.line).flatMap { plan.line($0) }
            delivered[place, default: Delivered()].add(minutes, on: key.on, month: plan.month(of: key.on, line))
        }
    }

    private struct LineDay: Hashable {
        let line: Symbol
        let place: Symbol
        let on: Day
    }

    func delivered(_ line: ID, _ place: ID) -> Delivered {
        delivered[LinePlace(line: line.text, place: place.text)] ?? Delivered()
    }

    /// Adds minutes delivered on lines or at places that the plan no longer contains, so that they are not lost.
    func rowsOutsidePlan() -> [Compliance.Row] {
        delivered.filter { key, _ in
            guard let id = ID(key.line), let line = plan.line(id), let place = ID(key.place) else { return true }
            return !line.places.contains(place)
        }.map { key, minutes in
            Compliance.Row(
                line: key.line, place: key.place, owed: nil, delivered: minutes.total, balance: nil, forecast: nil)
        }.sorted { ($0.line, $0.place) < ($1.line, $1.place) }
    }

    /// Adds the minutes that a line owes at a place on the requested days.
    func owed(_ line: Plan.Line, _ place: Plan.Place) -> Owed {
        var owed = Owed(total: ExactMinutes(zeroUnder: plan.partWeek))
        guard let span = line.window.intersection(plan.period)?.intersection(question.window) else { return owed }
        var week = span.from.week
        while week.monday <= span.to {
            let exact = office.owed(line, place, in: week, within: question.window)
            owed.weeks[week] = exact
            owed.total += exact
            if plan.partWeek.countsDays && week.monday.month != week.sunday.month {
                for month in [week.monday.month, week.sunday.month] {
                    let days = Plan.Period(from: month.firstDay, to: month.lastDay)
                    guard let part = days.intersection(question.window) else { continue }
                    let exact = office.owed(line, place, in: week, within: part)
                    if exact.numerator != 0 {
                        owed.months[month, default: ExactMinutes(zeroUnder: plan.partWeek)] += exact
                    }
                }
            } else {
                let month = plan.month(of: week.monday, line)
                owed.months[month, default: ExactMinutes(zeroUnder: plan.partWeek)] += exact
            }
            week = week.next
        }
        // A week without any counted day owes nothing and has no row.
        owed.weeks = owed.weeks.filter { countsAnyDay(of: $0.key, line, place) }
        return owed
    }

    private func countsAnyDay(of week: ISOWeek, _ line: Plan.Line, _ place: Plan.Place) -> Bool {
        guard
            let span = line.window.intersection(plan.period)?.intersection(question.window)?
                .intersection(Plan.Period(from: week.monday, to: week.sunday))
        else { return false }
        return span.from.through(span.to).contains { !office.isSuspended(line.id, place.id, on: $0) }
    }

    /// Returns what the line still requires at a place after `on`, if that day was given.
    func forecast(_ line: Plan.Line, _ place: Plan.Place, delivered: Int) -> Compliance.Forecast? {
        guard let on = question.on, question.from == nil, question.to == nil,
            let window = line.window.intersection(plan.period)
        else { return nil }
        var whole = ExactMinutes(zeroUnder: plan.partWeek)
        var week = window.from.week
        while week.monday <= window.to {
            whole += office.owed(line, place, in: week, within: window)
            week = week.next
        }
        var workingDays = 0
        let next = on < .latest ? on.adding(1) : on
        for day in max(next, window.from).through(window.to)
        where place.isWorkingDay(day) && !office.isSuspended(line.id, place.id, on: day) {
            workingDays += 1
        }
        let missing = max(0, -whole.roundedBalance(of: delivered))
        return Compliance.Forecast(
            owedInAll: whole.rounded, missing: missing, workingDaysLeft: workingDays,
            weeklyMinutesNeeded: workingDays == 0 ? nil : (missing * 5 + workingDays - 1) / workingDays)
    }
}

extension ComplianceSheet.Delivered {
    fileprivate mutating func add(_ minutes: Int, on day: Day, month: Month) {
        total += minutes
        weeks[day.week, default: 0] += minutes
        months[month, default: 0] += minutes
    }
}

extension Plan {
    /// Returns the month to which work on a day counts: the day's own month or, under a week policy, the month of its week's
    /// Thursday, limited to the line's window.
    func month(of day: Day, _ line: Line?) -> Month {
        guard !partWeek.countsDays else { return day.month }
        guard let window = line?.window.intersection(period) else { return day.week.thursday.month }
        return min(max(day.week.thursday, window.from), window.to).month
    }
}
