/// A piece of HTML or SVG that is well formed and says what it was given, whatever that contains.
///
/// It is written as it will stand, in a literal: the literal's own text is markup, and every value interpolated into it is
/// escaped, so that nothing that somebody recorded can become markup. Only another `Markup` is inserted as it is.
///
/// ```swift
/// let name = "Coccaglio & <figli>"
/// let cell: Markup = "<td title=\"\(name)\">\(name)</td>"
/// // <td title="Coccaglio &amp; &lt;figli&gt;">Coccaglio &amp; &lt;figli&gt;</td>
/// ```
///
/// Values may stand in the content of elements and in quoted attributes; never unquoted, nor inside `<script>` or `<style>`,
/// where other rules of escaping hold (HTML, §13.1.2). An address is an ``Address``, which cannot be a script.
public struct Markup: Sendable, Hashable {
    /// The markup itself.
    public private(set) var text: String

    /// Nothing.
    public init() { text = "" }

    /// A text of people or of the log, escaped.
    public init(escaping value: some StringProtocol) {
        text = ""
        append(escaping: value)
    }

    /// A stylesheet of the program itself, as it stands within `<style>`.
    ///
    /// - Precondition: It contains nothing that could end the element.
    public init(stylesheet bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
        precondition(!text.contains("</"), "a stylesheet with an end tag in it")
    }

    /// Whether it is nothing at all.
    public var isEmpty: Bool { text.isEmpty }

    /// Adds another piece behind this one.
    public static func += (markup: inout Markup, other: Markup) { markup.text += other.text }

    /// Two pieces, one behind the other.
    public static func + (first: Markup, second: Markup) -> Markup {
        var both = first
        both += second
        return both
    }

    fileprivate mutating func append(escaping value: some StringProtocol) {
        let special: (Unicode.Scalar) -> Bool = { "&<>\"'".unicodeScalars.contains($0) || $0.isForbidden }
        guard value.unicodeScalars.contains(where: special) else {
            text += value
            return
        }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            case _ where scalar.isForbidden: text += "\u{FFFD}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether neither HTML nor XML may contain it: control characters other than tab and line ends, and noncharacters.
    fileprivate var isForbidden: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0xFDD0...0xFDEF: true
        default: value & 0xFFFE == 0xFFFE
        }
    }
}

extension Markup: ExpressibleByStringInterpolation {
    /// Markup as it stands in the source.
    public init(stringLiteral value: StaticString) { text = value.description }

    /// Markup with values in it.
    public init(stringInterpolation: Interpolation) { text = stringInterpolation.markup.text }

    /// The pieces of a literal with values.
    public struct Interpolation: StringInterpolationProtocol {
        fileprivate var markup = Markup()

        /// Makes room for the pieces.
        public init(literalCapacity: Int, interpolationCount: Int) {
            markup.text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// The literal's own text.
        public mutating func appendLiteral(_ literal: StaticString) { markup.text += literal.description }

        /// A text, escaped.
        public mutating func appendInterpolation(_ value: some StringProtocol) { markup.append(escaping: value) }

        /// A whole number.
        public mutating func appendInterpolation(_ value: Int) { markup.text += String(value) }

        /// A length or coordinate, with at most two decimals.
        public mutating func appendInterpolation(_ value: Double) { markup.text += value.coordinate }

        /// Markup as it is.
        public mutating func appendInterpolation(_ value: Markup) { markup += value }

        /// Markup as it is; nothing for nil.
        public mutating func appendInterpolation(_ value: Markup?) {
            if let value { markup += value }
        }

        /// Several pieces, one behind the other.
        public mutating func appendInterpolation(_ values: [Markup]) {
            for value in values { markup += value }
        }

        /// An address, within quotes.
        public mutating func appendInterpolation(_ value: Address) { markup.append(escaping: value.text) }

        /// A file within the page, within quotes.
        public mutating func appendInterpolation(_ value: DataAddress) { markup.append(escaping: value.text) }

        /// A piece that is there only where a condition holds: an attribute such as `checked`, or an element.
        public mutating func appendInterpolation(_ value: @autoclosure () -> Markup, if condition: Bool) {
            if condition { markup += value() }
        }
    }
}

extension Sequence where Element == Markup {
    /// All pieces, one behind the other, with another between them.
    public func joined(separator: Markup = "") -> Markup {
        var all = Markup()
        var isFirst = true
        for piece in self {
            if !isFirst { all += separator }
            isFirst = false
            all += piece
        }
        return all
    }
}

extension Double {
    /// As attributes write it: at most two decimals, none that are zeros.
    fileprivate var coordinate: String {
        let hundredths = Int((self * 100).rounded())
        let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
