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
        let course = Course(answer, figures, first: first, last: last, today: min(today, last))
        let horizon = answer.rows("rows").compactMap { $0.object("forecast")?.number("owedInAll") }
        // What the rows say of the whole plan is the end of the line, where the figures are of a day before it.
        let end = horizon.isEmpty ? owedInAll : horizon.reduce(0, +)
        let owed = course.owed + remaining(from: course.owed.last, to: course.end, end)
        let known = today >= last ? total.number("delivered") ?? course.sum : course.sum
        let forecast = today < last ? course.forecast : nil
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
            "\(delivered) delivered so far, of \(owed) owed by \(language.long(last)).",
            it: "\(delivered) erogate finora, su \(owed) dovute entro il \(language.long(last)).")
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
    /// The last day on which something may still be owed.
    private(set) var end: Day
    /// What the end brings in whole hours, at the pace of the last four weeks and at that of all, each row at its own and for
    /// the weeks that it has left; nil if no week is over.
    private(set) var forecast: (low: Double, high: Double)?

    init(_ answer: JSONObject, _ figures: WeekFigures, first: Day, last: Day, today: Day) {
        end = last
        var owedSum = 0
        for week in figures.weeks {
            guard let part = figures.all[week] else { continue }
            owedSum += part.owed
            owed.append(.init(min(week.sunday, last), Double(owedSum) / 60))
            let isKnown = week.monday <= today
            if isKnown {
                sum += part.delivered
                delivered.append(.init(min(week.sunday, today), Double(sum) / 60))
            }
            weeks.append((week, owedSum, isKnown ? sum : nil))
        }
        foresee(answer, first, last, today)
    }

    private mutating func foresee(_ answer: JSONObject, _ first: Day, _ last: Day, _ today: Day) {
        var past: [String: [(week: ISOWeek, minutes: Int)]] = [:]
        var ahead: [String: Double] = [:]
        func row(_ object: JSONObject) -> String { "\(object.text("line") ?? "")/\(object.text("place") ?? "")" }
        for part in answer.rows("weeks") {
            guard let week = part.text("week").flatMap({ ISOWeek($0) }) else { continue }
            if week.sunday <= today, week.monday >= first {
                past[row(part), default: []].append((week, part.number("delivered") ?? 0))
            } else if week.sunday > today, (part.number("owed") ?? 0) > 0 {
                ahead[row(part), default: 0] += Double(week.sunday.days(since: max(today, week.monday.adding(-1)))) / 7
            }
        }
        let left = answer.rows("rows").compactMap { row in
            row.object("forecast")?.number("workingDaysLeft").map { (row, $0) }
        }
        for (object, days) in left { ahead[row(object)] = Double(days) / 5 }
        if let most = left.map(\.1).max() { end = min(last, today.adding(most * 7 / 5)) }
        guard past.values.contains(where: { !$0.isEmpty }) else { return }
        func brought(_ weeks: (Int) -> Int) -> Double {
            let more = past.reduce(0.0) { all, row in
                let counted = row.value.sorted { $0.week < $1.week }.suffix(weeks(row.value.count))
                let pace = Double(counted.reduce(0) { $0 + $1.minutes }) / Double(max(counted.count, 1))
                return all + pace * (ahead[row.key] ?? 0)
            }
            return ((Double(sum) + more) / 60).rounded()
        }
        let ends = [brought { _ in 4 }, brought { $0 }]
        forecast = (ends.min() ?? 0, ends.max() ?? 0)
    }
}
