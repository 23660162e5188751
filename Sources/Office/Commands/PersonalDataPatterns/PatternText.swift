/// A text in which patterns of personal data are searched, in UTF-8, read byte by byte and never copied.
///
/// A position beyond either end reads as zero, so that a pattern may examine the bytes before and after it.
extension Span<UInt8> {
    /// Returns the byte at a position; zero beyond the ends.
    func byte(_ index: Int) -> UInt8 { index >= 0 && index < count ? self[index] : 0 }

    /// Whether there is a digit.
    func isDigit(_ index: Int) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte(index) }

    /// Whether there is a letter A–Z or a–z.
    func isLetter(_ index: Int) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte(index) | 0x20 }

    /// Whether there is a letter or digit, or a byte of a non-ASCII letter.
    ///
    /// The letters of Latin, Greek, Cyrillic and Arabic begin with the bytes C3–DF; the punctuation of U+0080–U+00BF begins
    /// with C2, and all other with E2.
    func isWord(_ index: Int) -> Bool {
        let byte = byte(index)
        if byte < 0x80 { return isDigit(index) || isLetter(index) }
        return Self.beginsLetter(byte) || (byte < 0xC0 && Self.beginsLetter(self.byte(index - 1)))
    }

    private static func beginsLetter(_ byte: UInt8) -> Bool { 0xC3...0xDF ~= byte }

    /// Whether there is a `€`.
    func isEuro(_ index: Int) -> Bool { byte(index) == 0xE2 && byte(index + 1) == 0x82 && byte(index + 2) == 0xAC }

    /// Returns the first position from `index` on that is not a letter or digit.
    func endOfWord(_ index: Int) -> Int {
        var end = index
        while isWord(end) { end += 1 }
        return end
    }

    /// Returns the first position from `index` on that is not a digit.
    func endOfDigits(_ index: Int) -> Int {
        var end = index
        while isDigit(end) { end += 1 }
        return end
    }

    /// The number that the digits of a range are; they are few.
    func number(_ range: Range<Int>) -> Int {
        var number = 0
        for index in range { number = number * 10 + Int(byte(index) & 0x0F) }
        return number
    }

    /// Whether the lower-case `word` is at a position, ignoring case.
    func has(_ word: String, at index: Int) -> Bool {
        var at = index
        for wanted in word.utf8 {
            guard byte(at) == wanted || (isLetter(at) && byte(at) | 0x20 == wanted) else { return false }
            at += 1
        }
        return true
    }

    /// Whether a code may begin here, rather than continue something before it, as in `p-0307008231` or `a/b`.
    func begins(_ start: Int) -> Bool {
        switch byte(start - 1) {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "+"),
            UInt8(ascii: "="), UInt8(ascii: "#"), UInt8(ascii: "&"):
            !isWord(start - 2)
        default: true
        }
    }

    /// Whether a number or a code that ends before `index` is part of something longer: `0012345/2019`, `a@b`, `3.5`.
    func goesOn(_ index: Int) -> Bool {
        switch byte(index) {
        // A capital after a dot begins a sentence whose space was left out.
        case UInt8(ascii: "."): return isWord(index + 1) && !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte(index + 1))
        case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"),
            UInt8(ascii: ","), UInt8(ascii: "@"), UInt8(ascii: "="), UInt8(ascii: "'"), UInt8(ascii: "%"):
            return isDigit(index + 1) || (isWord(index + 1) && byte(index) != UInt8(ascii: ","))
        default: return isWord(index)
        }
    }
}

/// Characters that may separate two groups of letters or digits that belong together.
struct Gap {
    enum Kind { case space, dash, dot, slash }

    let kind: Kind
    /// Its bytes.
    let length: Int

    private init(_ kind: Kind, _ length: Int) {
        self.kind = kind
        self.length = length
    }

    /// The single character at a position that may part groups: a space, dash, dot or slash, those of word processors
    /// (U+00A0, U+2009–U+2015, U+202F) included.
    init?(_ text: Span<UInt8>, at index: Int) {
        switch text.byte(index) {
        case UInt8(ascii: " "): self.init(.space, 1)
        case UInt8(ascii: "-"): self.init(.dash, 1)
        case UInt8(ascii: "."): self.init(.dot, 1)
        case UInt8(ascii: "/"): self.init(.slash, 1)
        case 0xC2 where text.byte(index + 1) == 0xA0: self.init(.space, 2)
        case 0xE2 where text.byte(index + 1) == 0x80:
            switch text.byte(index + 2) {
            case 0x89, 0x8A, 0xAF: self.init(.space, 3)
            case 0x90...0x95: self.init(.dash, 3)
            default: return nil
            }
        default: return nil
        }
    }
}

/// Reads letters and digits one after the other, over single spaces, dashes and dots between groups of them.
struct GroupedCharacters {
    /// The position that is read next.
    private(set) var index: Int
    /// Whether a gap was read over.
    private(set) var isParted = false
    /// Whether a small letter was read.
    private(set) var hasSmall = false
    private let start: Int

    init(from start: Int) {
        self.start = start
        index = start
    }

    /// Returns the next letter, in upper case, or digit; nil if something else follows.
    mutating func next(in text: Span<UInt8>) -> UInt8? {
        if index > start, let gap = Gap(text, at: index), gap.kind != .slash, !text.isWord(index) {
            guard text.isDigit(index + gap.length) || text.isLetter(index + gap.length) else { return nil }
            index += gap.length
            isParted = true
        }
        let byte = text.byte(index)
        if text.isDigit(index) {
            index += 1
            return byte
        }
        guard text.isLetter(index) else { return nil }
        if byte & 0x20 != 0 { hasSmall = true }
        index += 1
        return byte & ~0x20
    }

    /// Returns the value of the next digit; nil if something else follows.
    mutating func nextDigit(in text: Span<UInt8>) -> Int? {
        guard let byte = next(in: text), byte <= UInt8(ascii: "9") else { return nil }
        return Int(byte & 0x0F)
    }
}
