public import CivilTime

/// Italy's public holidays by law, each with the years in which the law applies.
///
/// The table begins in 1950, the first whole year of L. 260/1949; earlier years have no holidays. It does not contain Sundays
/// other than Easter.
public enum Holidays {
    /// What a holiday is called.
    public struct Name: Sendable, Hashable {
        /// In Italian.
        public let it: String
        /// In English.
        public let en: String
    }

    /// A holiday on the same date of every year of some years.
    struct Fixed {
        let day: DayOfYear
        /// The years in which it is a holiday by this law.
        let years: ClosedRange<Int>
        let name: Name
        let law: String
    }

    /// A holiday that moves with Easter.
    struct Movable {
        let daysAfterEaster: Int
        let years: ClosedRange<Int>
        let name: Name
        let law: String
    }

    private static let first = 1950
    private static let last = 9999

    private static func fixed(
        _ month: Int, _ day: Int, _ years: ClosedRange<Int>, _ name: Name, _ law: String
    ) -> Fixed {
        Fixed(day: DayOfYear(month: month, day: day), years: years, name: name, law: law)
    }

    // L. 54/1977, in force since March 1977, ended five of them and moved 2 June and 4 November to Sundays.
    static let fixed = [
        fixed(1, 1, first...last, Name(it: "Capodanno", en: "New Year's Day"), "L. 260/1949"),
        fixed(1, 6, first...1977, Name(it: "Epifania", en: "Epiphany"), "L. 260/1949"),
        fixed(1, 6, 1986...last, Name(it: "Epifania", en: "Epiphany"), "DPR 792/1985"),
        fixed(3, 19, first...1976, Name(it: "San Giuseppe", en: "Saint Joseph's Day"), "L. 260/1949"),
        fixed(4, 25, first...last, Name(it: "Liberazione", en: "Liberation Day"), "L. 260/1949"),
        fixed(5, 1, first...last, Name(it: "Festa del lavoro", en: "Labour Day"), "L. 260/1949"),
        fixed(6, 2, first...1976, Name(it: "Festa della Repubblica", en: "Republic Day"), "L. 260/1949"),
        fixed(6, 2, 2001...last, Name(it: "Festa della Repubblica", en: "Republic Day"), "L. 336/2000"),
        fixed(6, 29, first...1976, Name(it: "Santi Pietro e Paolo", en: "Saints Peter and Paul"), "L. 260/1949"),
        fixed(8, 15, first...last, Name(it: "Assunzione", en: "Assumption Day"), "L. 260/1949"),
        fixed(10, 4, 2026...last, Name(it: "San Francesco d'Assisi", en: "Saint Francis of Assisi"), "L. 151/2025"),
        fixed(11, 1, first...last, Name(it: "Ognissanti", en: "All Saints' Day"), "L. 260/1949"),
        fixed(11, 4, first...1976, Name(it: "Unità nazionale", en: "National Unity Day"), "L. 260/1949"),
        fixed(12, 8, first...last, Name(it: "Immacolata Concezione", en: "Immaculate Conception"), "L. 260/1949"),
        fixed(12, 25, first...last, Name(it: "Natale", en: "Christmas Day"), "L. 260/1949"),
        fixed(12, 26, first...last, Name(it: "Santo Stefano", en: "Saint Stephen's Day"), "L. 260/1949"),
    ]

    /// The years in which a date is a holiday, at 32 for each month and one for each day.
    private static let fixedYears = {
        var years: [[ClosedRange<Int>]] = Array(repeating: [], count: 13 * 32)
        for holiday in fixed { years[holiday.day.month * 32 + holiday.day.day].append(holiday.years) }
        return years
    }()

    static let movable = [
        Movable(
            daysAfterEaster: 0, years: first...last, name: Name(it: "Pasqua", en: "Easter Sunday"), law: "L. 260/1949"),
        Movable(
            daysAfterEaster: 1, years: first...last, name: Name(it: "Lunedì dell'Angelo", en: "Easter Monday"),
            law: "L. 260/1949"),
        Movable(
            daysAfterEaster: 39, years: first...1976, name: Name(it: "Ascensione", en: "Ascension Day"),
            law: "L. 260/1949"),
        Movable(
            daysAfterEaster: 60, years: first...1976, name: Name(it: "Corpus Domini", en: "Corpus Christi"),
            law: "L. 260/1949"),
    ]

    /// Returns whether `day` is a national holiday, on any weekday.
    public static func isNational(_ day: Day) -> Bool {
        let (year, month, dayOfMonth) = day.parts
        if fixedYears[month * 32 + dayOfMonth].contains(where: { $0.contains(year) }) { return true }
        // Easter is in March or April, and what moves with it comes within two months.
        guard (3...6).contains(month) else { return false }
        let after = day.days(since: easter(year))
        return movable.contains { $0.daysAfterEaster == after && $0.years.contains(year) }
    }

    /// Returns what the national holiday on `day` is called; nil on every other day.
    public static func name(of day: Day) -> Name? {
        let (year, month, dayOfMonth) = day.parts
        let same = fixed.first {
            $0.day.day == dayOfMonth && $0.day.month == month && $0.years.contains(year)
        }
        if let same { return same.name }
        let after = day.days(since: easter(year))
        return movable.first { $0.daysAfterEaster == after && $0.years.contains(year) }?.name
    }

    /// Easter Sunday of the Gregorian calendar ("Anonymous Gregorian algorithm", Meeus, Astronomical Algorithms, ch. 8).
    public static func easter(_ year: Int) -> Day {
        let a = year % 19
        let b = year / 100
        let c = year % 100
        let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let n = h + l - 7 * m + 114
        return Day(year: year, month: n / 31, day: n % 31 + 1) ?? .earliest
    }
}
