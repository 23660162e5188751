/// The codes under which the health service knows who has no codice fiscale, and the number of its card.
enum HealthCode {
    /// Whether a word begins with STP or ENI and thirteen digits: region, health authority and a running number. STP codes are
    /// for foreigners who are present temporarily, ENI codes for EU citizens who are not enrolled (Conferenza Stato-Regioni,
    /// agreement 255/CSR of 20 December 2012).
    static func stands(at start: Int, in text: Span<UInt8>) -> Bool {
        guard text.has("stp", at: start) || text.has("eni", at: start) else { return false }
        var first = start + 3
        while first < start + 10, !text.isDigit(first) {
            // Only `n`, `nr` and punctuation may be between them.
            guard !text.isLetter(first) || text.has("n", at: first) || text.has("r", at: first) else { return false }
            guard text.byte(first) != UInt8(ascii: "\n") else { return false }
            first += 1
        }
        return hasDigits(13, at: first, in: text)
    }

    /// Whether a word begins with the twenty digits of the health card (TEAM): 80 for health (ISO/IEC 7812-1), 380 for Italy
    /// (ISO 3166-1).
    static func isCard(at start: Int, in text: Span<UInt8>) -> Bool {
        text.has("80380", at: start) && hasDigits(20, at: start, in: text)
    }

    private static func hasDigits(_ count: Int, at start: Int, in text: Span<UInt8>) -> Bool {
        var digits = GroupedCharacters(from: start)
        for _ in 0..<count { guard digits.nextDigit(in: text) != nil else { return false } }
        return !text.isWord(digits.index)
    }
}
