/// A day of every year, written `MM-DD`: a town's patron day.
public struct DayOfYear: Sendable, Hashable, Codable, BitwiseCopyable {
    /// 1–12.
    public let month: Int
    /// 1–31.
    public let day: Int

    /// The day that `text` names as exactly `MM-DD`, or nil where no year has it.
    public init?(_ text: String) {
        let bytes = text.utf8.span
        var at = 0
        guard let month = bytes.number(2, at: &at), bytes.skip("-", at: &at), let day = bytes.number(2, at: &at),
            at == bytes.count, Day(year: 2000, month: month, day: day) != nil
        else { return nil }
        self.month = month
        self.day = day
    }

    /// The day of that month 1–12 and day 1–31, which some year has.
    package init(month: Int, day: Int) {
        self.month = month
        self.day = day
    }

    /// Returns whether `day` is this day of its year.
    public func falls(on day: Day) -> Bool {
        let parts = day.parts
        return parts.month == month && parts.day == self.day
    }
}

extension DayOfYear: CustomStringConvertible {
    /// `MM-DD`.
    public var description: String { "\(month.padded(to: 2))-\(day.padded(to: 2))" }
}
