/// A calendar month, on the wire `YYYY-MM`.
public struct Month: Sendable, Hashable, Comparable, BitwiseCopyable {
    /// Months since year 0, which gives the order.
    public let number: Int32

    /// The month of that year, month 1–12.
    @inlinable public init(year: Int, month: Int) {
        number = Int32(year * 12 + month - 1)
    }

    /// The month that `text` names as exactly `YYYY-MM`, or nil.
    public init?(_ text: String) {
        let bytes = text.utf8.span
        var at = 0
        guard let year = bytes.number(4, at: &at), bytes.skip("-", at: &at), let month = bytes.number(2, at: &at),
            at == bytes.count, (1900...9999).contains(year), (1...12).contains(month)
        else { return nil }
        self.init(year: year, month: month)
    }

    /// The calendar year.
    @inlinable public var year: Int { Int(number) / 12 }
    /// 1 January … 12 December.
    @inlinable public var month: Int { Int(number) % 12 + 1 }

    /// The number of days in the month.
    public var length: Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Its first day.
    public var firstDay: Day { Day(year: year, month: month, day: 1) ?? .earliest }
    /// Its last day.
    public var lastDay: Day { firstDay.adding(length - 1) }

    /// Compares by date.
    @inlinable public static func < (a: Month, b: Month) -> Bool { a.number < b.number }
}

extension Month: CustomStringConvertible {
    /// `YYYY-MM`.
    public var description: String { "\(year.padded(to: 4))-\(month.padded(to: 2))" }
}
