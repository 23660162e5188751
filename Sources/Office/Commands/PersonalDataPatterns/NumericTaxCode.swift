/// The provisional codice fiscale of a natural person: eleven digits, the last a check digit (D.P.R. 605/1973; decree of
/// the Ministry of Finance of 23 December 1976). A VAT number has the same form, and so has the code of a body, which
/// begins with 8 or 9.
enum NumericTaxCode {
    /// The kind of eleven digits at the beginning of a word.
    enum Verdict {
        /// A person's code, for all that can be seen.
        case personal
        /// The number of a business or body.
        case business
    }

    /// Returns the kind of the eleven digits at `start`; nil if there are not eleven, or if their kind cannot be determined.
    ///
    /// Which of the two is said by the words before them. Without any, a number whose check digit agrees is taken for a
    /// person's: that of a business is hardly ever written without saying so.
    static func verdict(at start: Int, in text: Span<UInt8>) -> Verdict? {
        var digits = GroupedCharacters(from: start)
        guard let sum = checkSum(&digits, in: text), !text.goesOn(digits.index) else { return nil }
        let agrees = sum.isMultiple(of: 10)
        if Label.vat.stands(before: start, reach: 6, in: text) { return .business }
        switch Label.nearest(before: start, reach: 5, in: text) {
        case .fiscal: return text.byte(start) < UInt8(ascii: "8") ? .personal : .business
        case .organisation, .reference: return agrees && !digits.isParted ? .business : nil
        default: return agrees && !digits.isParted && text.byte(start) < UInt8(ascii: "8") ? .personal : nil
        }
    }

    /// Whether a text is eleven digits of which the last agrees with the others.
    static func agrees(_ text: Span<UInt8>) -> Bool {
        var digits = GroupedCharacters(from: 0)
        return checkSum(&digits, in: text)?.isMultiple(of: 10) == true && digits.index == text.count
    }

    /// Returns the Luhn sum of eleven digits, in which every second digit is doubled and replaced by the sum of its digits; nil
    /// if there are not eleven.
    private static func checkSum(_ digits: inout GroupedCharacters, in text: Span<UInt8>) -> Int? {
        var sum = 0
        for place in 0..<11 {
            guard let digit = digits.nextDigit(in: text) else { return nil }
            sum += place.isMultiple(of: 2) ? digit : digit * 2 - (digit > 4 ? 9 : 0)
        }
        return sum
    }
}
