internal import CivilTime
internal import Office
internal import Presentation
internal import Views
internal import Wording

extension Compliance: TerminalRenderable {
    func text(_ style: Style, _ names: AnswerNames) -> String { text(style, names, by: .period) }

    /// Returns the answer by one kind of span.
    func text(_ style: Style, _ names: AnswerNames, by part: CompliancePart) -> String {
        var out = head(style, names)
        out += localized("part weeks ", it: "settimane parziali: ")
        out += Codes.text(of: policy, as: "policy", in: Speech.language) + "\n\n"
        switch part {
        case .period: out += rowsText(style, names)
        case .week: out += partsText(weeks, localized("Week", it: "Settimana"), \.week, style, names)
        case .month: out += partsText(months, localized("Month", it: "Mese"), \.month, style, names)
        }
        out += suspensionsText()
        return out + style.faint(Note.text(of: rounding, in: Speech.language).wrapped()) + "\n"
    }

    /// Returns a line for each suspension that touches these days, or for each if there are none.
    func suspensionsText(touching days: ClosedRange<Day>? = nil) -> String {
        var out = ""
        for suspension in suspensions where days.map({ suspension.touches($0) }) ?? true {
            let (id, from) = (suspension.suspension, suspension.from)
            out += localized("suspended: \(id), from \(from)", it: "sospensione: \(id), dal \(from)")
            out += suspension.to.map { localized(" to \($0)", it: " al \($0)") } ?? localized(" on", it: " in poi")
            out += "\n"
        }
        return out
    }

    /// How many weeks a sparkline has: the last ones.
    private static let weeksShown = 13

    private func rowsText(_ style: Style, _ names: AnswerNames) -> String {
        let hasForecast = rows.contains { $0.forecast != nil }
        let hasPictures = Screen.present?.hasBlocks == true && !weeks.isEmpty
        var columns = [Table.Column.left(localized("Line, place", it: "Azione, sede"))] + Self.balanceColumns
        if hasForecast {
            columns += [
                .right(localized("To the end", it: "Fino al termine"), rank: 2),
                .right(localized("Missing", it: "Mancanti")),
                .right(localized("Days left", it: "Giorni restanti"), rank: 3),
                .right(localized("A week to meet it", it: "A settimana per rientrare")),
            ]
        }
        if hasPictures { columns.append(.whole(localized("Last weeks", it: "Ultime settimane"), rank: 1)) }
        var table = Table(columns)
        var line: String?
        for row in rows {
            if row.line != line {
                table.add([.text(names.name(.line, row.line))])
                line = row.line
            }
            var cells: [Table.Cell] = [
                Table.Cell("  " + names.name(.place, row.place)), .hours(row.owed), .hours(row.delivered),
                .balance(row.balance),
            ]
            if hasForecast { cells += row.forecast.map(Self.cells) ?? ["", "", "", ""] }
            if hasPictures { cells.append(Table.Cell(sparkline(row))) }
            table.add(cells)
        }
        table.rule()
        table.add([
            .text(localized("Owed lines in all", it: "Totale delle azioni dovute")), .hours(total.owed),
            .hours(total.delivered), .balance(total.balance),
        ])
        let text = table.text(style) + worst(style, names)
        guard hasPictures else { return text }
        return text
            + style.faint(
                localized(
                    "last weeks: █ all that was owed was delivered, ▁ nearly nothing",
                    it: "ultime settimane: █ tutte le ore dovute sono erogate, ▁ quasi nessuna")) + "\n"
    }

    /// Names who is furthest behind, and how all are sorted by it; empty if nobody is behind.
    private func worst(_ style: Style, _ names: AnswerNames) -> String {
        let behind = rows.filter { $0.balance ?? 0 < 0 }
        guard behind.count > 1, let worst = behind.min(by: { ($0.balance ?? 0) < ($1.balance ?? 0) }) else { return "" }
        let (place, line) = (names.name(.place, worst.place), names.name(.line, worst.line))
        let balance = hours(worst.balance ?? 0)
        return style.faint(
            localized(
                "furthest behind: \(place), \(line), \(balance); --sort balance sorts by it",
                it: "più indietro: \(place), \(line), \(balance); con --sort balance si ordina per saldo"
            ).wrapped()) + "\n"
    }

    /// The columns of what was owed, what was delivered, and the balance.
    static var balanceColumns: [Table.Column] {
        [
            .right(localized("Owed", it: "Dovute")), .right(localized("Delivered", it: "Erogate")),
            .right(localized("Balance", it: "Saldo")),
        ]
    }

    private static func cells(_ forecast: Forecast) -> [Table.Cell] {
        [.hours(forecast.owedInAll), .hours(forecast.missing), .count(forecast.workingDaysLeft), rate(forecast)]
    }

    private static func rate(_ forecast: Forecast) -> Table.Cell {
        if forecast.missing == 0 { return .text(localized("met", it: "raggiunte")) }
        guard let weekly = forecast.weeklyMinutesNeeded else {
            return Table.Cell(localized("no day is left", it: "nessun giorno resta"), isWarning: true)
        }
        return .hours(weekly)
    }

    /// The hours delivered of those owed, in each of the last weeks.
    private func sparkline(_ row: Row) -> String {
        let own = weeks.filter { $0.line == row.line && $0.place == row.place }.sorted {
            ($0.week ?? "") < ($1.week ?? "")
        }
        return Picture.sparkline(own.suffix(Self.weeksShown).map { ($0.delivered, $0.owed) })
    }

    private func partsText(
        _ parts: [Part], _ heading: String, _ span: (Part) -> String?, _ style: Style, _ names: AnswerNames
    ) -> String {
        var table = Table(
            [.whole(heading), .left(localized("Line", it: "Azione")), .left(localized("Place", it: "Sede"))]
                + Self.balanceColumns)
        // Sort by span; within a span, keep the plan's order.
        let ordered = parts.enumerated().sorted {
            (span($0.element) ?? "", $0.offset) < (span($1.element) ?? "", $1.offset)
        }
        var last: String?
        for (_, part) in ordered {
            table.add([
                .text(span(part) == last ? "" : span(part)), .text(names.name(.line, part.line)),
                .text(names.name(.place, part.place)), .hours(part.owed), .hours(part.delivered),
                .balance(part.balance),
            ])
            last = span(part)
        }
        return table.text(style)
    }
}

extension Compliance.SuspensionNote {
    /// Whether one of the days is suspended.
    fileprivate func touches(_ days: ClosedRange<Day>) -> Bool {
        (Day(from) ?? .earliest) <= days.upperBound && (to.flatMap { Day($0) } ?? .latest) >= days.lowerBound
    }
}
