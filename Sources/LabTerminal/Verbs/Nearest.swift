/// Suggestions for words that do not exist.
enum Nearest {
    /// Returns the known words that `typed` was probably meant to be, the nearest first, at most three. Those count that begin
    /// with it, and those that differ in few letters.
    static func to(_ typed: String, among known: [String]) -> [String] {
        let typed = typed.folded
        guard !typed.isEmpty else { return [] }
        let allowed = max(1, min(3, typed.count / 3))
        var found: [(word: String, distance: Int)] = []
        for word in known {
            let folded = word.folded
            let distance = folded.hasPrefix(typed) ? 0 : steps(Array(typed), Array(folded))
            if distance <= allowed { found.append((word, distance)) }
        }
        return found.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.prefix(3).map(\.word)
    }

    /// Returns `; did you mean x or y?`, empty if nothing is near. `prefix` stands before each word.
    static func hint(_ typed: String, among known: [String], prefix: String = "") -> String {
        let words = to(typed, among: known).map { prefix + $0 }
        guard !words.isEmpty else { return "" }
        return localized(
            "; did you mean \(words.joined(separator: " or "))?",
            it: "; si intendeva \(words.joined(separator: " o "))?")
    }

    /// How many letters must be changed, added, left out or exchanged with their neighbour (Damerau and Levenshtein's distance of
    /// optimal alignment).
    static func steps(_ from: [Character], _ to: [Character]) -> Int {
        var before: [Int] = []
        var last = Array(0...to.count)
        for i in from.indices {
            var row = [i + 1]
            for j in to.indices {
                var best = min(last[j] + (from[i] == to[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, from[i] == to[j - 1], from[i - 1] == to[j] { best = min(best, before[j - 1] + 1) }
                row.append(best)
            }
            before = last
            last = row
        }
        return last[to.count]
    }
}

extension String {
    /// The text's letters and digits in lower case, without accents, so that `Urago d'Oglio`, `urago-d-oglio` and `uragodoglio` are
    /// the same.
    var folded: String {
        var out = ""
        for character in lowercased() where character.isLetter || character.isNumber {
            out.append(Self.plain[character] ?? character)
        }
        return out
    }

    private static let plain: [Character: Character] = {
        var plain: [Character: Character] = [:]
        for (letter, accented) in [
            ("a", "àáâäã"), ("e", "èéêë"), ("i", "ìíîï"), ("o", "òóôöõ"), ("u", "ùúûü"), ("c", "ç"), ("n", "ñ"),
        ] as [(Character, String)] {
            for character in accented { plain[character] = letter }
        }
        return plain
    }()
}
