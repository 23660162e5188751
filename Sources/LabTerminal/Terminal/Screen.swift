internal import Glibc

/// The terminal on which labctl shows its answers.
struct Screen: Hashable, Sendable {
    /// How many columns a line has.
    var columns: Int
    /// How many lines are shown at once; nil if that is not known.
    var lines: Int?
    /// Whether it can show the block characters that pictures consist of.
    var hasBlocks = false

    /// The terminal on which a person reads what is written to standard output: see ``reading()``. Nil if there is none; then
    /// nothing is cut or left out.
    @TaskLocal static var present: Screen?

    /// How many columns a terminal has that does not say so.
    static let usualColumns = 80

    /// Measures the terminal of standard output; behind a pipe, as in `labctl case list | head`, that of standard error, whose
    /// width is the one that lines should fit.
    ///
    /// Nil if standard output is a file, or a pipe that no terminal is next to.
    static func reading() -> Screen? {
        if let screen = measured() { return screen }
        guard Descriptor.standardOutput.isPipe, let beside = measured(.standardError) else { return nil }
        return Screen(columns: beside.columns, lines: nil)
    }

    /// Measures the terminal to which `output` goes: what it says itself (TIOCGWINSZ of ioctl_tty(2)), else `COLUMNS` and `LINES`.
    static func measured(_ output: Descriptor = .standardOutput) -> Screen? {
        guard output.isTerminal else { return nil }
        let size = output.windowSize
        let columns = size.map(\.columns) ?? Environment["COLUMNS"].flatMap(Int.init)
        let lines = size.map(\.lines) ?? Environment["LINES"].flatMap(Int.init)
        return Screen(
            columns: columns.flatMap { $0 > 0 ? $0 : nil } ?? usualColumns, lines: lines.flatMap { $0 > 0 ? $0 : nil },
            hasBlocks: Self.hasBlocks { Environment[$0] })
    }

    /// Whether characters beyond ASCII are shown: the locale's are UTF-8, and the terminal is not a dumb one.
    static func hasBlocks(_ environment: (String) -> String?) -> Bool {
        guard environment("TERM") != "dumb" else { return false }
        let locale = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG") ?? ""
        return ["utf-8", "utf8"].contains { locale.lowercased().hasSuffix($0) }
    }
}
