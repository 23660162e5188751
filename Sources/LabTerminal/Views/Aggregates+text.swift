internal import Office
internal import Presentation
internal import Views
internal import Wording

extension Aggregates: TerminalRenderable {
    func text(_ style: Style, _ names: AnswerNames) -> String {
        var out = head(style, names) + publicationText(style)
        let served = localized("served", it: "raggiunti")
        out += figures(
            localized("Persons", it: "Destinatari"), quarters.map { [served: $0.personsServed] },
            sum: [served: personsServed], style)
        out += figures(Self.title("byLine"), quarters.map(\.byLine), sum: byLine, style) { names.name(.line, $0) }
        out += figures(Self.title("byPlace"), quarters.map(\.byPlace), sum: byPlace, style) { names.name(.place, $0) }
        out += figures(Self.title("byMeasure"), quarters.map(\.byMeasure), sum: byMeasure, style) {
            names.name(.planMeasure, $0)
        }
        out += figures(Self.title("byAge"), quarters.map(\.byAge), sum: byAge, style)
        out += figures(Self.title("bySex"), quarters.map(\.bySex), sum: bySex, style)
        out += figures(Self.title("byNationality"), quarters.map(\.byNationality), sum: byNationality, style)
        let open = localized("open", it: "aperti")
        out += figures(localized("Cases", it: "Casi"), quarters.map { [open: $0.casesOpen] }, style)
        out += figures(Self.title("byPlace"), quarters.map(\.casesByPlace), style) { names.name(.place, $0) }
        out += figures(localized("By phase", it: "Per fase"), quarters.map(\.casesByPhase), style) {
            names.name(.phase, $0)
        }
        return out + hoursText(style, names) + style.faint(Note.text(of: caution, in: Speech.language).wrapped()) + "\n"
    }

    private static func title(_ field: String) -> String { Column.title(of: field, in: Speech.language) }

    /// The quarters' moments of publication, and the positions known then.
    private func publicationText(_ style: Style) -> String {
        var table = Table([.left(localized("Published", it: "Pubblicazione"))] + quarters.map { .right($0.quarter) })
        table.add([.text(localized("on", it: "il"))] + quarters.map { .text(String(local($0.published).prefix(10))) })
        table.add(
            [.text(localized("knows position", it: "nota fino alla posizione"))]
                + quarters.map { Table.Cell(String($0.position)) })
        return "\n" + table.text(style)
    }

    /// Returns a row for each name and a column for each quarter, with one for the sum if several quarters are added up.
    private func figures(
        _ heading: String, _ tables: [[String: Figure]], sum: [String: Figure]? = nil, _ style: Style,
        _ shown: (String) -> String = { $0 }
    ) -> String {
        let names = Set(tables.flatMap(\.keys)).sorted()
        guard !names.isEmpty else { return "" }
        let sum = quarters.count > 1 ? sum : nil
        var table = Table(
            [.left(heading)] + quarters.map { .right($0.quarter) }
                + (sum == nil ? [] : [.right(localized("Added up", it: "Somma"))]))
        for name in names {
            table.add([.text(shown(name))] + (tables + (sum.map { [$0] } ?? [])).map { .figure($0[name]) })
        }
        return "\n" + table.text(style)
    }

    private func hoursText(_ style: Style, _ names: AnswerNames) -> String {
        guard !hours.isEmpty else { return "\n" }
        var table = Table([
            .left(localized("Line", it: "Azione")), .left(localized("Place", it: "Sede")),
            .right(localized("Owed", it: "Dovute")), .right(localized("Delivered", it: "Erogate")),
            .right(localized("Balance", it: "Saldo")),
        ])
        for row in hours {
            table.add([
                .text(names.name(.line, row.line)), .text(names.name(.place, row.place)), .hours(row.owed),
                .hours(row.delivered), .balance(row.balance),
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
        case .withheld: .text(localized("withheld", it: "omesso"))
        case nil: ""
        }
    }
}
