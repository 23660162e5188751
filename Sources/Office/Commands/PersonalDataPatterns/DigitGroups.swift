/// Groups of digits that may be one telephone number: `030 7008231`, `(030) 700-82-31`, `347.1234567`.
struct DigitGroups {
    /// No number is written in more groups; what follows them is left out.
    private static let most = 8

    /// The start of the first group.
    let start: Int
    /// The number of groups, at least one.
    private(set) var count = 0
    private var ends = InlineArray<8, Int>(repeating: 0)
    private var totals = InlineArray<8, Int>(repeating: 0)
    /// The separators between the groups.
    private var gaps = InlineArray<8, Gap.Kind>(repeating: .space)
    /// Whether that is set off by spaces.
    private var areWide = InlineArray<8, Bool>(repeating: false)

    /// Reads the groups from the digit at `start` on.
    init(from start: Int, in text: Span<UInt8>) {
        self.start = start
        var begin = start
        while count < Self.most {
            let end = text.endOfDigits(begin)
            ends[count] = end
            totals[count] = (count > 0 ? totals[count - 1] : 0) + end - begin
            guard let (kind, isWide, next) = Self.gap(at: end, in: text) else {
                count += 1
                return
            }
            gaps[count] = kind
            areWide[count] = isWide
            count += 1
            begin = next
        }
    }

    /// Returns the number of digits in the first `count` groups.
    func digits(_ count: Int) -> Int { totals[count - 1] }

    /// Returns the number of digits in a group.
    func length(_ group: Int) -> Int { group == 0 ? totals[0] : totals[group] - totals[group - 1] }

    /// The separator of two groups: one mark, with or without spaces around it, including brackets around the first group.
    private static func gap(at end: Int, in text: Span<UInt8>) -> (kind: Gap.Kind, isWide: Bool, next: Int)? {
        var at = end
        var kind: Gap.Kind?
        var spaces = 0
        while at < end + 8 {
            if text.isDigit(at) { return kind.map { ($0, spaces > 0, at) } }
            switch text.byte(at) {
            case UInt8(ascii: "("), UInt8(ascii: ")"): kind = kind ?? .space
            default:
                guard let gap = Gap(text, at: at) else { return nil }
                at += gap.length - 1
                if gap.kind == .space {
                    spaces += 1
                    guard spaces <= 2 else { return nil }
                    kind = kind ?? .space
                } else {
                    // A dot before a space ends a sentence.
                    guard kind == nil || kind == .space, gap.kind != .dot || text.isDigit(at + 1) else { return nil }
                    kind = gap.kind
                }
            }
            at += 1
        }
        return nil
    }

    // MARK: - Groups in context

    /// Whether a number may end after the first `count` groups, because another word or number follows.
    func canEnd(after count: Int, in text: Span<UInt8>) -> Bool {
        let end = ends[count - 1]
        guard count == self.count else {
            // `030 7008231 12 marzo`, `030 7008231/2`, but not `0012345/2019`.
            let isExtension = gaps[count - 1] == .slash && length(count) <= 3
            return areWide[count - 1] || isExtension || length(count) >= 9
        }
        if text.byte(end) | 0x20 == UInt8(ascii: "x"), text.isDigit(end + 1) { return true }
        return !text.goesOn(end) && !Self.isMoney(after: end, in: text)
    }

    /// Whether the gaps between the first `count` groups are of one kind; the one after the prefix may be another.
    func areParted(alike count: Int) -> Bool {
        guard count > 3 else { return true }
        for group in 2..<count - 1 where gaps[group] != gaps[1] { return false }
        return true
    }

    /// Whether a year comes after the first group, as in `345/2019`.
    func isFollowedByYear(in text: Span<UInt8>) -> Bool {
        count > 1 && gaps[0] != .space && gaps[0] != .dot && CivilDate.isYear(ends[1] - length(1)..<ends[1], in: text)
    }

    /// Whether the first group is a year and no space comes after it, as in `2019-000123`.
    func beginsWithYear(in text: Span<UInt8>) -> Bool {
        count > 1 && gaps[0] != .space && CivilDate.isYear(start..<ends[0], in: text)
    }

    /// Whether they are the thousands of a large number, as in `347.123.456`, or a list of numbers of three digits.
    func areThousands(_ count: Int, in text: Span<UInt8>) -> Bool {
        guard count == 3, length(0) == 3, length(1) == 3, length(2) == 3 else { return false }
        return gaps[1] == .dot || self.count > 3 || text.isDigit(start - 2)
    }

    /// Whether the first `count` groups are numbers in a list: other numbers are next to them, and none is as long as a
    /// telephone number. One group of up to two digits may follow, such as a day.
    func areListed(_ count: Int, in text: Span<UInt8>) -> Bool {
        let isFollowed = self.count > count + 1 || (self.count > count && length(count) > 2)
        guard isFollowed || (text.byte(start - 1) == UInt8(ascii: " ") && text.isDigit(start - 2)) else { return false }
        return !(1..<count).contains { length($0) >= 6 }
    }

    /// Whether dashes or dots part the first three groups.
    var areDashed: Bool { count > 2 && [.dash, .dot].contains(gaps[0]) && gaps[1] == gaps[0] }

    private static func isMoney(after end: Int, in text: Span<UInt8>) -> Bool {
        let at = text.byte(end) == UInt8(ascii: " ") ? end + 1 : end
        return text.has("eur", at: at) || text.isEuro(at)
    }
}
