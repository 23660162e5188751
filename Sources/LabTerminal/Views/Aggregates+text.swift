internal import Views
internal import Wording

extension Aggregates: TerminalRenderable {
    func text(_ style: Style) -> String {
        var out = head("Aggregates", style) + publicationText(style)
        out += figures("Persons", "served", quarters.map(\.personsServed), sum: personsServed, style)
        out += figures("By line", quarters.map(\.byLine), sum: byLine, style)
        out += figures("By place", quarters.map(\.byPlace), sum: byPlace, style)
        out += figures("By measure", quarters.map(\.byMeasure), sum: byMeasure, style)
        out += figures("By age", quarters.map(\.byAge), sum: byAge, style)
        out += figures("By sex", quarters.map(\.bySex), sum: bySex, style)
        out += figures("By nationality", quarters.map(\.byNationality), sum: byNationality, style)
        out += figures("Cases", "open", quarters.map(\.casesOpen), style)
        out += figures("By place", quarters.map(\.casesByPlace), style)
        out += figures("By phase", quarters.map(\.casesByPhase), style)
        return out + hoursText(style) + style.faint(Note.text(of: caution, in: Speech.language)) + "\n"
    }

    /// The quarters' moments of publication, and the positions known then.
    private func publicationText(_ style: Style) -> String {
        var table = Table([.left("Published")] + quarters.map { .right($0.quarter) })
        table.add(["on"] + quarters.map { .text(String($0.published.prefix(10))) })
        table.add(["knows position"] + quarters.map { Table.Cell(String($0.position)) })
        return "\n" + table.text(style)
    }

    /// One figure for each quarter.
    private func figures(
        _ heading: String, _ name: String, _ figures: [Figure], sum: Figure? = nil, _ style: Style
    ) -> String {
        self.figures(heading, figures.map { [name: $0] }, sum: sum.map { [name: $0] }, style)
    }

    /// Returns a row for each name and a column for each quarter, with one for the sum if several quarters are added up.
    private func figures(
        _ heading: String, _ tables: [[String: Figure]], sum: [String: Figure]? = nil, _ style: Style
    ) -> String {
        let names = Set(tables.flatMap(\.keys)).sorted()
        guard !names.isEmpty else { return "" }
        let sum = quarters.count > 1 ? sum : nil
        var table = Table(
            [.left(heading)] + quarters.map { .right($0.quarter) } + (sum == nil ? [] : [.right("Added up")]))
        for name in names {
            table.add([.text(name)] + (tables + (sum.map { [$0] } ?? [])).map { .figure($0[name]) })
        }
        return "\n" + table.text(style)
    }

    private func hoursText(_ style: Style) -> String {
        guard !hours.isEmpty else { return "\n" }
        var table = Table([
            .left("Line"), .left("Place"), .right("Owed"), .right("Delivered"), .right("Balance"),
        ])
        for row in hours {
            table.add([
                .text(row.line), .text(row.place), .hours(row.owed), .hours(row.delivered), .balance(row.balance),
            ])
        }
        return "\n" + table.text(style)
    }
}

extension Table.Cell {
    /// Returns a cell for a figure that may be withheld; empty if the quarter does not have it.
    fileprivate static func figure(_ figure: Aggregates.Figure?) -> Self {
        switch figure {
        case .count(let count): .count(count)
        case .withheld: "withheld"
        case nil: ""
        }
    }
}
