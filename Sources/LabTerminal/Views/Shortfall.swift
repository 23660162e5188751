internal import CivilTime
internal import Office
internal import Presentation
internal import Views
internal import Wording

/// Why a place or a line is behind: what it was owed and got, and the weeks that made the difference.
struct Shortfall {
    /// How many weeks are shown.
    static let mostWeeks = 8

    /// How many workers were absent in a week that is shown.
    var away: [Compliance.Part: Int] = [:]

    private let compliance: Compliance
    private let rows: [Row]
    private let weeks: [Compliance.Part]
    /// The days of the week or month; nil for all that were asked about.
    private let days: ClosedRange<Day>?

    private struct Row {
        let line: String
        let place: String
        let owed: Int?
        let delivered: Int
        let balance: Int?

        init(_ row: Compliance.Row) {
            (line, place) = (row.line, row.place)
            (owed, delivered, balance) = (row.owed, row.delivered, row.balance)
        }

        init(_ part: Compliance.Part) {
            (line, place) = (part.line, part.place)
            (owed, delivered, balance) = (part.owed, part.delivered, part.balance)
        }
    }

    /// Creates the shortfall of one week, of one month, or of all days that were asked about.
    init(_ compliance: Compliance, week: String? = nil, month: String? = nil) {
        self.compliance = compliance
        var parts = compliance.weeks
        if let week {
            parts = parts.filter { $0.week == week }
            rows = parts.map(Row.init)
            days = ISOWeek(week).map { $0.monday...$0.sunday }
        } else if let month {
            parts = parts.filter { $0.week.flatMap { ISOWeek($0) }?.thursday.month.description == month }
            rows = compliance.months.filter { $0.month == month }.map(Row.init)
            days = Month(month).map { $0.firstDay...$0.lastDay }
        } else {
            rows = compliance.rows.map(Row.init)
            days = nil
        }
        // A week that was made up for does not explain anything.
        let behind = Set(rows.filter { $0.balance ?? 0 < 0 }.map { [$0.line, $0.place] })
        weeks = parts.filter { $0.balance < 0 && behind.contains([$0.line, $0.place]) }.sorted {
            ($0.balance, $0.week ?? "", $0.line, $0.place) < ($1.balance, $1.week ?? "", $1.line, $1.place)
        }
    }

    /// The weeks that cost most, most first.
    var shown: [Compliance.Part] { Array(weeks.prefix(Self.mostWeeks)) }

    /// Returns the section for a terminal.
    func text(_ style: Style, _ names: AnswerNames) -> String {
        let isOfPlace = compliance.basis.narrowed?["place"] != nil
        let named = isOfPlace ? localized("Line", it: "Azione") : localized("Place", it: "Sede")
        func name(_ line: String, _ place: String) -> Table.Cell {
            .text(isOfPlace ? names.name(.line, line) : names.name(.place, place))
        }
        var out = "\n"
        if days == nil, let last = [compliance.basis.on, compliance.basis.to].compactMap({ $0 }).min() {
            out +=
                style.faint(
                    localized("owed and delivered up to \(last)", it: "ore dovute ed erogate fino al \(last)")) + "\n"
        }
        var table = Table([.left(named)] + Compliance.balanceColumns)
        for row in rows {
            table.add([name(row.line, row.place), .hours(row.owed), .hours(row.delivered), .balance(row.balance)])
        }
        out += table.text(style)
        if !weeks.isEmpty {
            var table = Table(
                [.whole(localized("Costliest weeks", it: "Settimane più scoperte")), .left(named)]
                    + Compliance.balanceColumns + [.right(localized("Workers absent", it: "Operatori assenti"))])
            for part in shown {
                table.add([
                    .text(part.week), name(part.line, part.place), .hours(part.owed), .hours(part.delivered),
                    .balance(part.balance), .count(away[part]),
                ])
            }
            out += "\n" + table.text(style) + rest(style)
        }
        return out + compliance.suspensionsText(touching: days)
    }

    /// Says how many weeks are not shown, and what they cost.
    private func rest(_ style: Style) -> String {
        let rest = weeks.dropFirst(Self.mostWeeks)
        guard !rest.isEmpty else { return "" }
        let cost = hours(rest.reduce(0) { $0 + $1.balance })
        return style.faint(
            localized("and \(rest.count) more, \(cost) in all", it: "e altre \(rest.count), \(cost) in tutto")) + "\n"
    }
}
