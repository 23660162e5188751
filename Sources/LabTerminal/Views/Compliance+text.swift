internal import Views
internal import Wording

extension Compliance: TerminalRenderable {
    func text(_ style: Style) -> String { text(style, by: .period) }

    /// Returns the answer by one kind of span.
    func text(_ style: Style, by part: CompliancePart) -> String {
        var out = head("Compliance", style) + "part weeks by \(policy)\n\n"
        switch part {
        case .period: out += rowsText(style)
        case .week: out += partsText(weeks, "Week", \.week, style)
        case .month: out += partsText(months, "Month", \.month, style)
        }
        for suspension in suspensions {
            out += "suspended: \(suspension.suspension), from \(suspension.from)"
            out += suspension.to.map { " to \($0)\n" } ?? " on\n"
        }
        return out + style.faint(Note.text(of: rounding, in: Speech.language)) + "\n"
    }

    private func rowsText(_ style: Style) -> String {
        let hasForecast = rows.contains { $0.forecast != nil }
        var columns: [Table.Column] = [.left("Line, place"), .right("Owed"), .right("Delivered"), .right("Balance")]
        if hasForecast {
            columns += [
                .right("To the end"), .right("Missing"), .right("Days left"), .right("A week to meet it"),
            ]
        }
        var table = Table(columns)
        var line: String?
        for row in rows {
            if row.line != line {
                table.add([.text(names.lines[row.line] ?? row.line)])
                line = row.line
            }
            var cells: [Table.Cell] = [
                Table.Cell("  " + (names.places[row.place] ?? row.place)), .hours(row.owed), .hours(row.delivered),
                .balance(row.balance),
            ]
            if let forecast = row.forecast {
                cells += [
                    .hours(forecast.owedInAll), .hours(forecast.missing), .count(forecast.workingDaysLeft),
                    rate(forecast),
                ]
            }
            table.add(cells)
        }
        table.rule()
        table.add(["Owed lines in all", .hours(total.owed), .hours(total.delivered), .balance(total.balance)])
        return table.text(style)
    }

    private func rate(_ forecast: Forecast) -> Table.Cell {
        if forecast.missing == 0 { return "met" }
        guard let weekly = forecast.weeklyMinutesNeeded else { return Table.Cell("no day is left", isWarning: true) }
        return .hours(weekly)
    }

    private func partsText(
        _ parts: [Part], _ heading: String, _ span: (Part) -> String?, _ style: Style
    ) -> String {
        var table = Table([
            .left(heading), .left("Line"), .left("Place"), .right("Owed"), .right("Delivered"), .right("Balance"),
        ])
        // Sort by span; within a span, keep the plan's order.
        let ordered = parts.enumerated().sorted {
            (span($0.element) ?? "", $0.offset) < (span($1.element) ?? "", $1.offset)
        }
        var last: String?
        for (_, part) in ordered {
            table.add([
                .text(span(part) == last ? "" : span(part)), .text(part.line),
                .text(names.places[part.place] ?? part.place), .hours(part.owed), .hours(part.delivered),
                .balance(part.balance),
            ])
            last = span(part)
        }
        return table.text(style)
    }
}
