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
        let bytes = text.utf8.span
        var at = 0
        guard let year = bytes.number(4, at: &at), bytes.skip("-", at: &at), bytes.skip("Q", at: &at),
            let quarter = bytes.number(1, at: &at), at == bytes.count, (1900...9999).contains(year),
            (1...4).contains(quarter)
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
    @inlinable public static func < (a: Quarter, b: Quarter) -> Bool { (a.year, a.quarter) < (b.year, b.quarter) }
}

extension Quarter: CustomStringConvertible {
    /// `YYYY-Qn`.
    public var description: String { "\(year.padded(to: 4))-Q\(quarter)" }
}
