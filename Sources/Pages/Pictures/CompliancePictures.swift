import CanonicalJSON
import Charts
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

extension Pictures {
    /// Towns by weeks, and what is owed and delivered up to the plan's end.
    var compliance: [Markup] {
        guard let figures = WeekFigures(answer, question), let plan = office.plan else { return [] }
        return [heatMap(figures, plan), burnUp(figures, plan)]
    }

    private func heatMap(_ figures: WeekFigures, _ plan: Plan) -> Markup {
        let order = figures.order(plan)
        let first = max(question.from ?? plan.period.from, plan.period.from)
        let last = min(question.on ?? question.to ?? plan.period.to, question.to ?? plan.period.to, plan.period.to)
        let rows = order.map { id -> HeatMap.Row in
            let cells = figures.weeks.compactMap { week -> HeatMap.Cell? in
                guard let sum = figures.rows[id]?[week] else { return nil }
                let days = (first: max(week.monday, first), last: min(week.sunday, last))
                guard days.first <= days.last else { return nil }
                let isSuspended =
                    sum.owed == 0 && sum.delivered == 0
                    && isSuspended(
                        days.first...days.last, sum.lines, figures.key == "place" ? id : question.place?.text)
                return HeatMap.Cell(
                    first: days.first, last: days.last,
                    state: isSuspended ? .suspended : .balance(Double(sum.balance)),
                    title: title(of: name(figures.key, id), week, sum),
                    link: ways.explanation("delivered", [figures.key: id, "week": week.description]))
            }
            let total = figures.totals[id].map { HeatMap.Total(Double($0.balance), language.hours($0.balance)) }
            return HeatMap.Row(
                name(figures.key, id), link: visit.address.setting(figures.key, id), cells: cells,
                total: total)
        }
        let behind = figures.totals.values.count { $0.balance < 0 }
        let caption = Caption(
            id: "pic-weeks",
            title: figures.key == "place"
                ? visit.say("Places by weeks", it: "Sedi per settimana")
                : visit.say("Lines by weeks", it: "Azioni per settimana"),
            description: visit.say(
                "Hours delivered beyond those owed, or missing, in each week. In all, \(count(behind)) of \(count(order.count)) are behind.",
                it:
                    "Ore erogate in più o in meno del dovuto, settimana per settimana. Nel complesso sono in ritardo \(count(behind)) su \(count(order.count))."
            ))
        var map = HeatMap(
            caption, rows: rows, steps: steps(figures),
            words: .init(
                months: shortMonths, totals: visit.say("Balance in all", it: "Saldo complessivo"),
                legend: visit.say("Balance of the week:", it: "Saldo della settimana:"),
                met: visit.say("met", it: "in pari"), suspended: visit.say("suspended", it: "sospesa")))
        if let first = map.cutBefore {
            map.caption.description += visit.say(
                " Weeks before \(language.long(first)) are not drawn.",
                it: " Le settimane prima del \(language.long(first)) non sono disegnate.")
        }
        let table = FigureTable(
            heads: [Column.title(of: "week", in: language)] + order.map { name(figures.key, $0) },
            rows: figures.weeks.map { week in
                [week.description]
                    + order.map { id in figures.rows[id]?[week].map { language.hours($0.balance) } ?? "" }
            } + [
                [visit.say("In all", it: "In tutto")]
                    + order.map { figures.totals[$0].map { language.hours($0.balance) } ?? "" }
            ], list: "weeks")
        return figure(map, isWide: true, table)
    }

    func name(_ key: String, _ id: String) -> String { names.name(key == "place" ? .place : .line, id) }

    private func title(of row: String, _ week: ISOWeek, _ sum: WeekFigures.Sum) -> String {
        let (owed, delivered) = (language.hours(sum.owed), language.hours(sum.delivered))
        let balance = language.hours(sum.balance)
        return visit.say(
            "\(row), week \(week) from \(language.long(week.monday)): owed \(owed), delivered \(delivered), balance \(balance)",
            it:
                "\(row), settimana \(week) dal \(language.long(week.monday)): dovute \(owed), erogate \(delivered), saldo \(balance)"
        )
    }

    /// Whether a suspension covers one of the days for the lines at the place.
    private func isSuspended(_ days: ClosedRange<Day>, _ lines: Set<String>, _ place: String?) -> Bool {
        office.suspensions.contains { suspension in
            guard suspension.from <= days.upperBound, suspension.to.map({ $0 >= days.lowerBound }) ?? true else {
                return false
            }
            let isOfLine = lines.contains { suspension.lines.names($0) }
            return isOfLine && (place.map { suspension.places.names($0) } ?? true)
        }
    }

    /// Four round steps up to what the weeks reach.
    private func steps(_ figures: WeekFigures) -> [HeatMap.Step] {
        let most = figures.rows.values.flatMap(\.values).map { $0.balance.magnitude }.max() ?? 0
        let minutes: [Int] =
            switch most {
            case ...240: [15, 60, 120, 180]
            case ...720: [30, 120, 240, 480]
            case ...1800: [60, 240, 600, 1200]
            default: [120, 600, 1200, 2400]
            }
        return minutes.map { step in
            HeatMap.Step(from: Double(step), behind: "−\(language.hours(step))", ahead: "+\(language.hours(step))")
        }
    }
}

extension Scope {
    /// Whether it contains an id.
    fileprivate func names(_ id: String) -> Bool {
        switch self {
        case .all: true
        case .some(let ids): ids.contains { $0.text == id }
        }
    }
}
