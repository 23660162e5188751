/// A sentence that others write in English only, with its Italian. `%` stands for what is kept, in the same order in both
/// languages.
struct Sentence: Sendable {
    private let english: [String]
    private let italian: [String]

    init(_ english: String, _ italian: String) {
        self.english = english.split(separator: "%", omittingEmptySubsequences: false).map(String.init)
        self.italian = italian.split(separator: "%", omittingEmptySubsequences: false).map(String.init)
    }

    /// Returns the line in Italian, with what is kept as `kept` says it; nil if it is not this sentence.
    func translated(_ line: String, _ kept: (Substring) -> String = { String($0) }) -> String? {
        guard english.count > 1 else { return line == english[0] ? italian[0] : nil }
        guard line.hasPrefix(english[0]) else { return nil }
        var rest = line.dropFirst(english[0].count)
        var out = italian[0]
        for (piece, said) in zip(english, italian).dropFirst().dropLast() {
            guard let found = rest.firstPlace(of: piece) else { return nil }
            out += kept(rest[..<found.lowerBound]) + said
            rest = rest[found.upperBound...]
        }
        guard let last = english.last, rest.hasSuffix(last) else { return nil }
        return out + kept(rest.dropLast(last.count)) + (italian.last ?? "")
    }
}

extension StringProtocol {
    /// Returns where a text stands first, found by its bytes. The standard library's search makes a table of the text's characters
    /// each time, which for the lines of a help page took longer than making the page.
    func firstPlace(of text: String) -> Range<Index>? {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return startIndex..<startIndex }
        let bytes = utf8
        var rest = bytes[...]
        while let place = rest.firstIndex(of: first) {
            if bytes[place...].starts(with: wanted) { return place..<bytes.index(place, offsetBy: wanted.count) }
            rest = bytes[bytes.index(after: place)...]
        }
        return nil
    }
}
