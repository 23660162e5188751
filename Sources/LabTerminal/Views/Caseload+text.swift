internal import Office
internal import Presentation
internal import Views
internal import Wording

extension Caseload: TerminalRenderable {
    func text(_ style: Style, _ names: AnswerNames) -> String {
        var out = head(style, names)
        out += localized(
            "\(grouped(open)) open, \(grouped(closed)) closed; of the open \(grouped(openMinors)) for minors, "
                + "\(grouped(openComplexMinors)) of them complex\n",
            it: "\(grouped(open)) aperti, \(grouped(closed)) chiusi; degli aperti \(grouped(openMinors)) di minori, "
                + "\(grouped(openComplexMinors)) particolarmente complessi\n")
        out += localized(
            "opened \(grouped(flow.opened)), closed \(grouped(flow.closed)), reopened \(grouped(flow.reopened)) "
                + "in the days asked\n",
            it: "nei giorni richiesti: \(grouped(flow.opened)) aperti, \(grouped(flow.closed)) chiusi, "
                + "\(grouped(flow.reopened)) riaperti\n")
        out += openClosed(localized("Place", it: "Sede"), byPlace, style) { names.name(.place, $0) }
        out += openClosed(localized("Line", it: "Azione"), byLine, style) { names.name(.line, $0) }
        out += openClosed(localized("Worker", it: "Operatore"), byWorker, style) { $0 }
        out += phases(style, names) + silentText(style, names)
        return out
    }

    private static var bars: [Table.Column] {
        Screen.present?.hasBlocks == true ? [.whole("", rank: 1)] : []
    }

    private func openClosed(
        _ heading: String, _ counts: [String: Count], _ style: Style, _ name: (String) -> String
    ) -> String {
        guard !counts.isEmpty else { return "" }
        var table = Table(
            [
                .left(heading), .right(localized("Open", it: "Aperti")), .right(localized("Closed", it: "Chiusi")),
            ] + Self.bars)
        let rows = counts.map { (name: name($0.key), count: $0.value) }.sorted { $0.name < $1.name }
        let most = rows.map(\.count.open).max() ?? 0
        for row in rows {
            table.add([
                .text(row.name), .count(row.count.open), .count(row.count.closed),
                Table.Cell(Picture.bar(row.count.open, of: most)),
            ])
        }
        return "\n" + table.text(style)
    }

    private func phases(_ style: Style, _ names: AnswerNames) -> String {
        guard !phaseTimes.isEmpty else { return "" }
        var table = Table(
            [
                .left(localized("Phase", it: "Fase")), .right(localized("Open", it: "Aperti")),
                .right(localized("Stays", it: "Permanenze")), .right(localized("Days", it: "Giorni")),
                .right(localized("Days a stay", it: "Giorni a permanenza")),
            ] + Self.bars)
        let most = openByPhase.values.max() ?? 0
        for time in phaseTimes {
            let open = openByPhase[time.phase] ?? 0
            table.add([
                .text(names.name(.phase, time.phase)), .count(open), .count(time.stays), .count(time.days),
                Table.Cell(decimal(Double(time.days) / Double(max(1, time.stays)), 1)),
                Table.Cell(Picture.bar(open, of: most)),
            ])
        }
        return "\n" + table.text(style)
    }

    private func silentText(_ style: Style, _ names: AnswerNames) -> String {
        guard !silent.isEmpty else { return "" }
        var table = Table([
            .whole(
                localized(
                    "Silent for over \(silentCaseDays) days", it: "Senza attività da oltre \(silentCaseDays) giorni")),
            .left(localized("Place", it: "Sede")), .whole(localized("Worker", it: "Operatore")),
            .whole(localized("Since", it: "Dal")), .right(localized("Days", it: "Giorni")),
        ])
        for row in silent {
            table.add([
                .text(row.case), .text(names.name(.place, row.place)), .text(row.worker), .text(row.since),
                .count(row.days),
            ])
        }
        let more = (silentCount ?? silent.count) - silent.count
        return "\n" + table.text(style) + (more > 0 ? style.faint(RowChoice.rest(more)) + "\n" : "")
    }
}
