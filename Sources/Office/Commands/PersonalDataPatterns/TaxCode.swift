/// The codice fiscale of a natural person: decree of the Ministry of Finance of 23 December 1976, "Sistemi di codificazione
/// dei soggetti da iscrivere all'anagrafe tributaria" (G.U. 345 of 29 December 1976).
///
/// Sixteen characters: three letters of the surname and three of the name, the year, a letter for the month, the day
/// (plus 40 for women), a letter and three digits for the place of birth, a check letter. Where two persons would have
/// the same code, digits are replaced by letters (omocodia).
enum TaxCode {
    /// Whether a text, spaces apart, can be the tax code of a person: one whose check letter agrees, a provisional one whose
    /// check digit does, or the code that the health service gives to those who do not have one.
    static func isPlausible(_ text: String) -> Bool {
        let bytes = text.uppercased().utf8.filter { $0 != UInt8(ascii: " ") }
        switch bytes.count {
        case 16: return stands(at: 0, in: bytes.span, mustAgree: true) || HealthCode.stands(at: 0, in: bytes.span)
        case 11: return NumericTaxCode.agrees(bytes.span)
        default: return false
        }
    }

    /// Whether a word begins with a tax code.
    ///
    /// The check letter must agree where the code is parted into groups or has replaced digits. Of one in its plain form it
    /// need not, unless `mustAgree`: a mistyped code is still somebody's.
    static func stands(at start: Int, in text: Span<UInt8>, mustAgree: Bool = false) -> Bool {
        var characters = GroupedCharacters(from: start)
        var sum = 0
        var day = 0
        var isReplaced = false
        for place in 0..<16 {
            guard let character = characters.next(in: text) else { return false }
            let isLetter = character >= UInt8(ascii: "A")
            switch place {
            case 6, 7, 9, 10, 12, 13, 14:
                guard let digit = digit(character) else { return false }
                if isLetter { isReplaced = true }
                if place == 9 { day = digit * 10 }
                if place == 10 { day += digit }
            case 8: guard isLetter, isMonth(character) else { return false }
            default: guard isLetter else { return false }
            }
            let value = isLetter ? Int(character - UInt8(ascii: "A")) : Int(character & 0x0F)
            // The places are counted from one, so those of even index are the odd ones.
            if place < 15 { sum += place.isMultiple(of: 2) ? oddValues[value] : value }
            if place == 15, mustAgree || isReplaced || characters.isParted, sum % 26 != value { return false }
        }
        return (1...31 ~= day || 41...71 ~= day) && !text.isWord(characters.index)
    }

    /// Returns the digit that a character is or represents: L M N P Q R S T U V represent 0 to 9.
    private static func digit(_ character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character & 0x0F)
        case UInt8(ascii: "L")...UInt8(ascii: "N"): Int(character - UInt8(ascii: "L"))
        case UInt8(ascii: "P")...UInt8(ascii: "V"): Int(character - UInt8(ascii: "P")) + 3
        default: nil
        }
    }

    /// January to December are A B C D E H L M P R S T.
    private static func isMonth(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "E"), UInt8(ascii: "H"), UInt8(ascii: "L"), UInt8(ascii: "M"),
            UInt8(ascii: "P"), UInt8(ascii: "R")...UInt8(ascii: "T"):
            true
        default: false
        }
    }

    /// The value of a digit, or of the letter with the same index, at an odd position.
    private static let oddValues = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
    ]
}
