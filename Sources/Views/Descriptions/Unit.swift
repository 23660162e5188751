public import Office

/// The unit of a value in an answer. It determines how the value is displayed, aligned, read, and written to a spreadsheet.
public enum Unit: Sendable, Hashable {
    // Numbers.

    /// Minutes, displayed as hours.
    case minutes
    /// Cents, displayed as euros.
    case cents
    /// Units of 1/103,200 cent, which represent costs exactly.
    case centFractions
    /// Days.
    case days
    /// Persons, each counted once, or `withheld`.
    case persons
    /// Cases, or `withheld`.
    case cases
    /// Any other count.
    case count
    /// A calendar year.
    case year
    /// An event's position in the log.
    case position
    /// A number with the unit of the figure named next to it (`Unit.figureName`), or of the figure that an answer explains.
    case figure

    // Times.

    /// A day, `2019-06-03`.
    case day
    /// A month, `2019-06`.
    case month
    /// An ISO week, `2019-W23`.
    case week
    /// A quarter, `2019-Q2`.
    case quarter
    /// An instant, RFC 3339 in UTC.
    case instant

    // Names.

    /// An id, with what it names; nil for one that the office does not know, and for ids of several kinds.
    case id(of: Reference?)
    /// The name of a figure, such as `indicators/place=chiari/personsServed`.
    case figureName
    /// One of a fixed set of words: a state, a kind, a flag, an age band.
    case code
    /// The type of an event.
    case eventType
    /// The stream of an event.
    case stream
    /// An account of the machine.
    case account

    // Others.

    /// The word of a `Note` on the figures.
    case note
    /// Text for people to read.
    case text
    /// Yes or no.
    case yesNo
    /// A digest or hash, base64.
    case digest

    /// Whether values of this unit are numbers.
    public var isNumber: Bool {
        switch self {
        case .minutes, .cents, .centFractions, .days, .persons, .cases, .count, .year, .position, .figure: true
        case .day, .month, .week, .quarter, .instant, .id, .figureName, .code, .eventType, .stream, .account, .note,
            .text,
            .yesNo, .digest:
            false
        }
    }
}

extension Unit: CustomStringConvertible {
    /// In a few words, for the page of views.
    public var description: String {
        switch self {
        case .minutes: "minutes"
        case .cents: "cents"
        case .centFractions: "103,200ths of a cent"
        case .days: "days"
        case .persons: "persons"
        case .cases: "cases"
        case .count: "number"
        case .year: "year"
        case .position: "position"
        case .figure: "number of what the figure counts"
        case .day: "day"
        case .month: "month"
        case .week: "ISO week"
        case .quarter: "quarter"
        case .instant: "instant"
        case .id(nil): "id"
        case .id(.planMeasure): "id of a measure of the plan"
        case .id(.serviceRecord): "id of a service record"
        case .id(let reference?):
            "id of a\("aeiou".contains(reference.rawValue.prefix(1)) ? "n" : "") \(reference.rawValue)"
        case .figureName: "name of a figure"
        case .code: "code"
        case .eventType: "type of an event"
        case .stream: "stream"
        case .account: "account"
        case .note: "code of a note"
        case .text: "text"
        case .yesNo: "yes or no"
        case .digest: "digest, base64"
        }
    }
}
