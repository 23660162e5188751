/// Telephone numbers: Italian ones, which begin with 0 (subscribers) or 3 (mobiles) and have up to 11 digits, and those of
/// the world, which begin with + or 00 and have up to 15 (ITU-T E.164; E.123 for how they are written).
enum Telephone {
    /// Whether one begins at the digit or `+` at `start`, which is no part of a word.
    static func stands(at start: Int, in text: Span<UInt8>) -> Bool {
        if text.byte(start) == UInt8(ascii: "+") { return isInternational(from: start + 1, least: 8, in: text) }
        guard isFree(start, in: text), !isAmount(before: start, in: text) else { return false }
        let groups = DigitGroups(from: start, in: text)
        guard groups.digits(groups.count) >= 6 else { return false }
        let label = Label.nearest(before: start, reach: 3, in: text)
        switch label {
        case .reference, .code, .vat, .fiscal, .amount: return false
        default: break
        }
        // A number introduced by a word for calling may be as short as one without its prefix.
        let least = label == .telephone ? 6 : label == .call ? 7 : nil
        if text.has("00", at: start) {
            return !groups.isFollowedByYear(in: text)
                && isInternational(from: start + 2, least: least == nil ? 10 : 8, in: text)
        }
        for count in 1...groups.count where groups.canEnd(after: count, in: text) {
            if let least {
                if least...12 ~= groups.digits(count) { return true }
            } else if isItalian(groups, count, in: text) || isBracketed(groups, count, in: text) {
                return true
            }
        }
        return false
    }

    // MARK: - The text before

    /// Whether a number may begin here, rather than continue something before it, as in `p-0307008231` or `1.347.123`.
    private static func isFree(_ start: Int, in text: Span<UInt8>) -> Bool {
        let isPart =
            switch text.byte(start - 1) {
            // `n.3471234567`, but not `1.347.123.456`.
            case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ","): text.isDigit(start - 2)
            default: !text.begins(start)
            }
        // `tel-0307008231`, `fax/0307008231`
        return !isPart || (text.isLetter(start - 2) && Label.nearest(before: start, reach: 1, in: text) == .telephone)
    }

    private static func isAmount(before start: Int, in text: Span<UInt8>) -> Bool {
        var at = start - 1
        if text.byte(at) == UInt8(ascii: " ") { at -= 1 }
        return text.isEuro(at - 2)
    }

    // MARK: - Italian numbers

    /// Whether the first `count` groups are a number as dialled in Italy.
    private static func isItalian(_ groups: DigitGroups, _ count: Int, in text: Span<UInt8>) -> Bool {
        let digits = groups.digits(count)
        let first = groups.length(0)
        let lead = text.byte(groups.start)
        let isMobile = lead == UInt8(ascii: "3")
        let second = text.byte(groups.start + 1)
        guard isMobile || lead == UInt8(ascii: "0"), second != UInt8(ascii: "0") else { return false }
        // 39 and a number of ten digits, the plus sign left out.
        if second == UInt8(ascii: "9"), isMobile, digits == 12 || (digits == 11 && count > 1 && first == 2) {
            let third = text.byte(groups.start + (first == 2 ? 3 : 2))
            return (count == 1 || first == 2) && (third == lead || third == UInt8(ascii: "0"))
        }
        guard count > 1 else { return 9...11 ~= digits }
        guard groups.areParted(alike: count), !groups.isFollowedByYear(in: text), !groups.areListed(count, in: text)
        else { return false }
        if isMobile {
            return 3...6 ~= first && 9...10 ~= digits && !groups.areThousands(count, in: text)
        }
        switch first {
        case 2:
            // With two digits, only the prefixes of Milan and Rome are recognised, because numbers of other countries are
            // written in pairs.
            let isPrefix = second == UInt8(ascii: "2") || second == UInt8(ascii: "6")
            guard isPrefix || (count == 5 && digits == 10) else { return false }
        case 3...5: break
        default: return false
        }
        return 9...11 ~= digits || (digits == 8 && count == 2)
    }

    // MARK: - Numbers of the world

    /// Whether a prefix in brackets or three groups parted by dashes, as in America: `(212) 555 0143`, `212-555-0143`.
    private static func isBracketed(_ groups: DigitGroups, _ count: Int, in text: Span<UInt8>) -> Bool {
        let prefix = groups.length(0)
        guard count > 1, 3...5 ~= prefix, 9...11 ~= groups.digits(count) else { return false }
        if text.byte(groups.start - 1) == UInt8(ascii: "("), text.byte(groups.start + prefix) == UInt8(ascii: ")") {
            return !CivilDate.isYear(groups.start..<groups.start + prefix, in: text)
        }
        return count == 3 && groups.areDashed && prefix == 3 && groups.length(1) == 3 && groups.length(2) == 4
    }

    /// Whether a country's code and a number follow, of `least` digits or more.
    private static func isInternational(from start: Int, least: Int, in text: Span<UInt8>) -> Bool {
        var first = start
        while let gap = Gap(text, at: first), gap.kind == .space || gap.kind == .dash || gap.kind == .dot,
            first < start + 3
        {
            first += gap.length
        }
        if text.byte(first) == UInt8(ascii: ")") || text.byte(first) == UInt8(ascii: "(") { first += 1 }
        guard text.isDigit(first), text.byte(first) != UInt8(ascii: "0") else { return false }
        let groups = DigitGroups(from: first, in: text)
        // After so long a group another one is another number.
        let most = groups.length(0) >= 7 ? 1 : groups.count
        for count in 1...most where groups.canEnd(after: count, in: text) {
            let digits = groups.digits(count)
            guard least...15 ~= digits else { continue }
            switch text.byte(first) {
            // North America and Russia: eleven digits each.
            case UInt8(ascii: "1"), UInt8(ascii: "7"): if digits == 11 { return true }
            default: return true
            }
        }
        return false
    }
}
