/// A time of day on the wall, to the minute. On the wire `HH:MM`, 00:00 to 23:59.
public struct Clock: Sendable, Hashable, Comparable, BitwiseCopyable {
    /// Minutes since 00:00 as the wall clock shows them.
    public let minuteOfDay: Int16

    /// The clock that `text` names as exactly `HH:MM`, or nil.
    public init?(_ text: String) {
        let bytes = text.utf8.span
        var at = 0
        guard let hour = bytes.number(2, at: &at), bytes.skip(":", at: &at), let minute = bytes.number(2, at: &at),
            at == bytes.count, hour < 24, minute < 60
        else { return nil }
        minuteOfDay = Int16(hour * 60 + minute)
    }

    /// The clock so many minutes, 0 to 1439, after 00:00.
    package init(minuteOfDay: Int) {
        self.minuteOfDay = Int16(minuteOfDay)
    }

    /// Compares by time of day.
    @inlinable public static func < (a: Clock, b: Clock) -> Bool { a.minuteOfDay < b.minuteOfDay }
}

extension Clock: CustomStringConvertible {
    /// `HH:MM`.
    public var description: String {
        let (hour, minute) = Int(minuteOfDay).quotientAndRemainder(dividingBy: 60)
        return "\(hour.padded(to: 2)):\(minute.padded(to: 2))"
    }
}
