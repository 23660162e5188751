public import Markup

/// What became of something in up to three stages, such as hours that were asked, authorised and delivered: a group of bars
/// for each row, from an outline over a tint to a full bar.
public struct Funnel: Picture {
    /// A group of bars.
    public struct Row: Sendable {
        /// The name above it.
        public var title: String
        /// The figures in the order of the stages.
        public var figures: [Bars.Figure]
        /// Where the name leads.
        public var link: Address?

        /// A group of bars with a name.
        public init(_ title: String, figures: [Bars.Figure], link: Address? = nil) {
            (self.title, self.figures, self.link) = (title, figures, link)
        }
    }

    /// What the picture is called and says.
    public var caption: Caption
    /// The names of the stages, at most three.
    public var stages: [String]
    /// The groups from top to bottom.
    public var rows: [Row]

    /// Groups of bars.
    public init(_ caption: Caption, stages: [String], rows: [Row]) {
        (self.caption, self.stages, self.rows) = (caption, Array(stages.prefix(3)), rows)
    }

    /// The picture as an inline `<svg>`.
    public var svg: Markup {
        let width = PictureWidth.narrowUnits
        let shown = rows.map { Array($0.figures.prefix(stages.count)) }
        let column = BarColumn(
            left: 2, right: width - 2, figures: shown.flatMap { $0.map(\.value) },
            texts: shown.flatMap { $0.map(\.text) })
        var canvas = Canvas()
        let legend = Legend(
            entries: stages.enumerated().map { number, stage in
                .init(text: stage) { canvas, x, y in
                    canvas.rectangle(x: x + 1, y: y + 2, width: 14, height: 12, style(number))
                }
            })
        var y = legend.draw(on: &canvas, left: 2, right: width - 2, y: 2) + 6
        for (row, figures) in zip(rows, shown) {
            let title = Lettering.regular.lines(row.title, within: width - 4, atMost: 2)
            canvas.title(title, of: row.title, row.link, x: 2, y: y + 13)
            y += Double(title.count) * 17 + 4
            for (number, figure) in figures.enumerated() {
                column.drawBar(figure, y: y, height: 13, style: style(number), on: &canvas)
                y += 18
            }
            y += 10
        }
        return canvas.svg(caption, width: width, height: max(y, 20), .narrow)
    }

    /// The last stage is always the full bar.
    private func style(_ number: Int) -> Markup { "chart-stage-\(number + 3 - stages.count)" }
}
