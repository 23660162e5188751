/// What a value of an answer is. How it is shown, aligned, written to a spreadsheet and read follows from it.
public enum Unit: Sendable, Hashable {
    // Numbers.

    /// Minutes, which people read as hours.
    case minutes
    /// Cents, which people read as euro.
    case cents
    /// 103,200ths of a cent, in which costs are exact.
    case centFractions
    /// Days.
    case days
    /// Persons, each counted once, or `withheld`.
    case persons
    /// Anything else that is counted.
    case count
    /// A calendar year.
    case year
    /// An event's place in the log.
    case position
    /// A number whose unit is that of the figure named beside it: of `Unit.figureName`, or of what an answer explains.
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

    /// The id of one of these.
    case id(of: Referent)
    /// The name of a figure, `indicators/place=chiari/personsServed`.
    case figureName
    /// One of a few words that the programs know: a state, a kind, a flag, an age band.
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
    /// Words for people.
    case text
    /// Yes or no.
    case yesNo
    /// A digest or hash, base64.
    case digest

    /// What an id names.
    public enum Referent: String, Sendable, Hashable, CaseIterable {
        case line, place, phase, planMeasure, worker, person, contact, mediation, entry, report, finding, suspension
        case `case`
        /// A contact, case, mediation, orientation or activity.
        case serviceRecord
        /// An id that the office's own record gives, or that one event gives and another names.
        case other
    }

    /// Whether its values are numbers.
    public var isNumber: Bool {
        switch self {
        case .minutes, .cents, .centFractions, .days, .persons, .count, .year, .position, .figure: true
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
        case .count: "number"
        case .year: "year"
        case .position: "position"
        case .figure: "number of what the figure counts"
        case .day: "day"
        case .month: "month"
        case .week: "ISO week"
        case .quarter: "quarter"
        case .instant: "instant"
        case .id(.serviceRecord): "id of a service record"
        case .id(.other): "id"
        case .id(.planMeasure): "id of a measure of the plan"
        case .id(let referent): "id of a \(referent.rawValue)"
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
