public import CivilTime
public import Markup

/// What is owed (a stepped line) and what was delivered (an area) from the beginning of a period to its end.
///
/// A dashed fan between a low and a high rate leads from what was delivered to what the end may bring. Suspensions are shaded
/// and named above.
public struct BurnUp: Picture {
    /// What had come together by the end of a day.
    public struct Point: Sendable, Hashable {
        /// The day.
        public var day: Day
        /// The sum up to its end.
        public var value: Double

        /// A sum at the end of a day.
        public init(_ day: Day, _ value: Double) { (self.day, self.value) = (day, value) }
    }

    /// What the end of the period may bring.
    public struct Forecast: Sendable, Hashable {
        /// The sum on the last day at the low rate.
        public var low: Double
        /// The sum on the last day at the high rate.
        public var high: Double
        /// The low one in words.
        public var lowText: String
        /// The high one in words.
        public var highText: String

        /// A forecast between two sums.
        public init(low: Double, _ lowText: String, high: Double, _ highText: String) {
            (self.low, self.lowText, self.high, self.highText) = (low, lowText, high, highText)
        }
    }

    /// Days on which the work was suspended.
    public struct Suspension: Sendable {
        /// The first day.
        public var first: Day
        /// The last day.
        public var last: Day
        /// Its name.
        public var title: String
        /// Where the name leads.
        public var link: Address?

        /// A suspension from a day to a day.
        public init(first: Day, last: Day, title: String, link: Address? = nil) {
            (self.first, self.last, self.title, self.link) = (first, last, title, link)
        }
    }

    /// The words beside the lines.
    public struct Words: Sendable, Hashable {
        /// The names of the months below, twelve from January, short.
        public var months: [String]
        /// At the end of the line of what is owed, with its figure.
        public var owed: String
        /// At what was delivered, with its figure.
        public var delivered: String
        /// Above today's line.
        public var today: String

        /// The words of a burn-up.
        public init(months: [String], owed: String, delivered: String, today: String) {
            (self.months, self.owed, self.delivered, self.today) = (months, owed, delivered, today)
        }
    }

    /// What the picture is called and says.
    public var caption: Caption
    /// The first day of the period.
    public var first: Day
    /// The last day of the period.
    public var last: Day
    /// The sums, from zero at the bottom.
    public var axis: Axis
    /// What is owed: each sum holds until the day of the next one. Ascending by day.
    public var owed: [Point]
    /// What was delivered, up to the last day that is known. Ascending by day.
    public var delivered: [Point]
    /// The day that the figures are of, if it lies within the period.
    public var today: Day?
    /// What the end may bring, if that is not yet known.
    public var forecast: Forecast?
    /// The suspensions, those that lie outside the period are left out.
    public var suspensions: [Suspension]
    /// The words beside the lines.
    public var words: Words

    /// A burn-up of the days from `first` to `last`.
    public init(
        _ caption: Caption, first: Day, last: Day, axis: Axis, owed: [Point], delivered: [Point], today: Day?,
        forecast: Forecast? = nil, suspensions: [Suspension] = [], words: Words
    ) {
        (self.caption, self.first, self.last) = (caption, first, max(first, last))
        (self.axis, self.owed, self.delivered) = (axis, owed, delivered)
        (self.today, self.forecast, self.suspensions, self.words) = (today, forecast, suspensions, words)
    }

    /// The picture as an inline `<svg>`.
    public var svg: Markup { BurnUpDrawing(self).svg }
}
