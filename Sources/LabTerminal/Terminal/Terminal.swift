internal import Glibc

/// The style of text on a terminal. Nothing is styled elsewhere, on a terminal that is dumb (`TERM=dumb`), or if NO_COLOR is set
/// (no-color.org).
enum Style: Sendable {
    case plain
    case coloured

    /// The style for what goes to `output`.
    init(for output: Descriptor) {
        let isAllowed = Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb"
        self = output.isTerminal && isAllowed ? .coloured : .plain
    }

    /// Styles a warning.
    func warning(_ text: String) -> String { set(Self.red, text) }
    /// Styles a heading.
    func heading(_ text: String) -> String { set(Self.bold, text) }
    /// Styles less important text.
    func faint(_ text: String) -> String { set(Self.dim, text) }

    /// What it writes around texts (ECMA-48, SGR).
    var sequences: [String] { self == .coloured ? [Self.red, Self.bold, Self.dim, Self.end] : [] }

    private static let red = "\u{1B}[31m"
    private static let bold = "\u{1B}[1m"
    private static let dim = "\u{1B}[2m"
    private static let end = "\u{1B}[0m"

    private func set(_ begin: String, _ text: String) -> String {
        let text = text.visible(keepingLines: true)
        return self == .coloured ? begin + text + Self.end : text
    }
}

/// The environment's variables.
enum Environment {
    /// The variable's value; nil if it is unset or empty.
    static subscript(_ name: String) -> String? {
        // The string is copied before anything could change the environment: labctl never does.
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}

/// Prints a message for the person, to standard error. On a terminal no word is cut at its edge.
func say(_ text: String) {
    let text = text.visible(keepingLines: true, style: Style(for: .standardError)).foldedLines(
        on: Screen.measured(.standardError))
    // If this fails, there is nobody to tell.
    try? Descriptor.standardError.write(Array((text + "\n").utf8))
}
