import CanonicalJSON

/// Shapes that names of things do not have and personal data does: Italian tax codes, telephone numbers, mail addresses,
/// account numbers, numbers of documents. A hint for the coordinator, never a refusal: it errs on both sides.
///
/// Each pattern is a separate type next to this one. They read the text in place and allocate nothing.
enum PersonalDataPatterns {
    /// Whether `text` contains one of the patterns.
    static func match(_ text: String) -> Bool {
        let text = text.utf8.span
        return isWorthReading(text) && stands(in: text)
    }

    /// Whether any text within `json` has such a shape.
    static func match(anyIn json: JSON) -> Bool {
        switch json {
        case .string(let text): match(text)
        case .array(let values): values.contains(where: match(anyIn:))
        case .object(let object): object.members.contains { match(anyIn: $0.value) }
        case .integer, .number, .bool, .null: false
        }
    }

    /// Whether a text can contain any of the patterns, determined in one pass: it has enough digits for its length, a word as
    /// long as a tax code, or something typical of a mail address. Almost no name does.
    private static func isWorthReading(_ text: Span<UInt8>) -> Bool {
        var digits = 0
        var run = 0
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                run += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): run += 1
            case UInt8(ascii: "@"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return true
            default:
                // `at`, `chiocciola`, a tax code.
                if run == 2 || run == 10, MailAddress.stands(around: index - run, in: text) { return true }
                if run >= 16 { return true }
                run = 0
            }
        }
        // The shortest shapes have seven digits, or five among nine characters; a tax code's may nearly all be replaced.
        return run >= 16 || digits >= 7 || (digits >= 5 && text.count >= 9) || (digits > 0 && text.count >= 16)
    }

    private static func stands(in text: Span<UInt8>) -> Bool {
        var index = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if let end = CivilDate.end(from: index, in: text) {
                    index = end
                    continue
                }
                if number(at: index, in: text) { return true }
                index = text.endOfWord(index)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0xC3...0xDF:
                if word(at: index, in: text) { return true }
                index = text.endOfWord(index)
            case UInt8(ascii: "+"):
                if !text.isWord(index - 1), Telephone.stands(at: index, in: text) { return true }
                index += 1
            case UInt8(ascii: "@"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"):
                if MailAddress.stands(around: index, in: text) { return true }
                index += 1
            default: index += 1
            }
        }
        return false
    }

    /// Whether a shape begins at the beginning of a word with a digit.
    private static func number(at start: Int, in text: Span<UInt8>) -> Bool {
        switch NumericTaxCode.verdict(at: start, in: text) {
        case .personal: return true
        case .business: return false
        case nil: break
        }
        return Telephone.stands(at: start, in: text) || HealthCode.isCard(at: start, in: text)
            || DocumentNumber.stands(at: start, in: text)
    }

    /// Whether a shape begins at the beginning of a word with a letter.
    private static func word(at start: Int, in text: Span<UInt8>) -> Bool {
        TaxCode.stands(at: start, in: text) || DocumentNumber.stands(at: start, in: text)
            || AccountNumber.stands(at: start, in: text) || HealthCode.stands(at: start, in: text)
            || MailAddress.stands(around: start, in: text)
    }
}
