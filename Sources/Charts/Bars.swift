public import Markup

/// Horizontal bars from zero, each named above and labelled with its figure.
///
/// A bar may have a target, a mark across it on the same scale. A second figure of another unit, such as the median of days
/// beside a count of cases, stands in a column of its own as a tick on a second scale.
public struct Bars: Picture {
    /// A figure and its words.
    public struct Figure: Sendable, Hashable {
        /// The figure.
        public var value: Double
        /// The same in words.
        public var text: String

        /// A figure with its words.
        public init(_ value: Double, _ text: String) { (self.value, self.text) = (value, text) }
    }

    /// A bar.
    public struct Row: Sendable {
        /// The name above it.
        public var title: String
        /// Its length and label.
        public var figure: Figure
        /// What it should reach; the label of the bar should name it.
        public var target: Double?
        /// The figure of the second column.
        public var second: Figure?
        /// Where the row leads.
        public var link: Address?

        /// A bar with a name.
        public init(
            _ title: String, _ figure: Figure, target: Double? = nil, second: Figure? = nil, link: Address? = nil
        ) {
            (self.title, self.figure, self.target) = (title, figure, target)
            (self.second, self.link) = (second, link)
        }
    }

    /// What the picture is called and says.
    public var caption: Caption
    /// The bars from top to bottom.
    public var rows: [Row]
    /// What the bars count, above them; may be empty.
    public var heading: String
    /// What the second column counts.
    public var secondHeading: String

    /// Bars with their headings.
    public init(_ caption: Caption, rows: [Row], heading: String = "", secondHeading: String = "") {
        (self.caption, self.rows, self.heading, self.secondHeading) = (caption, rows, heading, secondHeading)
    }

    /// The picture as an inline `<svg>`.
    public var svg: Markup {
        let width = PictureWidth.narrowUnits
        let hasSecond = rows.contains { $0.second != nil }
        let bars = BarColumn(
            left: 2, right: hasSecond ? 222 : width - 2, figures: rows.flatMap { [$0.figure.value, $0.target ?? 0] },
            texts: rows.map(\.figure.text))
        let ticks = BarColumn(
            left: 248, right: width - 2, figures: rows.compactMap(\.second?.value),
            texts: rows.compactMap(\.second?.text))
        var canvas = Canvas()
        var y = 2.0
        if !heading.isEmpty || hasSecond && !secondHeading.isEmpty {
            canvas.text(heading, x: bars.left, y: 14, .start, .small, within: bars.right - bars.left)
            if hasSecond {
                canvas.text(secondHeading, x: ticks.left, y: 14, .start, .small, within: ticks.right - ticks.left)
            }
            y = 26
        }
        for row in rows {
            let title = Lettering.regular.lines(row.title, within: width - 4, atMost: 2)
            canvas.title(title, of: row.title, row.link, x: 2, y: y + 13)
            y += Double(title.count) * 17 + 3
            bars.drawBar(row.figure, target: row.target, y: y, on: &canvas)
            if let second = row.second { ticks.drawTick(second, y: y, on: &canvas) }
            y += 30
        }
        return canvas.svg(caption, width: width, height: max(y, 20), .narrow)
    }
}

/// A column of figures on one scale, with space for their labels.
struct BarColumn {
    let left: Double
    let right: Double
    private let scale: Scale
    private let end: Double

    init(left: Double, right: Double, figures: [Double], texts: [String]) {
        (self.left, self.right, scale) = (left, right, Scale(figures))
        let widest = texts.map { Lettering.strong.width($0) }.max() ?? 0
        end = right - min(widest, (right - left) / 2) - 8
    }

    private func x(_ value: Double) -> Double { scale.position(value, from: left, to: end) }

    /// A bar 16 units high with its label behind it, and its target.
    func drawBar(
        _ figure: Bars.Figure, target: Double? = nil, y: Double, height: Double = 16, style: Markup = "chart-bar",
        on canvas: inout Canvas
    ) {
        let (zero, value) = (x(0), x(figure.value))
        canvas.rectangle(x: min(zero, value), y: y, width: (value - zero).magnitude, height: height, style)
        canvas.line(zero, y - 2, zero, y + height + 2, "chart-axis")
        var reached = max(zero, value)
        if let target {
            canvas.line(x(target), y - 4, x(target), y + height + 4, "chart-target")
            reached = max(reached, x(target))
        }
        canvas.text(
            figure.text, x: reached + 7, y: y + height / 2 + 5, .start, .strong, within: right - reached - 7)
    }

    /// A tick on a line from zero with its label behind it.
    func drawTick(_ figure: Bars.Figure, y: Double, on canvas: inout Canvas) {
        let (zero, value) = (x(0), x(figure.value))
        canvas.line(min(zero, value), y + 8, max(zero, value), y + 8, "chart-axis")
        canvas.line(zero, y + 4, zero, y + 12, "chart-axis")
        canvas.line(value, y, value, y + 16, "chart-target")
        canvas.text(
            figure.text, x: max(zero, value) + 7, y: y + 13, within: right - max(zero, value) - 7)
    }
}
