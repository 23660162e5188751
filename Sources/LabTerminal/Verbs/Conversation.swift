/// The terminal at which a person answers questions, or a script in its place.
struct Conversation: Sendable {
    /// Shows a text as it is, without a newline after it.
    let show: @Sendable (String) -> Void
    /// Returns the next line that was typed, nil at the end. It is not shown while it is typed if `hidden`.
    let read: @Sendable (_ hidden: Bool) -> String?

    /// The terminal of this program, which shows questions where it shows errors.
    static let terminal = Conversation { text in
        // If this fails, there is nobody to ask.
        let text = text.visible(keepingLines: true).foldedLines(on: Screen.measured(.standardError))
        try? Descriptor.standardError.write(Array(text.utf8))
    } read: { hidden in
        TerminalLine.read(hidden: hidden)
    }

    /// Whether somebody sits at the terminal of this program.
    static var isPossible: Bool {
        [Descriptor.standardInput, .standardOutput, .standardError].allSatisfy(\.isTerminal)
    }
}
