/// A moment, to the microsecond. On the wire and on disk exactly `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
public struct Instant: Sendable, Hashable, Codable, Comparable, BitwiseCopyable {
    /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let microseconds: Int64

    /// The moment so many microseconds after 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The moment that `text` names in exactly the stored form, or nil.
    public init?(_ text: String) {
        guard text.utf8.count == 27 else { return nil }
        self.init(rfc3339: text)
        // Another form may have as many bytes: one decimal and an offset.
        guard description == text else { return nil }
    }

    /// The moment that `text` names as an RFC 3339 date-time, in UTC (`Z`) or with an offset (`+02:00`), with up to six
    /// decimals, or nil. As the RFC allows, `t` and `z` may be small, and a space may stand for the `T`.
    public init?(rfc3339 text: String) {
        var digits = DigitReader(text)
        guard let day = digits.day(), digits.skip("T") || digits.skip("t") || digits.skip(" "),
            let hour = digits.number(2), digits.skip(":"),
            let minute = digits.number(2),
            digits.skip(":"), let second = digits.number(2), hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction = 0
        if digits.skip(".") {
            var scale = 100_000
            guard let first = digits.number(1) else { return nil }
            fraction = first * scale
            while scale > 1, let digit = digits.number(1) {
                scale /= 10
                fraction += digit * scale
            }
        }
        var offset = 0
        if !digits.skip("Z"), !digits.skip("z") {
            let sign = digits.skip("+") ? 1 : digits.skip("-") ? -1 : 0
            guard sign != 0, let hours = digits.number(2), digits.skip(":"), let minutes = digits.number(2),
                hours < 24, minutes < 60
            else { return nil }
            offset = sign * (hours * 60 + minutes)
        }
        guard digits.isAtEnd else { return nil }
        let seconds = Int64(day.number) * 86_400 + Int64(hour * 3600 + (minute - offset) * 60 + second)
        microseconds = seconds * 1_000_000 + Int64(fraction)
    }

    /// The UTC day it lies in.
    public var utcDay: Day { Day(number: Int(microseconds.flooringDivision(by: 86_400_000_000))) }

    /// By time.
    public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }
}

extension Instant: CustomStringConvertible {
    /// `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
    public var description: String {
        let day = utcDay
        let rest = Int(microseconds - Int64(day.number) * 86_400_000_000)
        let seconds = rest / 1_000_000
        var digits = DigitWriter(capacity: 27)
        digits.day(day)
        digits.separator("T")
        digits.number(seconds / 3600, 2)
        digits.separator(":")
        digits.number(seconds / 60 % 60, 2)
        digits.separator(":")
        digits.number(seconds % 60, 2)
        digits.separator(".")
        digits.number(rest % 1_000_000, 6)
        digits.separator("Z")
        return digits.text
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity, so that moments before 1970 lie in the right day.
    func flooringDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
