public import Markup

/// A figure by quarter for several places, one panel each, all on one scale.
public struct SmallMultiples: Picture {
    /// A place.
    public struct Panel: Sendable {
        /// The name above it.
        public var title: String
        /// Its figures, one for each quarter; nil where there is none.
        public var values: [Double?]
        /// The last figure in words.
        public var text: String
        /// What each quarter should reach.
        public var target: Double?
        /// Where the name leads.
        public var link: Address?

        /// A panel of figures.
        public init(
            _ title: String, values: [Double?], text: String, target: Double? = nil, link: Address? = nil
        ) {
            (self.title, self.values, self.text) = (title, values, text)
            (self.target, self.link) = (target, link)
        }
    }

    /// What the picture is called and says.
    public var caption: Caption
    /// The panels, row by row.
    public var panels: [Panel]
    /// The names of the quarters; the first and the last stand below each panel.
    public var quarters: [String]
    /// The one scale of all panels.
    public var axis: Axis
    /// How many panels stand in a row: two fit a phone, six a page.
    public var columns: Int

    /// Panels on one scale.
    public init(_ caption: Caption, panels: [Panel], quarters: [String], axis: Axis, columns: Int = 2) {
        (self.caption, self.panels, self.quarters, self.axis) = (caption, panels, quarters, axis)
        self.columns = min(max(columns, 1), 6)
    }

    private static let panel = 178.0
    private static let plot = 70.0

    /// The picture as an inline `<svg>`.
    public var svg: Markup {
        let step = Self.panel + 24
        let width = Double(max(columns, 2)) * step - 24
        let titles = panels.map { Lettering.regular.lines($0.title, within: Self.panel - 4, atMost: 2) }
        let isTwoLines = titles.contains { $0.count > 1 }
        let heading = isTwoLines ? 56.0 : 39.0
        let height = heading + Self.plot + 24 + 16
        var canvas = Canvas()
        for (number, panel) in panels.enumerated() {
            let x = Double(number % columns) * step
            let y = Double(number / columns) * height
            canvas.title(titles[number], of: panel.title, panel.link, x: x + 2, y: y + 13)
            draw(panel, x: x + 2, y: y + heading, width: Self.panel - 4, on: &canvas)
        }
        let rows = (panels.count + columns - 1) / columns
        return canvas.svg(
            caption, width: width, height: max(Double(rows) * height, 20), columns > 2 ? .wide : .narrow)
    }

    private func draw(_ panel: Panel, x: Double, y: Double, width: Double, on canvas: inout Canvas) {
        let bottom = y + Self.plot
        let zero = axis.scale.position(0, from: bottom, to: y)
        let most = axis.ticks.last
        canvas.line(x, y, x + width, y, "chart-grid")
        let words = min(Lettering.strong.width(panel.text), width * 0.6)
        canvas.text(panel.text, x: x + width, y: y - 5, .end, .strong, within: words)
        canvas.text(most?.text ?? "", x: x, y: y - 5, .start, .small, within: width - words - 8)
        let count = max(quarters.count, panel.values.count, 1)
        let step = width / Double(count)
        let gap = min(step * 0.25, 6)
        for (number, value) in panel.values.enumerated() {
            guard let value else { continue }
            let end = axis.scale.position(value, from: bottom, to: y)
            let style: Markup = number == panel.values.count - 1 ? "chart-stage-2" : "chart-stage-1"
            canvas.rectangle(
                x: x + Double(number) * step + gap / 2, y: min(zero, end), width: min(step - gap, 28),
                height: (zero - end).magnitude, style)
        }
        canvas.line(x, zero, x + width, zero, "chart-axis")
        if let target = panel.target {
            let level = axis.scale.position(target, from: bottom, to: y)
            canvas.line(x, level, x + width, level, "chart-goal")
        }
        if let first = quarters.first {
            canvas.text(first, x: x, y: bottom + 17, .start, .small, within: width / 2 - 6)
        }
        if quarters.count > 1, let last = quarters.last {
            canvas.text(last, x: x + width, y: bottom + 17, .end, .small, within: width / 2 - 6)
        }
    }
}
