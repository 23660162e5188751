/// A time of day on the wall, to the minute. On the wire `HH:MM`, 00:00 to 23:59.
public struct Clock: Sendable, Hashable, Comparable, BitwiseCopyable {
    /// Minutes since 00:00 as the wall clock shows them.
    public let minuteOfDay: Int16

    /// The clock that `text` names as exactly `HH:MM`, or nil.
    public init?(_ text: String) {
        var digits = DigitReader(text)
        guard let hour = digits.number(2), digits.skip(":"), let minute = digits.number(2), digits.isAtEnd, hour < 24,
            minute < 60
        else { return nil }
        minuteOfDay = Int16(hour * 60 + minute)
    }

    init(minuteOfDay: Int) {
        self.minuteOfDay = Int16(minuteOfDay)
    }

    /// By the wall.
    public static func < (a: Clock, b: Clock) -> Bool { a.minuteOfDay < b.minuteOfDay }
}

extension Clock: CustomStringConvertible {
    /// `HH:MM`.
    public var description: String { "\(padded(Int(minuteOfDay) / 60, 2)):\(padded(Int(minuteOfDay) % 60, 2))" }
}
