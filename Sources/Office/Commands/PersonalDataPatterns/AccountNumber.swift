/// The international bank account number (ISO 13616-1): a country, two check digits and up to 30 letters and digits of the
/// country's own, printed in groups of four.
enum AccountNumber {
    /// Whether a word begins with an account number whose check digits are correct (ISO/IEC 7064, MOD 97-10).
    static func stands(at start: Int, in text: Span<UInt8>) -> Bool {
        guard text.isLetter(start + 1), !text.isLetter(start + 2), text.begins(start) else { return false }
        let country = UInt16(text.byte(start) & ~0x20) << 8 | UInt16(text.byte(start + 1) & ~0x20)
        let gap = Gap(text, at: start + 2)?.length ?? 0
        guard text.isDigit(start + 2 + gap), let length = lengths[country] else { return false }
        var characters = GroupedCharacters(from: start)
        // The first four characters count after the others.
        var head = 0
        var rest = 0
        for place in 0..<length {
            guard let character = characters.next(in: text) else { return false }
            let isDigit = character <= UInt8(ascii: "9")
            let value = isDigit ? Int(character & 0x0F) : Int(character - UInt8(ascii: "A")) + 10
            guard place > 3 || isDigit == (place > 1) else { return false }
            if place < 4 {
                head = head * (isDigit ? 10 : 100) + value
            } else {
                rest = (rest * (isDigit ? 10 : 100) + value) % 97
            }
        }
        return (rest * 1_000_000 + head) % 97 == 1 && !text.isWord(characters.index)
    }

    /// The length for each country (SWIFT, IBAN Registry).
    private static let lengths: [UInt16: Int] = {
        let registry = """
            AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 \
            ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 \
            LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 \
            PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 \
            YE30
            """
        var lengths: [UInt16: Int] = [:]
        for entry in registry.split(separator: " ") {
            let bytes = Array(entry.utf8)
            lengths[UInt16(bytes[0]) << 8 | UInt16(bytes[1])] = Int(entry.dropFirst(2))
        }
        return lengths
    }()
}
