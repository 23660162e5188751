/// A civil day of the proleptic Gregorian calendar, from 1900-01-01 to 9999-12-31.
///
/// On the wire `YYYY-MM-DD` (RFC 3339 `full-date`). Days are ordered and can be counted.
public struct Day: Sendable, Hashable, Codable, Comparable, BitwiseCopyable {
    /// Days since 1970-01-01, which is 0.
    public let number: Int32

    /// The first day that labd takes.
    public static let earliest = Day(unchecked: -25_567)
    /// The last day that labd takes, 9999-12-31: "no end".
    public static let latest = Day(unchecked: 2_932_896)

    /// The day of that number, kept within what labd takes.
    public init(number: Int) {
        self.number = Int32(min(max(number, Int(Self.earliest.number)), Int(Self.latest.number)))
    }

    private init(unchecked number: Int32) {
        self.number = number
    }

    /// The day of that year, month 1–12 and day 1–31, or nil where the calendar has none.
    public init?(year: Int, month: Int, day: Int) {
        guard (1900...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Month(year: year, month: month).length
        else { return nil }
        // Days from the civil date, after Howard Hinnant's "chrono-compatible low-level date algorithms": years begin
        // in March, so that the leap day is the last of its year.
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// The day that `text` names as exactly `YYYY-MM-DD`, or nil.
    public init?(_ text: String) {
        var digits = DigitReader(text)
        guard let day = digits.day(), digits.isAtEnd else { return nil }
        self = day
    }

    /// Year, month 1–12, day 1–31.
    public var parts: (year: Int, month: Int, day: Int) {
        let z = Int(number) + 719_468
        let era = z / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// The calendar year.
    public var year: Int { parts.year }
    /// The month it lies in.
    public var month: Month { let (year, month, _) = parts; return Month(year: year, month: month) }
    /// 1 Monday … 7 Sunday (ISO 8601).
    public var weekday: Int { (Int(number) + 3 + 70_000_000) % 7 + 1 }
    /// The ISO 8601 week it lies in.
    public var week: ISOWeek { ISOWeek(containing: self) }
    /// The quarter of the calendar year it lies in, as `2019-Q3`.
    public var quarter: Quarter { let (year, month, _) = parts; return Quarter(year: year, quarter: (month + 2) / 3) }

    /// The day so many days later, kept within what labd takes.
    public func adding(_ days: Int) -> Day { Day(number: Int(number) + days) }
    /// The days from this one to `last`, both included, in order; none where `last` lies before it. They end where the calendar
    /// does, too, where ``adding(_:)`` stays at the last day for ever.
    package func through(_ last: Day) -> some Sequence<Day> {
        (number..<max(number, last.number + 1)).lazy.map { Day(number: Int($0)) }
    }

    /// How many days after `other` this one is; negative if before.
    public func days(since other: Day) -> Int { Int(number) - Int(other.number) }

    /// By the calendar.
    public static func < (a: Day, b: Day) -> Bool { a.number < b.number }
}

extension Day: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        var digits = DigitWriter(capacity: 10)
        digits.day(self)
        return digits.text
    }
}

/// Writes fixed-width decimal numbers and separators: each event has four days and times in it.
struct DigitWriter {
    private var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// A number in decimal, with leading zeros up to `width` digits, of which it has no more.
    mutating func number(_ number: Int, _ width: Int) {
        var power = 1
        for _ in 1..<width { power *= 10 }
        while power > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / power % 10))
            power /= 10
        }
    }

    mutating func separator(_ separator: Unicode.Scalar) {
        bytes.append(UInt8(ascii: separator))
    }

    mutating func day(_ day: Day) {
        let (year, month, dayOfMonth) = day.parts
        number(year, 4)
        separator("-")
        number(month, 2)
        separator("-")
        number(dayOfMonth, 2)
    }
}

/// A number in decimal, with leading zeros up to `width` digits, of which it has no more.
func padded(_ number: Int, _ width: Int) -> String {
    var digits = DigitWriter(capacity: width)
    digits.number(number, width)
    return digits.text
}

/// Reads fixed-width decimal numbers and separators from the bytes of a text.
struct DigitReader {
    private let bytes: String.UTF8View
    private var index: String.Index

    init(_ text: String) {
        bytes = text.utf8
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    mutating func number(_ width: Int) -> Int? {
        var value = 0
        for _ in 0..<width {
            guard index < bytes.endIndex else { return nil }
            let byte = bytes[index]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            bytes.formIndex(after: &index)
        }
        return value
    }

    mutating func skip(_ separator: Unicode.Scalar) -> Bool {
        guard index < bytes.endIndex, bytes[index] == UInt8(ascii: separator) else { return false }
        bytes.formIndex(after: &index)
        return true
    }

    /// A day, `YYYY-MM-DD`.
    mutating func day() -> Day? {
        guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2) else { return nil }
        return Day(year: year, month: month, day: day)
    }
}
