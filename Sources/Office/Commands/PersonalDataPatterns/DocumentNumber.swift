/// The numbers of documents that a person carries: identity card, passport, residence permit, driving licence.
enum DocumentNumber {
    /// Whether a word begins with a document number.
    ///
    /// The forms of Italian documents are known without a word before them, in capitals. Where one of the words for such a
    /// document comes before, small letters and the forms of other countries are known too.
    static func stands(at start: Int, in text: Span<UInt8>) -> Bool {
        let first = text.isDigit(start) ? 0 : letters(from: start, in: text)
        guard first <= 3, text.begins(start) else { return false }
        // Digits follow the letters, at once or after a gap; those of most words do not.
        let next = start + first
        guard text.isDigit(next) || text.isDigit(next + (Gap(text, at: next)?.length ?? 0)) else { return false }
        return (1...2 ~= first && isKnown(at: start, in: text)) || isForeign(at: start, in: text)
    }

    private static func letters(from start: Int, in text: Span<UInt8>) -> Int {
        var end = start
        while text.isLetter(end), end < start + 4 { end += 1 }
        return end - start
    }

    /// The series that are printed with a space after the letters: cards from A and C, passports from Y.
    private static func isUsualSeries(_ start: Int, in text: Span<UInt8>) -> Bool {
        guard text.isLetter(start + 1) else { return false }
        return [UInt8(ascii: "A"), UInt8(ascii: "C"), UInt8(ascii: "Y")].contains(text.byte(start))
    }

    // MARK: - Italian documents

    /// Whether there is a number in one of the Italian forms that is not labelled as something else.
    private static func isKnown(at start: Int, in text: Span<UInt8>) -> Bool {
        for form in forms {
            guard let end = match(form, at: start, in: text), !text.goesOn(end.index) else { continue }
            switch Label.nearest(before: start, reach: 5, in: text) {
            case .document: return true
            case .reference: return false
            default:
                guard !end.hasSmall else { continue }
                // With separators, only the form of a licence and the usual series can be distinguished from a word followed by
                // a number.
                if !end.isParted || form.count == 10 || isUsualSeries(start, in: text) { return true }
            }
        }
        return false
    }

    /// The forms, `A` a letter, `9` a digit, `*` either.
    private static let forms: [[UInt8]] = [
        "AA9999999",  // Identity card on paper, passport (ICAO Doc 9303 for its length).
        "A9999999",  // Passport of other countries.
        "AA99999AA",  // Electronic identity card (D.M. 23 December 2015).
        "A99999999",  // Residence permit (Reg. (EC) 1030/2002).
        "AA9999999A",  // Driving licence, by province.
        "U1*******A",  // Driving licence, central (Directive 2006/126/EC).
    ].map { Array($0.utf8) }

    private static func match(_ form: [UInt8], at start: Int, in text: Span<UInt8>) -> GroupedCharacters? {
        var characters = GroupedCharacters(from: start)
        var digits = 0
        for wanted in form {
            guard let character = characters.next(in: text) else { return nil }
            let isDigit = character <= UInt8(ascii: "9")
            if isDigit { digits += 1 }
            switch wanted {
            case UInt8(ascii: "A"): guard !isDigit else { return nil }
            case UInt8(ascii: "9"): guard isDigit else { return nil }
            case UInt8(ascii: "*"): break
            default: guard character == wanted else { return nil }
            }
        }
        return text.isWord(characters.index) || digits < 2 ? nil : characters
    }

    // MARK: - Others

    /// Whether something that may be a document's number, of any country, comes after the word for one: 6 to 12 letters and
    /// digits, at least five of them digits.
    private static func isForeign(at start: Int, in text: Span<UInt8>) -> Bool {
        guard CivilDate.end(from: start, in: text) == nil else { return false }
        var end = text.endOfWord(start)
        // Capitals of a series may be parted from the digits.
        if end - start <= 3, isSeries(start..<end, in: text), let gap = Gap(text, at: end), gap.kind != .slash,
            text.isDigit(end + gap.length), CivilDate.end(from: end + gap.length, in: text) == nil
        {
            end = text.endOfWord(end + gap.length)
        }
        if end - start <= 4, text.isDigit(start) {
            // The series of a Russian passport is four digits, often in pairs.
            let groups = DigitGroups(from: start, in: text)
            let last = groups.count - 1
            if 1...2 ~= last, groups.length(last) == 6, groups.digits(last) == 4,
                !groups.beginsWithYear(in: text), groups.canEnd(after: groups.count, in: text)
            {
                return Label.nearest(before: start, reach: 5, in: text) == .document
            }
        }
        var digits = 0
        var letters = 0
        for index in start..<end {
            if text.isDigit(index) { digits += 1 } else if text.isLetter(index) { letters += 1 }
        }
        guard 6...12 ~= digits + letters, digits >= 5, letters <= 4, !text.goesOn(end) else { return false }
        return Label.nearest(before: start, reach: 5, in: text) == .document
    }

    private static func isSeries(_ letters: Range<Int>, in text: Span<UInt8>) -> Bool {
        letters.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= text.byte($0) }
    }
}
