internal import Office
internal import Presentation
internal import Views
internal import Wording

/// A figure of a report, read from its name: `compliance/line=youth/place=chiari/delivered`.
struct ReportedFigure: Hashable {
    /// A row or column in which it counts.
    struct Facet: Hashable {
        let name: String
        let value: String
    }

    let name: String
    let view: String
    let facets: [Facet]
    let counted: String
    let value: Int

    /// Reads the name; nil if it is not one of a figure.
    init?(_ name: String, _ value: Int) {
        let parts = name.split(separator: "/").map(String.init)
        guard let view = parts.first, let counted = parts.last, parts.count > 1 else { return nil }
        self.name = name
        self.view = view
        self.counted = counted
        self.value = value
        facets = parts.dropFirst().dropLast().map { part in
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            return Facet(name: pair[0], value: pair.count > 1 ? pair[1] : "")
        }
    }
}

/// The figures of one view in a report, as tables: one for each kind of row, with places as rows where there are any.
struct ReportedFigures {
    /// What a column of figures has in common.
    private struct Column: Hashable {
        /// The facets beside that of the rows.
        let facets: [ReportedFigure.Facet]
        let counted: String

        init(_ figure: ReportedFigure, besides row: String) {
            facets = figure.facets.filter { $0.name != row }
            counted = figure.counted
        }
    }

    private let figures: [ReportedFigure]
    private let names: AnswerNames

    /// How many values of another facet than that of the rows are columns; more have a table each.
    private static let mostGroups = 2

    init(_ figures: [ReportedFigure], _ names: AnswerNames) {
        self.figures = figures
        self.names = names
    }

    /// The tables under a title; empty if there are no figures.
    func text(_ title: String, _ style: Style) -> String {
        guard !figures.isEmpty else { return "" }
        let shapes = Dictionary(grouping: figures) { $0.facets.map(\.name) }
            .sorted { ($0.key.count, $0.key.joined(separator: "/")) < ($1.key.count, $1.key.joined(separator: "/")) }
        return "\n" + style.heading(title) + "\n"
            + shapes.map { text(of: $0.value, named: $0.key, style) }.joined(separator: "\n")
    }

    /// The figures with the same facets: one row for each value of one of them.
    private func text(of figures: [ReportedFigure], named facets: [String], _ style: Style) -> String {
        guard let row = facets.contains("place") ? "place" : facets.first else {
            var table = Table([.left(""), .right("")])
            for figure in figures.sorted(by: { $0.counted < $1.counted }) {
                table.add([Table.Cell(title(figure.counted)), cell(figure)])
            }
            return table.text(style)
        }
        let columns = Set(figures.map { Column($0, besides: row) }).sorted { order($0) < order($1) }
        var groups: [[ReportedFigure.Facet]] = []
        for column in columns where !groups.contains(column.facets) { groups.append(column.facets) }
        guard groups.count > Self.mostGroups else {
            return table(figures, by: row, columns) { heading($0, columns) }.text(style)
        }
        return groups.map { group in
            style.faint(words(group)) + "\n"
                + table(figures, by: row, columns.filter { $0.facets == group }) { title($0.counted) }.text(style)
        }.joined(separator: "\n")
    }

    /// A row for each value of the facet `row` that has a figure in one of the columns.
    private func table(
        _ figures: [ReportedFigure], by row: String, _ columns: [Column], _ heading: (Column) -> String
    ) -> Table {
        var table = Table([.left(names.title(ofFacet: row))] + columns.map { .right(heading($0)) })
        var rows: [String: [Column: ReportedFigure]] = [:]
        for figure in figures {
            let column = Column(figure, besides: row)
            guard columns.contains(column), let facet = figure.facets.first(where: { $0.name == row }) else { continue }
            rows[facet.value, default: [:]][column] = figure
        }
        for (value, cells) in rows.sorted(by: { order(row, $0.key) < order(row, $1.key) }) {
            table.add(
                [.text(names.value(ofFacet: row, value))] + columns.map { column in cells[column].map(cell) ?? "" })
        }
        return table
    }

    private func heading(_ column: Column, _ columns: [Column]) -> String {
        let isOfOneQuantity = Set(columns.map(\.counted)).count == 1
        if column.facets.isEmpty { return title(column.counted) }
        return isOfOneQuantity ? words(column.facets) : words(column.facets) + ", " + title(column.counted).lowercased()
    }

    private func words(_ facets: [ReportedFigure.Facet]) -> String {
        facets.map { names.facet($0.name, $0.value) }.joined(separator: ", ")
    }

    private func title(_ counted: String) -> String {
        Views.Column.title(of: counted, ofView: figures.first?.view, in: Speech.language)
    }

    private func cell(_ figure: ReportedFigure) -> Table.Cell {
        Table.Cell(AnswerCells.text(ofFigure: figure.name, figure.value, in: Speech.language))
    }

    /// By which values are sorted: phases as in the plan, others by what they are called.
    private func order(_ facet: String, _ value: String) -> String {
        let place = facet == "phase" ? names.place(of: .phase, value).map { String($0 + 1_000) } : nil
        return place ?? names.value(ofFacet: facet, value)
    }

    private func order(_ column: Column) -> String {
        (column.facets.map { order($0.name, $0.value) } + [column.counted]).joined(separator: "\u{1}")
    }
}
