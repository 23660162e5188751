/// A civil day of the proleptic Gregorian calendar, in the years 1900–9999 that labd takes.
struct CivilDay: Sendable, Hashable {
    let year: Int
    let month: Int
    let day: Int

    private static let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    private static let names = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// Why a date in the right form is no day.
    struct Impossible: Error, Sendable, Hashable {
        let reason: String
    }

    /// The day of that date.
    init(year: Int, month: Int, day: Int) throws(Impossible) {
        guard (1900...9999).contains(year) else { throw Impossible(reason: "the year is not within 1900–9999") }
        guard (1...12).contains(month) else { throw Impossible(reason: "there is no month \(month)") }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length = month == 2 && isLeap ? 29 : Self.lengths[month - 1]
        guard (1...length).contains(day) else {
            throw Impossible(reason: "\(Self.names[month - 1]) \(year) has \(length) days")
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that `text` names as exactly `YYYY-MM-DD` (RFC 3339 `full-date`); nil if it has another form.
    init?(iso text: String) throws(Impossible) {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = digits(parts[0]), let month = digits(parts[1]),
            let day = digits(parts[2])
        else { return nil }
        try self.init(year: year, month: month, day: day)
    }

    /// The day that `text` names as day/month/year, the first two with one or two digits, the year with four or two; nil
    /// if it has another form. `firstYear` is the first of the hundred years that two digits mean.
    init?(dayFirst text: String, firstYear: Int) throws(Impossible) {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count <= 2, parts[1].count <= 2, parts[2].count == 4 || parts[2].count == 2,
            let day = digits(parts[0]), let month = digits(parts[1]), var year = digits(parts[2])
        else { return nil }
        if parts[2].count == 2 {
            year += firstYear - firstYear % 100
            if year < firstYear { year += 100 }
        }
        try self.init(year: year, month: month, day: day)
    }
}

extension CivilDay: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    var description: String { "\(year)-\(padded(month))-\(padded(day))" }
}

/// The number that `bytes` spell in one to nine decimal digits, or nil.
func digits(_ bytes: some Collection<UInt8>) -> Int? {
    guard (1...9).contains(bytes.count) else { return nil }
    var value = 0
    for byte in bytes {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
}

/// A number from 0 to 99 in two digits.
func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
