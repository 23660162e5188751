extension String {
    /// Returns the text in pieces that take at most `width` columns of a terminal, cut at spaces where there are any, or beside
    /// characters that take two columns, whose scripts have no spaces.
    func folded(to width: Int) -> [String] {
        var pieces: [String] = []
        var rest = Substring(self)
        while String(rest).displayWidth > width {
            var taken = 0
            var end = rest.startIndex
            while taken + rest[end].displayWidth <= width {
                taken += rest[end].displayWidth
                end = rest.index(after: end)
            }
            // A space immediately after the piece also ends it. A piece has at least one character.
            if let space = rest[...end].lastIndex(of: " "), space > rest.startIndex {
                pieces.append(String(rest[..<space]))
                rest = rest[rest.index(after: space)...]
            } else {
                end = max(end, rest.index(after: rest.startIndex))
                pieces.append(String(rest[..<end]))
                rest = rest[end...]
            }
        }
        return pieces + [String(rest)]
    }

    /// How many columns its longest word takes, which is not cut while there is room for it.
    var longestWord: Int {
        var longest = 0
        var word = 0
        for character in self {
            let width = character.displayWidth
            word = character == " " ? 0 : width == 2 ? 2 : word + width
            longest = max(longest, word)
        }
        return longest
    }

    /// Returns the text with its longer lines folded, so that no word is cut at the screen's edge. Lines that are indented stay as
    /// they are: they are commands, to be copied, or tables.
    func foldedLines(on screen: Screen?) -> String {
        guard let screen, utf8.count > screen.columns else { return self }
        return split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(" ") ? String($0) : String($0).wrapped(on: screen) }.joined(separator: "\n")
    }

    /// The sentence, indented by two, on as many lines as it needs on the screen.
    func wrappedBelow(on screen: Screen? = Screen.present) -> String {
        guard let screen else { return "  " + self }
        return folded(to: max(1, screen.columns - 2)).map { "  " + $0 }.joined(separator: "\n")
    }

    /// The sentence on as many lines as it needs on the screen, so that no word is cut at its edge.
    func wrapped(on screen: Screen? = Screen.present) -> String {
        guard let screen else { return self }
        return folded(to: screen.columns).joined(separator: "\n")
    }
}
