import Charts
import Foundation
import FoundationXML

/// A picture read back by a strict XML parser, as rectangles of what it draws.
final class Drawn: NSObject, XMLParserDelegate {
    /// An element that draws something, and the space it takes.
    struct Mark {
        var element: String
        var left: Double
        var top: Double
        var right: Double
        var bottom: Double
        var text = ""
        var classes: [Substring]

        /// Whether both cover an area that is more than `least` wide and high.
        func overlaps(_ other: Mark, by least: Double) -> Bool {
            left < other.right - least && other.left < right - least && top < other.bottom - least
                && other.top < bottom - least
        }
    }

    private(set) var marks: [Mark] = []
    private(set) var ids: [String] = []
    private(set) var elements: [(name: String, attributes: [String: String])] = []
    /// Coordinates that are not numbers.
    private(set) var unreadable: [String] = []
    private var isInText = false
    private var isInTitle = false
    private var patterns = 0

    /// Nil if the text is not well-formed.
    init?(_ text: String) {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        guard parser.parse() else { return nil }
    }

    var root: [String: String] { elements.first?.attributes ?? [:] }
    var texts: [Mark] { marks.filter { $0.element == "text" } }
    var size: (width: Double, height: Double) {
        let numbers = (root["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
        return numbers.count == 4 ? (numbers[2], numbers[3]) : (0, 0)
    }

    func count(_ style: String) -> Int { marks.count { $0.classes.contains { $0 == style } } }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        elements.append((name, attributes))
        if let id = attributes["id"] { ids.append(id) }
        if name == "pattern" { patterns += 1 }
        if name == "title" { isInTitle = true }
        let classes = (attributes["class"] ?? "").split(separator: " ")
        if patterns == 0, name == "path" { read(path: attributes["d"] ?? "", classes) }
        guard patterns == 0, let box = box(name, attributes) else { return }
        marks.append(
            Mark(element: name, left: box.0, top: box.1, right: box.2, bottom: box.3, classes: classes))
        isInText = name == "text"
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if isInText, !isInTitle { marks[marks.count - 1].text += string }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if name == "pattern" { patterns -= 1 }
        if name == "title" { isInTitle = false }
        guard name == "text" else { return }
        isInText = false
        var mark = marks[marks.count - 1]
        let lettering: Lettering =
            mark.classes.contains("chart-small") ? .small : mark.classes.contains("chart-strong") ? .strong : .regular
        let width = lettering.width(mark.text)
        if mark.classes.contains("chart-end") {
            mark.left -= width
        } else if mark.classes.contains("chart-middle") {
            (mark.left, mark.right) = (mark.left - width / 2, mark.right + width / 2)
        } else {
            mark.right += width
        }
        // From the height of capitals to the base.
        mark.top -= lettering.size * 0.75
        marks[marks.count - 1] = mark
    }

    /// Reads a path of rectangles or circles, each a mark of its own.
    private func read(path: String, _ classes: [Substring]) {
        for part in path.split(separator: "M") {
            let isCircle = part.contains("a")
            let numbers = part.split { !"0123456789.-".contains($0) }.compactMap { Double($0) }
            guard numbers.count == (isCircle ? 16 : 5), numbers.allSatisfy(\.isFinite) else {
                unreadable.append("path \(part)")
                continue
            }
            let (x, y, width) = (numbers[0], numbers[1], isCircle ? numbers[7] : numbers[2])
            let top = isCircle ? y - width / 2 : y
            marks.append(
                Mark(
                    element: isCircle ? "circle" : "rect", left: x, top: top, right: x + width,
                    bottom: top + (isCircle ? width : numbers[3]), classes: classes))
        }
    }

    private func box(_ name: String, _ attributes: [String: String]) -> (Double, Double, Double, Double)? {
        func number(_ key: String) -> Double {
            if let value = attributes[key].flatMap(Double.init), value.isFinite { return value }
            unreadable.append("\(name) \(key)=\(attributes[key] ?? "")")
            return 0
        }
        switch name {
        case "rect":
            let (x, y) = (number("x"), number("y"))
            return (x, y, x + number("width"), y + number("height"))
        case "line":
            let (x, y) = ([number("x1"), number("x2")], [number("y1"), number("y2")])
            return (min(x[0], x[1]), min(y[0], y[1]), max(x[0], x[1]), max(y[0], y[1]))
        case "circle":
            let (x, y, r) = (number("cx"), number("cy"), number("r"))
            return (x - r, y - r, x + r, y + r)
        case "polyline", "polygon":
            let points = (attributes["points"] ?? "").split(separator: " ").map {
                $0.split(separator: ",").map(String.init)
            }
            let x = points.compactMap { $0.first.flatMap(Double.init) }
            let y = points.compactMap { $0.last.flatMap(Double.init) }
            guard let left = x.min(), let right = x.max(), let top = y.min(), let bottom = y.max(),
                x.count == points.count
            else {
                unreadable.append("\(name) points")
                return (0, 0, 0, 0)
            }
            return (left, top, right, bottom)
        case "text":
            let (x, y) = (number("x"), number("y"))
            return (x, y, x, y)
        default: return nil
        }
    }
}
