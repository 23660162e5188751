import CanonicalJSON
import Charts
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

extension Pictures {
    /// What is owed and delivered by weeks, from the plan's beginning to its end, and what the end may bring.
    func burnUp(_ figures: WeekFigures, _ plan: Plan) -> Markup {
        let first = max(question.from ?? plan.period.from, plan.period.from)
        let last = min(question.to ?? plan.period.to, plan.period.to)
        guard first < last, let total = answer.object("total"), let owedInAll = total.number("owed") else { return "" }
        let course = Course(figures, first: first, last: last, today: min(today, last))
        let horizon = answer.rows("rows").compactMap { $0.object("forecast")?.number("owedInAll") }
        // What the rows say of the whole plan is the end of the line, where the figures are of a day before it.
        let end = horizon.isEmpty ? owedInAll : horizon.reduce(0, +)
        let owed = course.owed + remaining(from: course.owed.last, to: last, end)
        let known = today >= last ? total.number("delivered") ?? course.sum : course.sum
        let forecast = today < last ? course.rates.map { course.forecast($0) } : nil
        let axis = Axis(
            covering: (owed + course.delivered).map(\.value) + [forecast?.high ?? 0, Double(end) / 60], smallest: 1
        ) { language.grouped(Int($0)) }
        let words = BurnUp.Words(
            months: shortMonths, owed: visit.say("Owed \(language.hours(end))", it: "Dovute \(language.hours(end))"),
            delivered: visit.say("Delivered \(language.hours(known))", it: "Erogate \(language.hours(known))"),
            today: language.long(min(today, last)))
        let suspensions = answer.rows("suspensions").compactMap { row -> BurnUp.Suspension? in
            guard let id = row.text("suspension"), let from = row.text("from").flatMap({ Day($0) }) else { return nil }
            return BurnUp.Suspension(
                first: from, last: row.text("to").flatMap { Day($0) } ?? last,
                title: visit.say("Suspension \(id)", it: "Sospensione \(id)"))
        }
        let shown = forecast.map { forecast in
            BurnUp.Forecast(
                low: forecast.low, "≈ \(count(Int(forecast.low)))", high: forecast.high,
                "≈ \(count(Int(forecast.high)))")
        }
        let picture = BurnUp(
            Caption(id: "pic-course", title: courseTitle, description: description(known, end, forecast, last)),
            first: first, last: last, axis: axis, owed: owed, delivered: course.delivered,
            today: today < last ? today : nil, forecast: shown, suspensions: suspensions, words: words)
        return figure(picture, isWide: true, table(course, known, end, forecast))
    }

    private var courseTitle: String {
        var parts = [visit.say("Owed and delivered", it: "Ore dovute ed erogate")]
        if let place = question.place { parts.append(name("place", place.text)) }
        if let line = question.line { parts.append(name("line", line.text)) }
        return parts.joined(separator: ", ")
    }

    private func description(
        _ delivered: Int, _ owed: Int, _ forecast: (low: Double, high: Double)?, _ last: Day
    ) -> String {
        let (delivered, owed) = (language.hours(delivered), language.hours(owed))
        let facts = visit.say(
            "\(delivered) delivered of \(owed) owed by \(language.long(last)).",
            it: "\(delivered) erogate su \(owed) dovute al \(language.long(last)).")
        guard let forecast else { return facts }
        let (low, high) = (count(Int(forecast.low)), count(Int(forecast.high)))
        return facts + " "
            + visit.say(
                "At the pace of the last four weeks, and of all weeks, the end brings \(low) to \(high) hours.",
                it: "Al ritmo delle ultime quattro settimane e di tutte, alla fine saranno da \(low) a \(high) ore.")
    }

    /// The way of what is owed after the last week of the figures, even over the weeks that are left.
    private func remaining(from point: BurnUp.Point?, to last: Day, _ end: Int) -> [BurnUp.Point] {
        guard let point, point.day < last, Double(end) / 60 > point.value else { return [] }
        let days = Double(last.days(since: point.day))
        let slope = (Double(end) / 60 - point.value) / days
        return stride(from: 7, to: last.days(since: point.day), by: 7).map { offset in
            BurnUp.Point(point.day.adding(offset), point.value + slope * Double(offset))
        } + [BurnUp.Point(last, Double(end) / 60)]
    }

    private func table(
        _ course: Course, _ known: Int, _ end: Int, _ forecast: (low: Double, high: Double)?
    ) -> FigureTable {
        var rows = course.weeks.map { week, owed, delivered in
            [week.description, language.hours(owed), delivered.map { language.hours($0) } ?? ""]
        }
        rows.append([visit.say("In all", it: "In tutto"), language.hours(end), language.hours(known)])
        if let forecast {
            rows.append([
                visit.say("At the end, at the lower pace", it: "Alla fine, al ritmo minore"), "",
                count(Int(forecast.low)),
            ])
            rows.append([
                visit.say("At the end, at the higher pace", it: "Alla fine, al ritmo maggiore"), "",
                count(Int(forecast.high)),
            ])
        }
        return FigureTable(
            heads: [
                Column.title(of: "week", in: language), visit.say("Owed up to then", it: "Dovute fino ad allora"),
                visit.say("Delivered up to then", it: "Erogate fino ad allora"),
            ], rows: rows)
    }
}

/// The sums of the weeks, each with all before it. Values are hours, since the axis counts those.
private struct Course {
    private(set) var owed: [BurnUp.Point] = []
    private(set) var delivered: [BurnUp.Point] = []
    /// The sums in minutes; those delivered up to today only.
    private(set) var weeks: [(week: ISOWeek, owed: Int, delivered: Int?)] = []
    /// Minutes delivered up to today.
    private(set) var sum = 0
    /// The least and the most minutes that a week may bring, from whole weeks; nil if there was none.
    private(set) var rates: (low: Double, high: Double)?
    private let weeksLeft: Double

    init(_ figures: WeekFigures, first: Day, last: Day, today: Day) {
        weeksLeft = Double(max(last.days(since: today), 0)) / 7
        var owedSum = 0
        var whole: [Int] = []
        for week in figures.weeks {
            guard let part = figures.all[week] else { continue }
            owedSum += part.owed
            owed.append(.init(min(week.sunday, last), Double(owedSum) / 60))
            let isKnown = week.monday <= today
            if isKnown {
                sum += part.delivered
                delivered.append(.init(min(week.sunday, today), Double(sum) / 60))
                if week.sunday <= today, week.monday >= first { whole.append(part.delivered) }
            }
            weeks.append((week, owedSum, isKnown ? sum : nil))
        }
        guard !whole.isEmpty else { return }
        let recent = whole.suffix(4)
        let paces = [whole, Array(recent)].map { Double($0.reduce(0, +)) / Double($0.count) }
        rates = (paces.min() ?? 0, paces.max() ?? 0)
    }

    /// The hours that the end brings at two paces, in whole ones.
    func forecast(_ rates: (low: Double, high: Double)) -> (low: Double, high: Double) {
        func end(_ rate: Double) -> Double { ((Double(sum) + rate * weeksLeft) / 60).rounded() }
        return (end(rates.low), end(rates.high))
    }
}
