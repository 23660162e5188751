internal import Views

extension Timesheets: TerminalRenderable {
    func text(_ style: Style) -> String {
        var table = Table([
            .left("Worker"), .left("Month"), .right("All"), .right("Project"), .right("Other"), .right("Away"),
            .left("State"), .left("Approved by"),
        ])
        var last: String?
        for row in rows {
            table.add([
                .text(row.worker == last ? "" : row.worker), .text(row.month), .hours(row.minutes),
                .hours(row.projectMinutes), .hours(row.minutes - row.projectMinutes),
                .count(row.absentDays == 0 ? nil : row.absentDays),
                Table.Cell(row.pending ? row.state + ", pending" : row.state, isWarning: row.pending),
                .text(row.approvedBy),
            ])
            last = row.worker
        }
        return head("Timesheets", style) + "\n" + table.text(style)
    }
}
