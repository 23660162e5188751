extension CSVMapping {
    /// What the cells of a column look like, and what becomes of them. Spaces around a cell's text never count.
    public enum Kind: Sendable, Hashable {
        /// Text, as it stands; no line breaks or other control characters, which labd takes in no text.
        case text
        /// A day of the calendar, 1900–9999; becomes `YYYY-MM-DD`. In `dayMonthYear` two digits are a year of the hundred
        /// from `firstYear` on: `19` is 2019 and `85` is 1985 from 1930 on, as spreadsheets take them.
        case day(DayOrder, firstYear: Int = 1930)
        /// A time of day, `9:00`, `09:00` or `09:00:00`, up to `23:59`, without seconds; becomes `HH:MM`.
        case clock
        /// A whole number of minutes, 0 or more.
        case minutes
        /// An amount of hours, `7:30` or `07:30:00`, or a decimal `7.5` with that mark; becomes minutes, which have to be whole:
        /// `7.33` is refused rather than rounded. With a point as the mark, `7.30` is 7 hours and 18 minutes.
        case hours(DecimalMark)
        /// A whole number within ±(2^53 − 1), without marks for thousands.
        case integer
        /// Texts between separators, spaces around each aside; becomes a list.
        case list(separator: String)
        /// One of the words for true or for false, in upper or lower case. An empty cell is looked up too, so that in
        /// a column of crosses `""` may be a word for false.
        case boolean(yes: [String], no: [String])
        /// One of those words, as it is written; becomes what stands for it: `telefono` becomes `phone`.
        case words([String: String])
    }

    /// The order in which a day is written.
    public enum DayOrder: Sendable, Hashable {
        /// ISO 8601: `2019-06-03`.
        case yearMonthDay
        /// `3/6/2019`, `03/06/2019` or `03/06/19`: the 3rd of June.
        case dayMonthYear
    }

    /// What stands before the fraction of a number.
    public enum DecimalMark: Sendable, Hashable {
        /// `7.5`.
        case point
        /// `7,5`.
        case comma
    }
}
