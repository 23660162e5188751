/// Days and spans of hours as people write them, whose digits are no telephone number.
enum CivilDate {
    /// Returns the end of a day or a span of hours that begins at `start`; nil if neither does.
    ///
    /// `03-06-2019`, `3.6.19`, `03 06 2019`, `2019-06-03`, `20190603`, `09.30-12.30`.
    static func end(from start: Int, in text: Span<UInt8>) -> Int? {
        let first = start..<text.endOfDigits(start)
        switch first.count {
        case 1, 2: return dayFirst(first, in: text) ?? hours(first, in: text)
        case 4: return yearFirst(first, in: text)
        case 8:
            let isDay =
                isYear(start..<start + 4, in: text) && isMonth(start + 4..<start + 6, in: text)
                && isDay(start + 6..<start + 8, in: text)
            return isDay && !text.isWord(first.upperBound) ? first.upperBound : nil
        default: return nil
        }
    }

    /// Whether four digits are a year that the office writes.
    static func isYear(_ digits: Range<Int>, in text: Span<UInt8>) -> Bool {
        digits.count == 4 && 1900...2099 ~= text.number(digits)
    }

    private static func isMonth(_ digits: Range<Int>, in text: Span<UInt8>) -> Bool {
        1...2 ~= digits.count && 1...12 ~= text.number(digits)
    }

    private static func isDay(_ digits: Range<Int>, in text: Span<UInt8>) -> Bool {
        1...2 ~= digits.count && 1...31 ~= text.number(digits)
    }

    private static func dayFirst(_ day: Range<Int>, in text: Span<UInt8>) -> Int? {
        guard isDay(day, in: text), let (month, gap) = next(after: day.upperBound, in: text),
            isMonth(month, in: text), let (year, second) = next(after: month.upperBound, in: text),
            second.kind == gap.kind, !text.isWord(year.upperBound)
        else { return nil }
        // Two digits after spaces may as well be a telephone's.
        guard isYear(year, in: text) || (year.count == 2 && gap.kind != .space && !goesOn(year, gap, in: text)) else {
            return nil
        }
        return year.upperBound
    }

    /// Whether another pair of digits follows, parted in the same way, as in a telephone number of pairs.
    private static func goesOn(_ digits: Range<Int>, _ gap: Gap, in text: Span<UInt8>) -> Bool {
        guard let (_, third) = next(after: digits.upperBound, in: text) else { return false }
        return third.kind == gap.kind
    }

    private static func yearFirst(_ year: Range<Int>, in text: Span<UInt8>) -> Int? {
        guard isYear(year, in: text), let (month, gap) = next(after: year.upperBound, in: text),
            isMonth(month, in: text), let (day, second) = next(after: month.upperBound, in: text),
            second.kind == gap.kind, isDay(day, in: text)
        else { return nil }
        return day.upperBound
    }

    private static func hours(_ first: Range<Int>, in text: Span<UInt8>) -> Int? {
        guard let middle = clock(first, in: text) else { return nil }
        var at = middle
        while let gap = Gap(text, at: at), gap.kind == .space || gap.kind == .dash, at < middle + 5 { at += gap.length }
        guard at > middle else { return nil }
        return clock(at..<text.endOfDigits(at), in: text)
    }

    /// Returns the end of a time such as `9.30` whose hours are these digits.
    private static func clock(_ hours: Range<Int>, in text: Span<UInt8>) -> Int? {
        let minutes = hours.upperBound + 1..<max(hours.upperBound + 1, text.endOfDigits(hours.upperBound + 1))
        guard 1...2 ~= hours.count, text.number(hours) < 25, text.byte(hours.upperBound) == UInt8(ascii: "."),
            minutes.count == 2, text.number(minutes) < 60, !text.isWord(minutes.upperBound)
        else { return nil }
        return minutes.upperBound
    }

    private static func next(after index: Int, in text: Span<UInt8>) -> (Range<Int>, Gap)? {
        guard let gap = Gap(text, at: index), text.isDigit(index + gap.length) else { return nil }
        return (index + gap.length..<text.endOfDigits(index + gap.length), gap)
    }
}
