/// A moment, to the microsecond, of the days that labd takes. On the wire and on disk exactly `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
public struct Instant: Sendable, Hashable, Codable, Comparable, BitwiseCopyable {
    /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let microseconds: Int64

    /// 1970-01-01T00:00:00.000000Z.
    @inlinable public static var epoch: Instant { Instant(microseconds: 0) }

    /// The moment so many microseconds after 1970-01-01T00:00:00Z, kept within the days that labd takes.
    @inlinable public init(microseconds: Int64) {
        let first = Int64(Day.earliest.number) * 86_400_000_000
        let end = Int64(Day.latest.number + 1) * 86_400_000_000
        self.microseconds = min(max(microseconds, first), end - 1)
    }

    /// The moment that `text` names in exactly the stored form, or nil.
    public init?(_ text: String) { self.init(utf8: text.utf8.span) }

    /// The moment that UTF-8 names in exactly the stored form, or nil.
    public init?(utf8 bytes: Span<UInt8>) {
        // Between a `T` and a `Z` at these places the general form leaves exactly six decimals.
        guard bytes.count == Self.width, bytes[10] == UInt8(ascii: "T"), bytes[26] == UInt8(ascii: "Z") else {
            return nil
        }
        self.init(rfc3339: bytes)
    }

    /// Reads an RFC 3339 date-time, in UTC (`Z`) or with an offset (`+02:00`), with up to six decimals; nil for any other text.
    /// As the RFC allows, `t` and `z` may be lower case, and a space may replace the `T`.
    public init?(rfc3339 text: String) { self.init(rfc3339: text.utf8.span) }

    private init?(rfc3339 bytes: Span<UInt8>) {
        var at = 0
        guard let day = bytes.day(at: &at),
            bytes.skip("T", at: &at) || bytes.skip("t", at: &at) || bytes.skip(" ", at: &at),
            let hour = bytes.number(2, at: &at), bytes.skip(":", at: &at),
            let minute = bytes.number(2, at: &at), bytes.skip(":", at: &at),
            let second = bytes.number(2, at: &at), hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction = 0
        if bytes.skip(".", at: &at) {
            var scale = 100_000
            guard let first = bytes.number(1, at: &at) else { return nil }
            fraction = first * scale
            while scale > 1, let digit = bytes.number(1, at: &at) {
                scale /= 10
                fraction += digit * scale
            }
        }
        var offset = 0
        if !bytes.skip("Z", at: &at), !bytes.skip("z", at: &at) {
            let sign = bytes.skip("+", at: &at) ? 1 : bytes.skip("-", at: &at) ? -1 : 0
            guard sign != 0, let hours = bytes.number(2, at: &at), bytes.skip(":", at: &at),
                let minutes = bytes.number(2, at: &at), hours < 24, minutes < 60
            else { return nil }
            offset = sign * (hours * 60 + minutes)
        }
        guard at == bytes.count else { return nil }
        let seconds = Int64(day.number) * 86_400 + Int64(hour * 3600 + (minute - offset) * 60 + second)
        let exact = seconds * 1_000_000 + Int64(fraction)
        self.init(microseconds: exact)
        // With an offset a moment of the first or last day may lie outside the calendar.
        guard microseconds == exact else { return nil }
    }

    /// The UTC day it lies in.
    public var utcDay: Day { Day(number: Int(microseconds.flooringDivision(by: 86_400_000_000))) }

    /// Compares by time.
    @inlinable public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }

    /// How many bytes the stored form has.
    @inlinable public static var width: Int { 27 }

    /// Appends the stored form.
    package func write(to bytes: inout [UInt8]) {
        let day = utcDay
        let rest = Int(microseconds - Int64(day.number) * 86_400_000_000)
        let seconds = rest / 1_000_000
        day.write(to: &bytes)
        bytes.append(ascii: "T")
        bytes.append(seconds / 3600, digits: 2)
        bytes.append(ascii: ":")
        bytes.append(seconds / 60 % 60, digits: 2)
        bytes.append(ascii: ":")
        bytes.append(seconds % 60, digits: 2)
        bytes.append(ascii: ".")
        bytes.append(rest % 1_000_000, digits: 6)
        bytes.append(ascii: "Z")
    }
}

extension Instant: CustomStringConvertible {
    /// `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.width)
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
