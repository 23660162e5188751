/// A time of recording: microseconds since 1970-01-01T00:00:00Z, until the end of the year 9999.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// 1970-01-01T00:00:00.000000Z.
    public static let epoch = Timestamp(unchecked: 0)
    private static let end: Int64 = 253_402_300_800_000_000

    /// Microseconds since 1970, without leap seconds.
    public let microseconds: Int64

    /// Nil before 1970 and after 9999.
    public init?(microseconds: Int64) {
        guard microseconds >= 0, microseconds < Self.end else { return nil }
        self.microseconds = microseconds
    }

    init(unchecked microseconds: Int64) { self.microseconds = microseconds }

    /// Earlier before later.
    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// How many bytes the written form has.
    static let width = 27

    /// Appends `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
    func write(to bytes: inout [UInt8]) {
        let second = microseconds / 1_000_000
        let (year, month, day) = Self.civil(fromDays: second / 86_400)
        let ofDay = second % 86_400
        Self.append(year, 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(month, 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(day, 2, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        Self.append(ofDay / 3_600, 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(ofDay / 60 % 60, 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(ofDay % 60, 2, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        Self.append(microseconds % 1_000_000, 6, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Reads exactly the written form; nil for anything else, and for days that no calendar has.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.width, Day.isValid(bytes.extracting(0..<10)),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            bytes[19] == UInt8(ascii: "."), bytes[26] == UInt8(ascii: "Z"),
            let year = bytes.decimal(0..<4), let month = bytes.decimal(5..<7), let day = bytes.decimal(8..<10),
            let hour = bytes.decimal(11..<13), let minute = bytes.decimal(14..<16), let second = bytes.decimal(17..<19),
            let fraction = bytes.decimal(20..<26), hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Self.days(year: Int64(year), month: Int64(month), day: Int64(day))
        let seconds = days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        self.init(microseconds: seconds * 1_000_000 + Int64(fraction))
    }

    private static func append(_ number: Int64, _ width: Int, to bytes: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    // The Gregorian calendar's days, counted from 1970 in years that begin in March, so that the leap day comes
    // last: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", for the years from 0 on.

    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let ofEra = shifted % 146_097
        let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let march = (5 * ofYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (year + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * march + 2) / 5 + 1)
    }

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let ofEra = shifted % 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}

extension Timestamp: CustomStringConvertible {
    /// `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
    public var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The form of a civil day, `YYYY-MM-DD`, in the years from 1900 on that labd takes. What a day means is not the ledger's
/// business.
enum Day {
    static func isValid(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = bytes.decimal(0..<4), let month = bytes.decimal(5..<7), let day = bytes.decimal(8..<10),
            year >= 1_900, month >= 1, month <= 12, day >= 1
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        switch month {
        case 2: return day <= (isLeap ? 29 : 28)
        case 4, 6, 9, 11: return day <= 30
        default: return day <= 31
        }
    }
}

extension Span<UInt8> {
    /// The number whose decimal digits, and nothing else, are at `range`.
    func decimal(_ range: Range<Int>) -> Int? {
        var number = 0
        for index in range {
            let byte = self[index]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }
}
