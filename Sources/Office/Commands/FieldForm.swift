/// What is accepted as a field's value, for people: `Wording` says it in a language.
public indirect enum FieldForm: Sendable, Hashable {
    /// An id or code of A–Z, a–z, 0–9 and a few signs.
    case id
    /// Text of 1–500 characters.
    case text
    /// Whole minutes above zero.
    case minutes
    /// A whole number, zero or more.
    case count
    /// Whole euro cents above zero.
    case cents
    /// A whole number.
    case wholeNumber
    /// True or false.
    case bool
    /// One of these words.
    case words([String])
    /// Several of one form.
    case list(of: FieldForm)
    /// A list of ids that is as long as it may be.
    case ids
    /// A day of the calendar.
    case day
    /// A month of the calendar.
    case month
    /// A time of day on the local clock.
    case clock
    /// A day of every year.
    case dayOfYear
    /// A moment with its zone (RFC 3339).
    case moment
    /// A moment as the log stores it.
    case storedMoment
    /// A position of the log, or a moment.
    case positionOrMoment
    /// A revision of a stream.
    case revision
    /// The id of a command, which is not one of labd's own.
    case commandID
    /// A language (ISO 639-1).
    case language
    /// A country (ISO 3166-1), or what stands for none.
    case country
    /// A year of birth.
    case birthYear
    /// The name of a stream.
    case stream
    /// All, or several ids.
    case scope
    /// A plan.
    case plan
    /// A first and a last day.
    case span
    /// An object with these members, those with `?` optional.
    case object([String])
    /// Any JSON object.
    case anyObject
    /// An object whose members are whole numbers.
    case numbers
}

extension FieldForm {
    /// The numbers that are accepted as a command's value; nil if the form is not a number or has no fixed bounds.
    package var range: ClosedRange<Int>? {
        switch self {
        case .minutes: Minutes.range
        case .count: Count.range
        case .cents: Cents.range
        case .birthYear: BirthYear.range
        case .revision: CommandRequest.revisions
        case .id, .text, .wholeNumber, .bool, .words, .list, .ids, .day, .month, .clock, .dayOfYear, .moment,
            .storedMoment, .positionOrMoment, .commandID, .language, .country, .stream, .scope, .plan, .span, .object,
            .anyObject, .numbers:
            nil
        }
    }
}
