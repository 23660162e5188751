package import CivilTime
package import Wording

extension DisplayLanguage {
    /// A day in words: `10 March 2020`, `10 marzo 2020`.
    package func long(_ day: Day) -> String {
        let (year, month, number) = day.parts
        return "\(number) \(self.month(month)) \(year)"
    }

    /// A month in words: `March 2020`, `marzo 2020`.
    package func long(_ month: Month) -> String { "\(self.month(month.month)) \(month.year)" }

    /// The name of a month, 1–12.
    package func month(_ number: Int) -> String {
        let names =
            self == .italian
            ? [
                "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
                "ottobre", "novembre", "dicembre",
            ]
            : [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
        return names[number - 1]
    }

    /// The short name of a day's place in the week: `Mon`, `lun`.
    package func weekday(_ day: Day) -> String { weekdays[day.weekday - 1] }

    /// The short names of the days of the week, from Monday.
    package var weekdays: [String] {
        self == .italian
            ? ["lun", "mar", "mer", "gio", "ven", "sab", "dom"] : ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    }
}
