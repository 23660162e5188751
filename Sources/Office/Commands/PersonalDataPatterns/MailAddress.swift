/// A mail address (RFC 5322, addr-spec), also as people write it to be safe from robots: `rossi (at) example.it`,
/// `rossi chiocciola example punto it`.
enum MailAddress {
    /// Whether there is an address around the `@`, or the word for it, at `index`.
    ///
    /// A box of an office, not of a person, is none: `protocollo@comune.example.it`.
    static func stands(around index: Int, in text: Span<UInt8>) -> Bool {
        guard let mark = mark(at: index, in: text) else { return false }
        var local = mark.range.lowerBound
        if local > 0, let gap = gapBefore(local, in: text) { local -= gap }
        let isParted = local < mark.range.lowerBound
        guard let name = nameEnding(at: local, in: text) else { return false }
        if mark.isWord, !isParted { return false }
        var domain = mark.range.upperBound
        if let gap = Gap(text, at: domain), gap.kind == .space {
            guard isParted || mark.isBracketed else { return false }
            domain += gap.length
        }
        // `visible at www.example.it`
        if mark.isWord, text.has("www.", at: domain) { return false }
        return isDomain(domain, in: text) && !isOffice(name, in: text)
    }

    // MARK: - The mark

    private struct Mark {
        let range: Range<Int>
        /// The bare word `at`.
        var isWord = false
        /// Set off by brackets, as in `(at)`.
        var isBracketed = false
    }

    /// The mark that begins at `index`: `@`, `(at)`, `[at]`, `(@)`, `at`, `chiocciola`, `(chiocciola)`.
    private static func mark(at index: Int, in text: Span<UInt8>) -> Mark? {
        switch text.byte(index) {
        case UInt8(ascii: "@"): return Mark(range: index..<index + 1)
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"):
            for word in ["at", "@", "chiocciola"] where text.has(word, at: index + 1) {
                let end = index + 1 + word.utf8.count
                switch text.byte(end) {
                case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"):
                    return Mark(range: index..<end + 1, isBracketed: true)
                default: continue
                }
            }
            return nil
        default:
            for word in ["at", "chiocciola"] where text.has(word, at: index) {
                let end = index + word.utf8.count
                guard !text.isWord(end), !text.isWord(index - 1) else { return nil }
                return Mark(range: index..<end, isWord: word == "at")
            }
            return nil
        }
    }

    private static func gapBefore(_ index: Int, in text: Span<UInt8>) -> Int? {
        if text.byte(index - 1) == UInt8(ascii: " ") { return 1 }
        return text.byte(index - 1) == 0xA0 && text.byte(index - 2) == 0xC2 ? 2 : nil
    }

    // MARK: - The part before it

    /// Returns the characters of a name that ends at `end`; nil if there are none.
    private static func nameEnding(at end: Int, in text: Span<UInt8>) -> Range<Int>? {
        var start = end
        var hasWord = false
        while start > 0 {
            if text.isWord(start - 1) {
                hasWord = true
            } else {
                switch text.byte(start - 1) {
                case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "'"),
                    UInt8(ascii: "%"), UInt8(ascii: "&"):
                    break
                default: return hasWord ? start..<end : nil
                }
            }
            start -= 1
        }
        return hasWord ? start..<end : nil
    }

    /// Whether the name before the mark is that of an office's box.
    private static func isOffice(_ name: Range<Int>, in text: Span<UInt8>) -> Bool {
        boxes.contains { text.has($0, at: name.lowerBound) }
            || words.contains {
                text.has($0, at: name.lowerBound) && !text.isLetter(name.lowerBound + $0.utf8.count)
            }
    }

    /// The beginnings of the names of office mailboxes.
    private static let boxes = [
        "ufficio", "uffici.", "protocol", "segreteria", "servizi", "sportello", "anagrafe", "amministrazione",
        "noreply", "no-reply", "postmaster", "webmaster", "informagiovani", "biblioteca",
    ]
    /// Complete names of office mailboxes, or their first words.
    private static let words = ["info", "urp", "pec", "comune", "privacy", "dpo", "rpd", "asst", "ats", "questura"]

    // MARK: - The part after it

    /// Whether a domain of at least two labels begins there, the last of letters.
    private static func isDomain(_ start: Int, in text: Span<UInt8>) -> Bool {
        var index = start
        var isFirst = true
        while true {
            let begin = index
            var lettersOnly = true
            while text.isWord(index) || (index > begin && text.byte(index) == UInt8(ascii: "-")) {
                if !text.isLetter(index) { lettersOnly = false }
                index += 1
            }
            guard index > begin else { return false }
            if !isFirst, lettersOnly, index - begin >= 2 { return true }
            guard let dot = dot(at: index, in: text) else { return false }
            index = dot
            isFirst = false
        }
    }

    /// Returns where a domain continues after a dot at `index`: `.`, ` . `, `(dot)`, `[punto]`, ` punto `.
    private static func dot(at index: Int, in text: Span<UInt8>) -> Int? {
        if text.byte(index) == UInt8(ascii: ".") { return text.isWord(index + 1) ? index + 1 : nil }
        var at = index
        if let gap = Gap(text, at: at), gap.kind == .space { at += gap.length }
        var end: Int?
        switch text.byte(at) {
        case UInt8(ascii: "."): end = at + 1
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
            for word in ["dot", "punto", "."] where text.has(word, at: at + 1) { end = at + 2 + word.utf8.count }
        default:
            guard at > index else { return nil }
            for word in ["dot", "punto"] where text.has(word, at: at) && !text.isWord(at + word.utf8.count) {
                end = at + word.utf8.count
            }
        }
        guard var end else { return nil }
        if let gap = Gap(text, at: end), gap.kind == .space { end += gap.length } else if at > index { return nil }
        return text.isWord(end) ? end : nil
    }
}
