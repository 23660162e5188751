public import Markup

/// How many lie in each of many equal ranges: what ``Waiting`` shows, where there are too many for a dot each.
///
/// The columns begin at zero and are labelled by the tallest alone; each says its own figure in its title. Those at or beyond
/// the limit are orange, and lie behind its dashed line.
public struct Histogram: Picture {
    /// A column.
    public struct Column: Sendable, Hashable {
        /// Where it begins, included.
        public let lower: Double
        /// Where it ends, excluded.
        public let upper: Double
        /// How many lie in between.
        public let count: Int

        /// What lies between two values.
        public init(from lower: Double, to upper: Double, count: Int) {
            (self.lower, self.upper, self.count) = (lower, upper, count)
        }
    }

    /// What the picture is called and says.
    public var caption: Caption
    /// The columns.
    public var columns: [Column]
    /// What each column says, in words.
    public var titles: [String]
    /// The values along the columns.
    public var axis: Axis
    /// What the axis counts, below it.
    public var axisTitle: String
    /// From when on it is too much, with its words.
    public var limit: Bars.Figure?
    /// The count of the tallest column, in words.
    public var most: String

    /// Columns on an axis, each with its words.
    ///
    /// - Parameters:
    ///   - caption: What the picture is called and says.
    ///   - columns: The columns, in any order.
    ///   - axis: The values along them.
    ///   - axisTitle: What the axis counts.
    ///   - limit: From when on it is too much.
    ///   - count: A count of a column in words.
    ///   - title: What a column says.
    public init(
        _ caption: Caption, columns: [Column], axis: Axis, axisTitle: String, limit: Bars.Figure? = nil,
        count: (Int) -> String, title: (Column) -> String
    ) {
        (self.caption, self.columns, self.axis, self.axisTitle) = (caption, columns, axis, axisTitle)
        self.limit = limit
        titles = columns.map(title)
        most = count(columns.map(\.count).max() ?? 0)
    }

    /// The columns of whole numbers, about twenty along the axis; empty ones are left out.
    ///
    /// - Parameters:
    ///   - values: Numbers from zero up, in any order.
    ///   - axis: An axis that covers them.
    ///   - limit: The last number that is not too much: a column ends with it.
    public static func columns(of values: some Sequence<Int>, along axis: Axis, limit: Int? = nil) -> [Column] {
        let step = axis.ticks.count > 1 ? axis.ticks[1].value - axis.ticks[0].value : 1
        let width = max((step / 5).rounded(.up), 1)
        let start = limit.map { (Double($0) + 1).truncatingRemainder(dividingBy: width) } ?? 0
        var counts: [Int: Int] = [:]
        for value in values { counts[Int(((Double(value) - start) / width).rounded(.down)), default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { number, count in
            let lower = start + Double(number) * width
            return Column(from: max(lower, 0), to: lower + width, count: count)
        }
    }

    /// The picture as an inline `<svg>`.
    public var svg: Markup {
        let width = PictureWidth.narrowUnits
        let (left, right, height, top) = (8.0, width - 8, 130.0, limit == nil ? 20.0 : 38.0)
        let heights = Scale(columns.map { Double($0.count) })
        func x(_ value: Double) -> Double { axis.scale.position(value, from: left, to: right) }
        var canvas = Canvas()
        for tick in axis.ticks { canvas.line(x(tick.value), top, x(tick.value), top + height, "chart-grid") }
        for (column, title) in zip(columns, titles) {
            let y = heights.position(Double(column.count), from: top + height, to: top)
            let isLate = limit.map { column.lower >= $0.value } ?? false
            canvas.mark(title, nil) { canvas in
                canvas.rectangle(
                    x: x(column.lower), y: y, width: max(x(column.upper) - x(column.lower) - 1, 1),
                    height: top + height - y, isLate ? "chart-bar-late chart-mark" : "chart-bar chart-mark")
            }
        }
        if let tallest = columns.max(by: { $0.count < $1.count }) {
            let words = Lettering.strong.width(most)
            let middle = (x(tallest.lower) + x(tallest.upper)) / 2
            let start = min(max(middle - words / 2, 2), width - 2 - words)
            canvas.text(most, x: start, y: top - 5, .start, .strong, within: width - 4)
        }
        if let limit {
            canvas.line(x(limit.value), top - 18, x(limit.value), top + height, "chart-limit")
            let words = min(Lettering.small.width(limit.text), width - 4)
            let start = min(max(x(limit.value) - words / 2, 2), width - 2 - words)
            canvas.text(limit.text, x: start, y: 14, .start, .small, within: words)
        }
        let bottom = top + height
        canvas.horizontalAxis(axis, from: left, to: right, y: bottom)
        canvas.text(axisTitle, x: width - 2, y: bottom + 36, .end, .small, within: width - 4)
        return canvas.svg(caption, width: width, height: bottom + 42, .narrow)
    }
}
