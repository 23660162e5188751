import Testing

@testable import LabTerminal

/// Messages on a terminal.
@Suite struct MessageTests {
    private static let words = "no word of this message is cut at the edge of the terminal on which it is read"

    @Test func `a message is folded at spaces, and indented lines stay to be copied`() {
        let text = Self.words + "\n  labctl case open --person p-1 --place rovato --line segretariato"
        let folded = text.foldedLines(on: Screen(columns: 30))
        #expect(
            folded.split(separator: "\n") == [
                "no word of this message is cut", "at the edge of the terminal on", "which it is read",
                "  labctl case open --person p-1 --place rovato --line segretariato",
            ])
        #expect(text.foldedLines(on: nil) == text)
    }

    @Test func `messages are folded on a terminal only`() async throws {
        let arguments = ["case", "open", "--nonsense", "1"]
        let piped = try await LabctlRun(arguments)
        #expect(piped.status == 2 && piped.errors.split(separator: "\n").contains { $0.count > 80 })
        let shown = try await LabctlRun(arguments, on: .terminal, noColour: true)
        let lines = shown.output.split(separator: "\r\n")
        #expect(lines.allSatisfy { $0.count <= 80 || $0.hasPrefix(" ") })
        let unfolded = { (text: String) in text.split { $0.isWhitespace } }
        #expect(unfolded(shown.output) == unfolded(piped.errors))
    }
}
