public import Markup

/// A picture of plain values, drawn as SVG.
///
/// All words come from the caller. A picture contains no style, only classes of ``stylesheet``. Its text is never smaller than
/// 11 pixels: a narrow picture shrinks with its column to 320 pixels; a wide one (``HeatMap``, ``BurnUp``, ``SmallMultiples``
/// with more than two columns) keeps its size and scrolls in a box of its own, which ``boxed`` puts around it.
///
/// Every picture is complete without colour, and its marks say what they are in a `<title>`. The same figures should stand in a
/// table beside it.
public protocol Picture: Sendable {
    /// What the picture is called and says.
    var caption: Caption { get }
    /// The picture as an inline `<svg>`.
    var svg: Markup { get }
}

extension Picture {
    /// The picture in a box that scrolls sideways where the page is narrower, also by keyboard.
    public var boxed: Markup {
        "<div class=\"chart-box\" role=\"region\" aria-labelledby=\"\(caption.titleID)\" tabindex=\"0\">\(svg)</div>"
    }
}

/// What a picture is called and says, for those who cannot see it.
public struct Caption: Sendable, Hashable {
    /// Begins every id in the picture, and must be the picture's alone on its page. Characters other than letters, digits, `-`
    /// and `_` of ASCII are replaced by `-`.
    public let id: String
    /// The name of the picture.
    public var title: String
    /// What it shows, in a sentence or two with the main figures.
    public var description: String

    /// The words of a picture whose ids begin with `id`.
    public init(id: String, title: String, description: String) {
        self.id = String(
            String.UnicodeScalarView(
                id.unicodeScalars.map { scalar in
                    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                        || scalar == "_" ? scalar : "-"
                }))
        self.title = title
        self.description = description
    }

    var titleID: String { id + "-title" }
    var descriptionID: String { id + "-desc" }
    var hatchID: String { id + "-hatch" }
}

/// How a picture takes the width of the page.
enum PictureWidth {
    /// It follows its column, between 320 and 448 pixels.
    case narrow
    /// It has the size it is drawn in.
    case wide
    /// It stands in a line of text or a cell of a table.
    case inline

    var name: Markup {
        switch self {
        case .narrow: "chart-narrow"
        case .wide: "chart-wide"
        case .inline: "chart-spark"
        }
    }

    /// The width in which every narrow picture is drawn.
    static let narrowUnits = 380.0
}

extension Canvas {
    /// The drawing as an element of a page.
    func svg(_ caption: Caption, width: Double, height: Double, _ kind: PictureWidth) -> Markup {
        // An image has no parts for a screen reader: links in it could be reached, but not read.
        let role: Markup = hasLinks ? "group" : "img"
        let hatch: Markup =
            """
            <defs><pattern id="\(caption.hatchID)" width="6" height="6" patternUnits="userSpaceOnUse">\
            <line class="chart-hatch" x1="0" y1="6" x2="6" y2="0"/></pattern></defs>
            """
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="chart \(kind.name)" role="\(role)" \
            aria-labelledby="\(caption.titleID)" aria-describedby="\(caption.descriptionID)" \
            viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)">\
            <title id="\(caption.titleID)">\(caption.title)</title>\
            <desc id="\(caption.descriptionID)">\(caption.description)</desc>\
            \(hatch, if: hasHatching)\(content)</svg>
            """
    }
}
