import CivilTime
import Office

/// The compliance figures before rounding: minutes delivered and minutes owed.
///
/// They are computed from the office's sums by day, so they cost what the answer is long, however many entries there are.
struct ComplianceSheet {
    /// The figures of a line at a place.
    struct Figures {
        /// What was owed and delivered in a week or month.
        struct Part<Time: Comparable> {
            let time: Time
            var owed: ExactMinutes
            var delivered = 0
        }

        var owed: ExactMinutes
        var delivered = 0
        /// In order.
        var weeks: [Part<ISOWeek>] = []
        /// In order.
        var months: [Part<Month>] = []
        var forecast: Compliance.Forecast?
    }

    private let office: Office
    private let plan: Plan
    private let question: Question
    private let selection: Selection
    private let workingDays: WorkingDays
    private let nothing: ExactMinutes
    /// Whether the answer says what remains after `on`.
    private let isForecast: Bool

    /// Refuses a line or place that the office does not know.
    init(_ office: Office, _ plan: Plan, _ question: Question) throws(Refusal) {
        self.office = office
        self.plan = plan
        self.question = question
        selection = try Selection(office, question)
        nothing = ExactMinutes(zeroUnder: plan.partWeek)
        isForecast = question.on != nil && question.from == nil && question.to == nil
        workingDays = WorkingDays(isForecast ? plan.period : plan.period.intersection(question.window))
    }

    /// Returns the figures of a line at a place on the requested days.
    func figures(_ line: Plan.Line, _ place: Plan.Place) -> Figures {
        var figures = Figures(owed: nothing)
        let window = line.kind == .hours ? line.window.intersection(plan.period) : nil
        let owed = (isForecast ? window : window?.intersection(question.window)).map {
            OwedDays(line, place, $0, plan, office, workingDays)
        }
        let run = office.deliveredDays(line.id, place.id)
        count(line, owed, run, into: &figures)
        if isForecast, let owed { figures.forecast = forecast(owed, delivered: figures.delivered) }
        return figures
    }

    /// Returns the minutes delivered on a line at a place on the requested days.
    func delivered(_ line: ID, _ place: ID) -> Int { office.deliveredDays(line, place).map(delivered) ?? 0 }

    private func delivered(_ run: DayRun) -> Int { run.sum(from: question.window.from, to: question.window.to) }

    /// Adds minutes delivered on lines or at places that the plan no longer contains, so that they are not lost.
    func rowsOutsidePlan() -> [Compliance.Row] {
        var rows: [Compliance.Row] = []
        for key in office.hours.delivered.places
        where selection.admits(line: key.line) && selection.admits(place: key.place) {
            guard let minutes = office.hours.delivered[key].map(delivered), minutes != 0 else { continue }
            let (line, place) = (office.symbols[key.line], office.symbols[key.place])
            if let known = ID(line).flatMap({ plan.line($0) }), let id = ID(place), known.places.contains(id) {
                continue
            }
            rows.append(
                Compliance.Row(line: line, place: place, owed: nil, delivered: minutes, balance: nil, forecast: nil))
        }
        return rows.sorted { ($0.line, $0.place) < ($1.line, $1.place) }
    }

    /// Adds what was owed and delivered, week by week.
    private func count(_ line: Plan.Line, _ owed: OwedDays?, _ run: DayRun?, into figures: inout Figures) {
        let window = question.window
        let span = owed?.span.intersection(window)
        let given = run.flatMap { Plan.Period(from: $0.from, to: $0.to).intersection(window) }
        guard let first = [span?.from, given?.from].compactMap({ $0 }).min(),
            let last = [span?.to, given?.to].compactMap({ $0 }).max()
        else { return }
        var week = first.week
        while week.monday <= last {
            let days = Plan.Period(from: week.monday, to: week.sunday)
            var part = Figures.Part(time: week, owed: nothing)
            var isCounted = false
            if let owed, let common = span?.intersection(days) {
                part.owed = owed.minutes(common)
                isCounted = owed.countsAnyDay(of: common)
                figures.owed += part.owed
                countOwed(line, owed, week, part.owed, into: &figures)
            }
            if let run, let common = given?.intersection(days) {
                part.delivered = run.sum(from: common.from, to: common.to)
                figures.delivered += part.delivered
                countDelivered(line, run, common, part.delivered, into: &figures)
            }
            // A week without any counted day owes nothing and has no row.
            if isCounted || part.delivered != 0 { figures.weeks.append(part) }
            week = week.next
        }
    }

    /// Adds what a week owes to its month, or to its months where a policy counts days.
    private func countOwed(
        _ line: Plan.Line, _ owed: OwedDays, _ week: ISOWeek, _ minutes: ExactMinutes, into figures: inout Figures
    ) {
        guard plan.partWeek.countsDays, week.monday.month != week.sunday.month else {
            return figures.inMonth(plan.month(of: week.monday, line), nothing) { $0.owed += minutes }
        }
        for month in [week.monday.month, week.sunday.month] {
            let days = Plan.Period(from: max(month.firstDay, week.monday), to: min(month.lastDay, week.sunday))
            guard let part = days.intersection(question.window)?.intersection(owed.span) else { continue }
            let minutes = owed.minutes(part)
            if minutes.numerator != 0 { figures.inMonth(month, nothing) { $0.owed += minutes } }
        }
    }

    /// Adds what was delivered on days of one week to the months to which they count.
    private func countDelivered(
        _ line: Plan.Line, _ run: DayRun, _ days: Plan.Period, _ minutes: Int, into figures: inout Figures
    ) {
        guard minutes != 0 else { return }
        let (first, last) = (plan.month(of: days.from, line), plan.month(of: days.to, line))
        guard first != last else { return figures.inMonth(first, nothing) { $0.delivered += minutes } }
        let later = run.sum(from: last.firstDay, to: days.to)
        if minutes != later { figures.inMonth(first, nothing) { $0.delivered += minutes - later } }
        if later != 0 { figures.inMonth(last, nothing) { $0.delivered += later } }
    }

    /// Returns what the line still requires at a place after `on`.
    private func forecast(_ owed: OwedDays, delivered: Int) -> Compliance.Forecast? {
        guard let on = question.on else { return nil }
        let window = owed.span
        var whole = nothing
        var week = window.from.week
        while week.monday <= window.to {
            if let days = window.intersection(Plan.Period(from: week.monday, to: week.sunday)) {
                whole += owed.minutes(days)
            }
            week = week.next
        }
        let next = on < .latest ? on.adding(1) : on
        let workingDays = owed.workingDays(from: max(next, window.from), to: window.to)
        let missing = max(0, -whole.roundedBalance(of: delivered))
        return Compliance.Forecast(
            owedInAll: whole.rounded, missing: missing, workingDaysLeft: workingDays,
            weeklyMinutesNeeded: workingDays == 0 ? nil : (missing * 5 + workingDays - 1) / workingDays)
    }
}

extension ComplianceSheet.Figures {
    /// Changes the figures of a month, which begin at nothing. Months come nearly in order.
    fileprivate mutating func inMonth(_ month: Month, _ nothing: ExactMinutes, _ change: (inout Part<Month>) -> Void) {
        var index = months.count
        while index > 0, month < months[index - 1].time { index -= 1 }
        if index > 0, months[index - 1].time == month {
            change(&months[index - 1])
        } else {
            var part = Part(time: month, owed: nothing)
            change(&part)
            months.insert(part, at: index)
        }
    }
}

extension Office {
    /// The minutes delivered on a line at a place, day by day; nil if there never were any.
    fileprivate func deliveredDays(_ line: ID, _ place: ID) -> DayRun? {
        guard let line = symbols.find(line.text), let place = symbols.find(place.text) else { return nil }
        return hours.delivered[LinePlace(line, place)]
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
