/// The sizes of text, and how much space it takes at most.
///
/// A picture is drawn without knowing the reader's font, so widths are those of a broad one (DejaVu Sans): text in any usual
/// font takes no more.
package enum Lettering: Sendable {
    /// Names and figures.
    case regular
    /// Axes and legends.
    case small
    /// The figure that a row is read for.
    case strong

    /// The size in units of the picture, as the stylesheet sets it.
    package var size: Double { self == .small ? 13 : 14 }

    /// The most that a text takes in one line.
    package func width(_ text: String) -> Double {
        let ems = text.unicodeScalars.reduce(0) { $0 + Self.ems($1) }
        return ems * size * (self == .strong ? 1.1 : 1)
    }

    /// The text if it fits, or its beginning with an ellipsis.
    package func fitted(_ text: String, to width: Double) -> String {
        // A width that was computed from this one may differ from it in its last digit.
        if self.width(text) <= width + 0.01 { return text }
        var kept = text
        while !kept.isEmpty, self.width(kept + "…") > width { kept.removeLast() }
        while kept.last == " " { kept.removeLast() }
        return kept.isEmpty ? "" : kept + "…"
    }

    /// The text in at most `most` lines, broken at spaces where it has any; the last line ends in an ellipsis if more was to
    /// come.
    package func lines(_ text: String, within width: Double, atMost most: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let longer = line.isEmpty ? String(word) : line + " " + word
            if line.isEmpty || lines.count == most - 1 || self.width(longer) <= width {
                line = longer
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        return (lines + [line]).map { fitted($0, to: width) }
    }

    private static func ems(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "I", "'", ".", ",", ":", ";", "|", "!", " ", "\u{A0}", "\u{202F}": 0.34
        case "f", "t", "r", "(", ")", "-", "/": 0.43
        case "m", "w", "M", "W", "@", "%", "…", "—": 1
        case "+", "−", "=", "<", ">", "≥", "≤": 0.84
        case "A"..."Z", "À"..."Þ": 0.79
        case _ where scalar.properties.generalCategory == .nonspacingMark: 0
        case _ where scalar.value < 0x250: 0.64
        default: 1.1
        }
    }
}

/// Where a text stands to its position.
enum Anchor {
    case start, middle, end
}
