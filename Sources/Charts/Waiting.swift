public import Markup

/// Requests that wait, one dot each on an axis of days. Those at or beyond the limit are filled and orange, and lie behind
/// its dashed line.
public struct Waiting: Picture {
    /// What the picture is called and says.
    public var caption: Caption
    /// The requests, in any order.
    public var dots: [Strip.Dot]
    /// The days.
    public var axis: Axis
    /// What the axis counts, below it.
    public var axisTitle: String
    /// From when on a request waits too long, with its words.
    public var limit: Bars.Figure?

    /// Requests on an axis.
    public init(_ caption: Caption, dots: [Strip.Dot], axis: Axis, axisTitle: String, limit: Bars.Figure? = nil) {
        (self.caption, self.dots, self.axis, self.axisTitle) = (caption, dots, axis, axisTitle)
        self.limit = limit
    }

    /// How many dots can be told apart at most.
    public static let mostDots = 200

    /// Whether a dot for each value can be told from its neighbours: neither many in all nor high stacks. Otherwise a
    /// ``Histogram`` shows them.
    public static func isReadable(_ values: [Double], along axis: Axis) -> Bool {
        guard values.count <= mostDots else { return false }
        return DotLane(axis: axis, left: 8, right: PictureWidth.narrowUnits - 8, height: 0).deepest(values) <= 18
    }

    /// The picture as an inline `<svg>`.
    public var svg: Markup {
        let width = PictureWidth.narrowUnits
        var lane = DotLane(axis: axis, left: 8, right: width - 8, height: 0)
        let stacked = Double(lane.deepest(dots.map(\.value))) * (2 * DotLane.radius + 1)
        lane.height = min(max(stacked + 4, 44), 170)
        let top = limit == nil ? 4.0 : 22.0
        var canvas = Canvas()
        lane.draw(dots, y: top, isLate: { dot in limit.map { dot.value >= $0.value } ?? false }, on: &canvas)
        if let limit {
            let x = lane.x(limit.value)
            canvas.line(x, top - 2, x, top + lane.height, "chart-limit")
            let words = min(Lettering.small.width(limit.text), width - 4)
            let start = min(max(x - words / 2, 2), width - 2 - words)
            canvas.text(limit.text, x: start, y: 14, .start, .small, within: words)
        }
        let bottom = top + lane.height + 4
        canvas.horizontalAxis(axis, from: lane.left, to: lane.right, y: bottom)
        canvas.text(axisTitle, x: width - 2, y: bottom + 36, .end, .small, within: width - 4)
        return canvas.svg(caption, width: width, height: bottom + 42, .narrow)
    }
}
