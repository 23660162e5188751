/// A civil day of the proleptic Gregorian calendar, from 1900-01-01 to 9999-12-31.
///
/// On the wire `YYYY-MM-DD` (RFC 3339 `full-date`). Days are ordered and can be counted.
public struct Day: Sendable, Hashable, Codable, Comparable, BitwiseCopyable {
    /// Days since 1970-01-01, which is 0.
    public let number: Int32

    /// The first day that labd accepts.
    @inlinable public static var earliest: Day { Day(unchecked: -25_567) }
    /// The last day that labd accepts, 9999-12-31, which stands for "no end".
    @inlinable public static var latest: Day { Day(unchecked: 2_932_896) }

    /// Creates the day with that number, limited to the days that labd accepts.
    @inlinable public init(number: Int) {
        self.number = Int32(min(max(number, Int(Self.earliest.number)), Int(Self.latest.number)))
    }

    @usableFromInline init(unchecked number: Int32) {
        self.number = number
    }

    /// Creates the day from year, month 1–12 and day 1–31; nil if the calendar has no such day.
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

    /// Reads a day in exactly the form `YYYY-MM-DD`; nil for any other text.
    public init?(_ text: String) { self.init(utf8: text.utf8.span) }

    /// The day that UTF-8 names as exactly `YYYY-MM-DD`, or nil.
    public init?(utf8 bytes: Span<UInt8>) {
        var at = 0
        guard let day = bytes.day(at: &at), at == bytes.count else { return nil }
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
    /// The month of the day.
    public var month: Month { let (year, month, _) = parts; return Month(year: year, month: month) }
    /// 1 Monday … 7 Sunday (ISO 8601).
    @inlinable public var weekday: Int { (Int(number) + 3 + 70_000_000) % 7 + 1 }
    /// The ISO 8601 week of the day.
    public var week: ISOWeek { ISOWeek(containing: self) }
    /// The quarter of the day, as `2019-Q3`.
    public var quarter: Quarter { Quarter(self) }

    /// Returns the day that many days later, limited to the days that labd accepts.
    @inlinable public func adding(_ days: Int) -> Day { Day(number: Int(number) + days) }
    /// Returns the days from this one to `last`, both included, in order; none if `last` is before it. They also end at the end
    /// of the calendar, where ``adding(_:)`` always returns the last day.
    @inlinable public func through(_ last: Day) -> LazyMapSequence<Range<Int32>, Day> {
        (number..<max(number, last.number + 1)).lazy.map { Day(number: Int($0)) }
    }

    /// Returns how many days this one is after `other`; negative if it is before.
    @inlinable public func days(since other: Day) -> Int { Int(number) - Int(other.number) }

    /// Appends `YYYY-MM-DD`.
    func write(to bytes: inout [UInt8]) {
        let (year, month, day) = parts
        bytes.append(year, digits: 4)
        bytes.append(ascii: "-")
        bytes.append(month, digits: 2)
        bytes.append(ascii: "-")
        bytes.append(day, digits: 2)
    }

    /// Compares by date.
    @inlinable public static func < (a: Day, b: Day) -> Bool { a.number < b.number }
}

extension Day: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
