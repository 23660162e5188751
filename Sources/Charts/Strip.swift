public import Markup

/// Stays as dots, one row for each phase, all on one scale, with the median of each row as a line.
public struct Strip: Picture {
    /// A stay, or whatever else is a dot.
    public struct Dot: Sendable {
        /// Where it stands on the axis.
        public var value: Double
        /// What it says.
        public var title: String
        /// Where it leads.
        public var link: Address?

        /// A dot on the axis.
        public init(_ value: Double, title: String, link: Address? = nil) {
            (self.value, self.title, self.link) = (value, title, link)
        }
    }

    /// A row of dots.
    public struct Row: Sendable {
        /// The name above it.
        public var title: String
        /// Its dots, in any order.
        public var dots: [Dot]
        /// The median, with its words.
        public var median: Bars.Figure?
        /// Where the name leads.
        public var link: Address?

        /// A row of dots with its median.
        public init(_ title: String, dots: [Dot], median: Bars.Figure? = nil, link: Address? = nil) {
            (self.title, self.dots, self.median, self.link) = (title, dots, median, link)
        }
    }

    /// What the picture is called and says.
    public var caption: Caption
    /// The rows from top to bottom.
    public var rows: [Row]
    /// The one scale of all rows.
    public var axis: Axis
    /// What the axis counts, below it.
    public var axisTitle: String

    /// Rows of dots on one axis.
    public init(_ caption: Caption, rows: [Row], axis: Axis, axisTitle: String) {
        (self.caption, self.rows, self.axis, self.axisTitle) = (caption, rows, axis, axisTitle)
    }

    /// The picture as an inline `<svg>`.
    public var svg: Markup {
        let width = PictureWidth.narrowUnits
        var canvas = Canvas()
        var y = 2.0
        let lane = DotLane(axis: axis, left: 8, right: width - 8, height: 34)
        for row in rows {
            let words = row.median?.text ?? ""
            let space = min(Lettering.strong.width(words), width / 2)
            let title = Lettering.regular.lines(row.title, within: width - 4 - space - 12, atMost: 2)
            canvas.title(title, of: row.title, row.link, x: 2, y: y + 13)
            canvas.text(words, x: width - 2, y: y + 13, .end, .strong, within: space)
            y += Double(title.count) * 17 + 3
            lane.draw(row.dots, y: y, on: &canvas)
            if let median = row.median {
                let x = lane.x(median.value)
                canvas.line(x, y, x, y + lane.height, "chart-median")
            }
            y += lane.height + 8
        }
        canvas.horizontalAxis(axis, from: lane.left, to: lane.right, y: y)
        canvas.text(axisTitle, x: width - 2, y: y + 36, .end, .small, within: width - 4)
        return canvas.svg(caption, width: width, height: y + 42, .narrow)
    }
}

/// A row of dots: those that would cover each other are stacked around its middle, closer where there are many.
struct DotLane {
    var axis: Axis
    var left: Double
    var right: Double
    var height: Double

    static let radius = 4.0
    private static let bin = 7.0

    func x(_ value: Double) -> Double { axis.scale.position(value, from: left, to: right) }

    /// How many dots stand at most above each other.
    func deepest(_ values: some Sequence<Double>) -> Int {
        var counts: [Int: Int] = [:]
        for value in values { counts[Int(x(value) / Self.bin), default: 0] += 1 }
        return counts.values.max() ?? 0
    }

    func draw(
        _ dots: [Strip.Dot], y: Double, isLate: (Strip.Dot) -> Bool = { _ in false }, on canvas: inout Canvas
    ) {
        for tick in axis.ticks { canvas.line(x(tick.value), y, x(tick.value), y + height, "chart-grid") }
        var stacks: [Int: [Strip.Dot]] = [:]
        for dot in dots { stacks[Int(x(dot.value) / Self.bin), default: []].append(dot) }
        let radius = Self.radius
        for (_, stack) in stacks.sorted(by: { $0.key < $1.key }) {
            let room = height - 2 * radius - 2
            let step = stack.count > 1 ? min(2 * radius + 1, room / Double(stack.count - 1)) : 0
            let first = y + height / 2 - step * Double(stack.count - 1) / 2
            for (number, dot) in stack.enumerated() {
                let style: Markup = isLate(dot) ? "chart-stay-late chart-mark" : "chart-stay chart-mark"
                canvas.mark(dot.title, dot.link) { canvas in
                    canvas.circle(x: x(dot.value), y: first + step * Double(number), radius: radius, style)
                }
            }
        }
    }
}
