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
    func warning(_ text: String) -> String { self == .coloured ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
    /// Set off as a heading.
    func heading(_ text: String) -> String { self == .coloured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    /// Set back.
    func faint(_ text: String) -> String { self == .coloured ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
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
    // Nobody is left to be told that this failed.
    try? Descriptor.standardError.write(Array((text + "\n").utf8))
}
