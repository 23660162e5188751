extension CSVMapping {
    /// The form of the cells of a column, and what they become. Spaces around a cell's text are ignored.
    public enum Kind: Sendable, Hashable {
        /// Text, unchanged. It must not contain line breaks or other control characters, which labd does not accept in any
        /// text.
        case text
        /// A day of the calendar, 1900–9999; becomes `YYYY-MM-DD`. In `dayMonthYear` a year of two digits is one of the hundred
        /// years from `firstYear` on: from 1930 on, as in spreadsheets, `19` is 2019 and `85` is 1985.
        case day(DayOrder, firstYear: Int = 1930)
        /// A time of day, `9:00`, `09:00` or `09:00:00`, up to `23:59`, without seconds; becomes `HH:MM`.
        case clock
        /// A whole number of minutes, 0 or more.
        case minutes
        /// An amount of hours, `7:30` or `07:30:00`, or a decimal `7.5` with that mark; becomes minutes, which must be whole:
        /// `7.33` is refused rather than rounded. With a point as the mark, `7.30` is 7 hours and 18 minutes.
        case hours(DecimalMark)
        /// A whole number within ±(2^53 − 1), without thousands separators.
        case integer
        /// Texts between separators, without surrounding spaces; becomes a list.
        case list(separator: String)
        /// One of the words for true or for false, in upper or lower case. An empty cell is looked up too, so that in
        /// a column of crosses `""` may be a word for false.
        case boolean(yes: [String], no: [String])
        /// One of those words, exactly as written; becomes its counterpart: `telefono` becomes `phone`.
        case words([String: String])
    }

    /// The order in which a day is written.
    public enum DayOrder: Sendable, Hashable {
        /// ISO 8601: `2019-06-03`.
        case yearMonthDay
        /// `3/6/2019`, `03/06/2019` or `03/06/19`: the 3rd of June.
        case dayMonthYear
    }

    /// The decimal mark of a number.
    public enum DecimalMark: Sendable, Hashable {
        /// `7.5`.
        case point
        /// `7,5`.
        case comma
    }
}
