internal import CivilTime

/// A date as a cell has it, in figures that the calendar need not have.
struct WrittenDate: Sendable, Hashable {
    let year: Int
    let month: Int
    let day: Int

    private static let names = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// Why a date in the right form is not a day.
    struct Impossible: Error, Sendable, Hashable {
        let reason: String
    }

    /// The date that `text` writes as exactly `YYYY-MM-DD` (RFC 3339 `full-date`); nil if it has another form.
    init?(iso text: String) {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = digits(parts[0]), let month = digits(parts[1]),
            let day = digits(parts[2])
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The date that `text` writes as day/month/year, the first two with one or two digits, the year with four or two; nil
    /// if it has another form. `firstYear` is the first of the hundred years that two digits mean.
    init?(dayFirst text: String, firstYear: Int) {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count <= 2, parts[1].count <= 2, parts[2].count == 4 || parts[2].count == 2,
            let day = digits(parts[0]), let month = digits(parts[1]), var year = digits(parts[2])
        else { return nil }
        if parts[2].count == 2 {
            year += firstYear - firstYear % 100
            if year < firstYear { year += 100 }
        }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Returns the day that the calendar has for it.
    func inCalendar() throws(Impossible) -> Day {
        if let found = Day(year: year, month: month, day: day) { return found }
        guard (1900...9999).contains(year) else { throw Impossible(reason: "the year is not within 1900–9999") }
        guard (1...12).contains(month) else { throw Impossible(reason: "there is no month \(month)") }
        let length = Month(year: year, month: month).length
        throw Impossible(reason: "\(Self.names[month - 1]) \(year) has \(length) days")
    }
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
