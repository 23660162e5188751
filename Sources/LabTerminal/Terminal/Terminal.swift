internal import Glibc

/// How text is set off on a terminal; not at all elsewhere, nor where NO_COLOR is set (no-color.org).
enum Style: Sendable {
    case plain
    case coloured

    /// The style for what goes to `output`.
    init(for output: Descriptor) {
        self = output.isTerminal && Environment["NO_COLOR"] == nil ? .coloured : .plain
    }

    /// Set off as what needs a look.
    func warning(_ text: String) -> String { set(Self.red, text) }
    /// Set off as a heading.
    func heading(_ text: String) -> String { set(Self.bold, text) }
    /// Set back.
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

/// Says something to the person, beside the output.
func say(_ text: String) {
    let text = text.visible(keepingLines: true, style: Style(for: .standardError))
    // Nobody is left to be told that this failed.
    try? Descriptor.standardError.write(Array((text + "\n").utf8))
}
