import Markup

/// The marks of a picture, in the order in which they are drawn.
///
/// Coordinates are units of the picture, with x to the right and y down. Nothing is transformed, so that the attributes say
/// where each mark lies.
struct Canvas {
    private(set) var content = Markup()
    private(set) var hasLinks = false
    private(set) var hasHatching = false

    /// A rectangle; nothing if it has no extent.
    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, _ style: Markup) {
        guard width > 0, height > 0 else { return }
        content += "<rect class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\"/>"
    }

    /// Rectangles as one mark; a single one as a rectangle.
    mutating func rectangles(_ boxes: [Box], _ style: Markup) {
        guard boxes.count > 1 else {
            for box in boxes { rectangle(x: box.x, y: box.y, width: box.width, height: box.height, style) }
            return
        }
        content += "<path class=\"\(style)\" d=\"\(boxes.map(\.path))\"/>"
    }

    /// Rectangles as one mark, and once more with the picture's hatching.
    mutating func rectangles(_ boxes: [Box], _ style: Markup, hatched: Markup, _ caption: Caption) {
        guard boxes.count > 1 else {
            for box in boxes {
                rectangle(x: box.x, y: box.y, width: box.width, height: box.height, style)
                self.hatched(x: box.x, y: box.y, width: box.width, height: box.height, hatched, caption)
            }
            return
        }
        rectangles(boxes, style)
        hasHatching = true
        content += "<path class=\"\(hatched)\" fill=\"url(#\(caption.hatchID))\" d=\"\(boxes.map(\.path))\"/>"
    }

    /// Circles as one mark; a single one as a circle.
    mutating func circles(_ all: [(x: Double, y: Double, radius: Double)], _ style: Markup) {
        guard all.count > 1 else {
            for one in all { circle(x: one.x, y: one.y, radius: one.radius, style) }
            return
        }
        let paths = all.map { one -> Markup in
            let (r, d) = (one.radius, 2 * one.radius)
            return "M\(one.x - r) \(one.y)a\(r) \(r) 0 1 0 \(d) 0a\(r) \(r) 0 1 0 \(-d) 0"
        }
        content += "<path class=\"\(style)\" d=\"\(paths)\"/>"
    }

    /// A rectangle filled with the picture's hatching.
    mutating func hatched(x: Double, y: Double, width: Double, height: Double, _ style: Markup, _ caption: Caption) {
        hasHatching = true
        content += """
            <rect class="\(style)" fill="url(#\(caption.hatchID))" x="\(x)" y="\(y)" width="\(width)" height="\(height)"/>
            """
    }

    /// A straight line.
    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: Markup) {
        content += "<line class=\"\(style)\" x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\"/>"
    }

    /// A circle.
    mutating func circle(x: Double, y: Double, radius: Double, _ style: Markup) {
        content += "<circle class=\"\(style)\" cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\"/>"
    }

    /// A line through points.
    mutating func path(_ points: [(x: Double, y: Double)], _ style: Markup) {
        guard points.count > 1 else { return }
        content += "<polyline class=\"\(style)\" points=\"\(Self.list(points))\"/>"
    }

    /// The area within points.
    mutating func area(_ points: [(x: Double, y: Double)], _ style: Markup) {
        guard points.count > 2 else { return }
        content += "<polygon class=\"\(style)\" points=\"\(Self.list(points))\"/>"
    }

    /// A text in one line; if it is wider than `width` it is shortened, and its title says all of it.
    mutating func text(
        _ words: String, x: Double, y: Double, _ anchor: Anchor = .start, _ lettering: Lettering = .regular,
        within width: Double = .infinity, halo: Bool = false
    ) {
        let shown = lettering.fitted(words, to: width)
        guard !shown.isEmpty else { return }
        var style: [Markup] = []
        switch lettering {
        case .regular: break
        case .small: style.append("chart-small")
        case .strong: style.append("chart-strong")
        }
        switch anchor {
        case .start: break
        case .middle: style.append("chart-middle")
        case .end: style.append("chart-end")
        }
        if halo { style.append("chart-halo") }
        let all: Markup? = shown == words ? nil : "<title>\(words)</title>"
        let names: Markup? = style.isEmpty ? nil : " class=\"\(style.joined(separator: " "))\""
        content += "<text\(names) x=\"\(x)\" y=\"\(y)\">\(all)\(shown)</text>"
    }

    /// Marks that belong together, called `title` and leading to `link`.
    ///
    /// A picture of hundreds of links keeps those of its cells out of the order of tabulation.
    mutating func mark(
        _ title: String, _ link: Address?, inTabOrder: Bool = true, _ draw: (inout Canvas) -> Void
    ) {
        var inner = Canvas()
        draw(&inner)
        hasLinks = hasLinks || link != nil || inner.hasLinks
        hasHatching = hasHatching || inner.hasHatching
        let name: Markup? = title.isEmpty ? nil : "<title>\(title)</title>"
        if let link {
            content += "<a href=\"\(link)\"\(" tabindex=\"-1\"", if: !inTabOrder)>\(name)\(inner.content)</a>"
        } else if let name {
            content += "<g>\(name)\(inner.content)</g>"
        } else {
            content += inner.content
        }
    }

    /// The title of a row in one or two lines, the first one's base at `y`, and a link if it has one.
    mutating func title(_ lines: [String], of whole: String, _ link: Address?, x: Double, y: Double) {
        let isShortened = lines.joined(separator: " ") != whole
        mark(isShortened ? whole : "", link) { canvas in
            for (number, line) in lines.enumerated() { canvas.text(line, x: x, y: y + Double(number) * 17) }
        }
    }

    private static func list(_ points: [(x: Double, y: Double)]) -> Markup {
        points.map { "\($0.x),\($0.y)" as Markup }.joined(separator: " ")
    }
}

/// Where a rectangle lies.
struct Box {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    /// Its outline in a path's data (SVG 2, 9.3); nothing if it has no extent.
    var path: Markup {
        guard width > 0, height > 0 else { return "" }
        return "M\(x) \(y)h\(width)v\(height)h\(-width)z"
    }
}
