import Markup

/// A row of samples with their names, broken where the picture ends.
struct Legend {
    /// A sample, drawn in a square of 16 units whose upper left corner is given, and its name.
    struct Entry {
        var text: String
        var draw: (inout Canvas, Double, Double) -> Void
    }

    var title = ""
    var entries: [Entry]

    private static let line = 24.0

    /// Draws it below `y` and returns where it ends.
    func draw(on canvas: inout Canvas, left: Double, right: Double, y: Double) -> Double {
        guard !entries.isEmpty else { return y }
        var (x, y) = (left, y)
        if !title.isEmpty {
            canvas.text(title, x: left, y: y + 13, .start, .small, within: right - left)
            x += min(Lettering.small.width(title), right - left) + 14
        }
        for entry in entries {
            let width = min(22 + Lettering.small.width(entry.text), right - left)
            if x > left, x + width > right { (x, y) = (left, y + Self.line) }
            entry.draw(&canvas, x, y)
            canvas.text(entry.text, x: x + 22, y: y + 13, .start, .small, within: width - 22)
            x += width + 16
        }
        return y + Self.line
    }
}
