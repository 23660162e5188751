/// A sheet to be filled in: one row of titles above empty rows, whose cells take what their columns say, with the lists to choose
/// from and the days of a month on sheets of their own.
package struct FormSheet: Sendable {
    /// What the cells of a column take.
    package enum Input: Hashable, Sendable {
        /// A number that stands there already, one for each row, from 1.
        case rowNumber
        /// Text of at most so many characters.
        case text(most: Int)
        /// One of the values of a list; with `isOpen`, other text too.
        case choice(list: Int, isOpen: Bool = false)
        /// A day of the month.
        case day
        /// Hours and minutes, at most so many minutes.
        case hours(most: Int)
        /// A time of day.
        case clock
        /// A whole number of zero or more.
        case count
        /// Nothing: what becomes of the row is written there later; what begins with one of these texts stands out.
        case result(alarms: [String] = [])
    }

    /// A column.
    package struct Column: Hashable, Sendable {
        /// What stands above it.
        package let title: String
        package let input: Input
        /// Whether each row needs it.
        package let isRequired: Bool
        /// What a person reads who comes to one of its cells, and who types what it does not take.
        package let hint: String

        /// - Parameters:
        ///   - title: What stands above it.
        ///   - input: What its cells take.
        ///   - isRequired: Whether each row needs it.
        ///   - hint: What a person reads there; of longer texts, spreadsheets show the beginning.
        package init(title: String, _ input: Input, isRequired: Bool, hint: String) {
            (self.title, self.input, self.isRequired, self.hint) = (title, input, isRequired, hint)
        }
    }

    /// A list from which cells are chosen.
    package struct List: Hashable, Sendable {
        package let title: String
        /// Each value once.
        package let values: [String]

        package init(title: String, values: [String]) {
            (self.title, self.values) = (title, values)
        }
    }

    /// A day that can be chosen.
    package struct Day: Hashable, Sendable {
        package let year: Int
        package let month: Int
        package let day: Int
        /// What it is called: its weekday, and the holiday's name.
        package let name: String
        /// Whether nobody works on it, so that it is grey.
        package let isHoliday: Bool

        package init(year: Int, month: Int, day: Int, name: String, isHoliday: Bool) {
            (self.year, self.month, self.day) = (year, month, day)
            (self.name, self.isHoliday) = (name, isHoliday)
        }
    }

    /// What stands on the tabs: of the form, of the lists, of the days, and of what the form is.
    package struct Names: Hashable, Sendable {
        package let form: String
        package let lists: String
        package let days: String
        package let about: String

        package init(form: String, lists: String, days: String, about: String) {
            (self.form, self.lists, self.days, self.about) = (form, lists, days, about)
        }
    }

    package let names: Names
    /// What the sheet is, and how it is filled in: a line each, above the titles.
    package let heading: [String]
    package let columns: [Column]
    /// How many rows can be filled in.
    package let rows: Int
    package let lists: [List]
    package let days: [Day]
    /// What a program that reads the workbook again must know of it: names and values, on a sheet of their own, which is hidden.
    package let about: [(name: String, value: String)]

    /// A form.
    ///
    /// - Parameters:
    ///   - names: What stands on its tabs, four different names.
    ///   - heading: The lines above the titles.
    ///   - columns: Its columns, at least one.
    ///   - rows: How many rows can be filled in, at least one.
    ///   - lists: The lists that its columns name by their index.
    ///   - days: The days of a month, in their order, at least one.
    ///   - about: What a program must know of it.
    package init(
        names: Names, heading: [String], columns: [Column], rows: Int, lists: [List], days: [Day],
        about: [(name: String, value: String)]
    ) {
        (self.names, self.heading, self.columns, self.rows) = (names, heading, columns, rows)
        (self.lists, self.days, self.about) = (lists, days, about)
    }
}
