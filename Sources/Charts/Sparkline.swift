public import Markup

/// A line of values without words, as high as a line of text; its last value is a dot.
///
/// The scale begins at zero, so that lines beside each other tell the same only if they share `most`.
public struct Sparkline: Picture {
    /// What the picture is called and says.
    public var caption: Caption
    /// The values from left to right; the line is broken where there is none.
    public var values: [Double?]
    /// The value at the upper edge, or nil for the largest of the line's own.
    public var most: Double?

    /// A line of values.
    public init(_ caption: Caption, values: [Double?], most: Double? = nil) {
        (self.caption, self.values, self.most) = (caption, values, most)
    }

    /// The picture as an inline `<svg>`.
    public var svg: Markup {
        let (width, height, margin) = (96.0, 24.0, 4.0)
        let scale = Scale(values.compactMap { $0 } + [most ?? 0])
        let step = (width - 2 * margin) / Double(max(values.count - 1, 1))
        let y = { (value: Double) in scale.position(value, from: height - margin, to: margin) }
        var canvas = Canvas()
        canvas.line(margin, y(0), width - margin, y(0), "chart-grid")
        var line: [(x: Double, y: Double)] = []
        var last: (x: Double, y: Double)?
        for (number, value) in values.enumerated() {
            if let value {
                let point = (x: margin + Double(number) * step, y: y(value))
                line.append(point)
                last = point
            } else {
                draw(line, on: &canvas)
                line = []
            }
        }
        draw(line, on: &canvas)
        if let last { canvas.circle(x: last.x, y: last.y, radius: 3, "chart-bar") }
        return canvas.svg(caption, width: width, height: height, .inline)
    }

    /// A value between two gaps has no line: it is a small dot.
    private func draw(_ line: [(x: Double, y: Double)], on canvas: inout Canvas) {
        if let point = line.first, line.count == 1 {
            canvas.circle(x: point.x, y: point.y, radius: 1.5, "chart-bar")
        }
        canvas.path(line, "chart-line")
    }
}
