internal import Views

extension Indicators: TerminalRenderable {
    func text(_ style: Style) -> String {
        var out = head("Indicators", style)
        out += "\(grouped(personsServed)) persons served, \(grouped(newInPeriod)) of them new; "
        out += "\(grouped(servedNotCounted)) more served and not counted\n"
        out += targetsText(style)
        out += counts("Line", byLine, style) + counts("Place", byPlace, style) + counts("Measure", byMeasure, style)
        out += inOrder("Quarter", byQuarter, style) + inOrder("Age", byAge, style)
        out += counts("Sex", bySex, style) + counts("Nationality", byNationality, style)
        return out + style.faint(caution) + "\n"
    }

    private func targetsText(_ style: Style) -> String {
        guard !targets.isEmpty else { return "" }
        var table = Table([.left("Target"), .left("Of"), .right("Asked"), .right("Reached"), .right("Left")])
        for target in targets {
            let left = target.reached.map { max(0, target.value - $0) }
            table.add([
                .text(target.indicator),
                .text([target.line, target.measure].compactMap(\.self).joined(separator: ", ")),
                .count(target.value), target.reached.map { .count($0) } ?? "not counted",
                left.map { Table.Cell(grouped($0), isWarning: $0 > 0) } ?? "",
            ])
        }
        return "\n" + table.text(style)
    }

    /// By name, where that is an order in time or age; what is unknown sorts last.
    private func inOrder(_ heading: String, _ counts: [String: Int], _ style: Style) -> String {
        guard !counts.isEmpty else { return "" }
        var table = Table([.left(heading), .right("")])
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) { table.add([.text(name), .count(count)]) }
        return "\n" + table.text(style)
    }
}
