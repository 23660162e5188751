internal import Views

extension Caseload: TerminalRenderable {
    func text(_ style: Style) -> String {
        var out = head("Caseload", style)
        out += "\(grouped(open)) open, \(grouped(closed)) closed; of the open \(grouped(openMinors)) for minors, "
        out += "\(grouped(openComplexMinors)) of them complex\n"
        out += "opened \(grouped(flow.opened)), closed \(grouped(flow.closed)), reopened \(grouped(flow.reopened)) "
        out += "in the days asked\n"
        out += openClosed("Place", byPlace, names.places, style)
        out += openClosed("Line", byLine, [:], style)
        out += openClosed("Worker", byWorker, [:], style)
        out += phases(style) + silentText(style)
        return out
    }

    private func openClosed(
        _ heading: String, _ counts: [String: Count], _ names: [String: String], _ style: Style
    ) -> String {
        guard !counts.isEmpty else { return "" }
        var table = Table([.left(heading), .right("Open"), .right("Closed")])
        let rows = counts.map { (name: names[$0.key] ?? $0.key, count: $0.value) }.sorted { $0.name < $1.name }
        for row in rows { table.add([.text(row.name), .count(row.count.open), .count(row.count.closed)]) }
        return "\n" + table.text(style)
    }

    private func phases(_ style: Style) -> String {
        guard !phaseTimes.isEmpty else { return "" }
        var table = Table([.left("Phase"), .right("Open"), .right("Stays"), .right("Days"), .right("Days a stay")])
        for time in phaseTimes {
            table.add([
                .text(names.phases[time.phase] ?? time.phase), .count(openByPhase[time.phase] ?? 0), .count(time.stays),
                .count(time.days), Table.Cell(decimal(Double(time.days) / Double(max(1, time.stays)), 1)),
            ])
        }
        return "\n" + table.text(style)
    }

    private func silentText(_ style: Style) -> String {
        guard !silent.isEmpty else { return "" }
        var table = Table([
            .left("Silent for over \(silentCaseDays) days"), .left("Place"), .left("Worker"), .left("Since"),
            .right("Days"),
        ])
        for row in silent {
            table.add([
                .text(row.case), .text(names.places[row.place] ?? row.place), .text(row.worker), .text(row.since),
                .count(row.days),
            ])
        }
        return "\n" + table.text(style)
    }
}
