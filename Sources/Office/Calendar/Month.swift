/// A calendar month, on the wire `YYYY-MM`.
public struct Month: Sendable, Hashable, Comparable, BitwiseCopyable {
    /// Months since year 0, which gives the order.
    public let number: Int32

    /// The month of that year, month 1–12.
    public init(year: Int, month: Int) {
        number = Int32(year * 12 + month - 1)
    }

    /// The month that `text` names as exactly `YYYY-MM`, or nil.
    public init?(_ text: String) {
        var digits = DigitReader(text)
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2), digits.isAtEnd,
            (1900...9999).contains(year), (1...12).contains(month)
        else { return nil }
        self.init(year: year, month: month)
    }

    /// The calendar year.
    public var year: Int { Int(number) / 12 }
    /// 1 January … 12 December.
    public var month: Int { Int(number) % 12 + 1 }

    /// How many days it has.
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

    /// By the calendar.
    public static func < (a: Month, b: Month) -> Bool { a.number < b.number }
}

extension Month: CustomStringConvertible {
    /// `YYYY-MM`.
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))" }
}

/// A quarter of a calendar year, written `2019-Q3`.
public struct Quarter: Sendable, Hashable, Comparable, BitwiseCopyable {
    /// The calendar year.
    public let year: Int
    /// 1–4.
    public let quarter: Int

    /// The quarter 1–4 of a year.
    public init(year: Int, quarter: Int) {
        self.year = year
        self.quarter = quarter
    }

    /// The quarter that `text` names as exactly `YYYY-Qn`, or nil.
    public init?(_ text: String) {
        var digits = DigitReader(text)
        guard let year = digits.number(4), digits.skip("-"), digits.skip("Q"), let quarter = digits.number(1),
            digits.isAtEnd, (1900...9999).contains(year), (1...4).contains(quarter)
        else { return nil }
        self.init(year: year, quarter: quarter)
    }

    /// The quarter of a day.
    public init(_ day: Day) {
        let (year, month, _) = day.parts
        self.init(year: year, quarter: (month + 2) / 3)
    }

    /// The one before.
    public var previous: Quarter {
        quarter == 1 ? Quarter(year: year - 1, quarter: 4) : Quarter(year: year, quarter: quarter - 1)
    }

    /// Its first day.
    public var firstDay: Day { Month(year: year, month: 3 * quarter - 2).firstDay }

    /// Its last day.
    public var lastDay: Day { Month(year: year, month: 3 * quarter).lastDay }

    /// By the calendar.
    public static func < (a: Quarter, b: Quarter) -> Bool { (a.year, a.quarter) < (b.year, b.quarter) }
}

extension Quarter: CustomStringConvertible {
    /// `YYYY-Qn`.
    public var description: String { "\(padded(year, 4))-Q\(quarter)" }
}
