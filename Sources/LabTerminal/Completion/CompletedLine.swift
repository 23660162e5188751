/// A command line up to the cursor, as a shell gives it to be completed.
struct CompletedLine: Hashable {
    /// The words before the one that is being typed, without `labctl`.
    private(set) var before: [String] = []
    /// What has been typed of the word, or of the value behind its `=`.
    private(set) var typed = ""
    /// The beginning of the word that stays in front of each candidate: `--place=`, or `ar,` in a list.
    private(set) var kept = ""
    /// Whether the last word before is an option whose value follows with `=`.
    private(set) var isAssigned = false

    /// Takes the words behind `labctl`; the last one is being typed, and empty if nothing of it is there yet.
    ///
    /// Bash hands over `--place=ro` as three words and replaces the last one; other shells hand over one word and replace all of it.
    init(_ words: [String]) {
        var isJoined = false
        for (index, word) in words.enumerated() {
            let isLast = index == words.count - 1
            if word == "=", let option = before.last, Self.isOption(option), !option.contains("=") {
                if isLast { isAssigned = true } else { before[before.count - 1] += "=" }
                isJoined = true
            } else if isLast {
                typed = word
                if isJoined, let option = before.last {
                    before[before.count - 1] = String(option.dropLast())
                    isAssigned = true
                }
            } else if isJoined {
                before[before.count - 1] += word
                isJoined = false
            } else {
                before.append(word)
            }
        }
        // Bash leaves an opening quote on the word, but does not replace it.
        if let quote = typed.first, quote == "\"" || quote == "'" { typed.removeFirst() }
        if Self.isOption(typed), let end = typed.firstIndex(of: "="), !isAssigned {
            before.append(String(typed[..<end]))
            kept = String(typed[...end])
            typed = String(typed[typed.index(after: end)...])
            isAssigned = true
        }
    }

    /// Moves all but the last part of a list, whose parts commas separate, from what is typed to what is kept, and returns those parts.
    mutating func takeList() -> [String] {
        guard let comma = typed.lastIndex(of: ",") else { return [] }
        let parts = typed[..<comma].split(separator: ",").map(String.init)
        kept += typed[...comma]
        typed = String(typed[typed.index(after: comma)...])
        return parts
    }

    private static func isOption(_ word: String) -> Bool { word.hasPrefix("--") && word.count > 2 }
}
