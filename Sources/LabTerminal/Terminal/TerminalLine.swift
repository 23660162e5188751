internal import Glibc

/// A reader of the lines that a person types at the terminal that standard input is.
enum TerminalLine {
    /// Returns the next line without its newline; nil at the end (Ctrl-D). A hidden line is not shown while it is typed, and
    /// Ctrl-C ends it like Ctrl-D, so that the terminal shows again what is typed.
    static func read(hidden: Bool) -> String? { hidden ? withoutEcho(read) : read() }

    private static func read() -> String? {
        // A terminal gives one line at a time, of at most 4096 bytes.
        guard var bytes = try? Descriptor.standardInput.read(atMost: 4096), let last = bytes.last, last != interrupt
        else {
            return nil
        }
        if last == UInt8(ascii: "\n") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The byte that Ctrl-C is.
    private static let interrupt: UInt8 = 3

    private static func withoutEcho(_ body: () -> String?) -> String? {
        var usual = termios()
        // Unsafe: the calls read and write this structure and nothing else.
        guard unsafe tcgetattr(STDIN_FILENO, &usual) == 0 else { return body() }
        var quiet = usual
        quiet.c_lflag &= ~tcflag_t(ECHO | ISIG)
        // VEOL: without signals, Ctrl-C would wait in the line for Enter.
        quiet.c_cc.11 = interrupt
        guard unsafe tcsetattr(STDIN_FILENO, TCSANOW, &quiet) == 0 else { return body() }
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSANOW, &usual)
            // The newline that was typed was not shown either.
            try? Descriptor.standardError.write([UInt8(ascii: "\n")])
        }
        return body()
    }
}
