package import CivilTime

/// Why the plan does not allow something, or cannot be adopted.
package enum PlanReason: Sendable, Hashable {
    /// No plan has been adopted yet, which the command needs.
    case noneForCommand
    /// No plan has been adopted yet, which the question needs.
    case noneForQuestion
    /// The line is not for the place, but for these.
    case wrongPlace(line: ID, place: ID, places: [ID])
    /// The day is outside the line's days within the plan's period.
    case outsideWindow(Day, line: ID, Plan.Period?)
    /// The plan has no line of the service.
    case noLine(of: Plan.Line.Service)
    /// The plan names something of that kind that it does not have.
    case dangling(Noun, ID, known: [ID])
    /// The plan's zone is not the one that is known.
    case unknownZone(known: String)
    /// The plan has nothing in a list that must not be empty.
    case empty(Part)
    /// The plan does not have exactly one line of the service.
    case notOneLine(of: Plan.Line.Service)
    /// A line names no places or no professions.
    case emptyLine(Part)
    /// A line of kind hours does not say what each week owes.
    case weeklyMinutesMissing
    /// A line on request says what each week owes.
    case weeklyMinutesOnRequest
    /// An id stands twice in a list.
    case twice(ID)
    /// The log is of another office.
    case otherOffice(String)
    /// The plan's period is longer than fifty years, which end on `last`.
    case periodTooLong(last: Day)
    /// A line lies outside of the plan's period.
    case lineOutsidePeriod(line: ID, Plan.Period, period: Plan.Period)
    /// The plan makes an event of more bytes than a line of the log can have.
    case tooLarge(bytes: Int, most: Int)
    /// The suspension, which begins later than the day.
    case suspensionNotBegun(ID, from: Day)
    /// The suspension was resumed already.
    case resumed(ID)
    /// The suspension ended by itself.
    case suspensionEnded(ID, on: Day)
    /// Records are kept for at least four years.
    case retentionTooShort
    /// The proceeding was closed already.
    case proceedingClosed(ID)

    /// A list of the plan.
    package enum Part: String, Sendable, Hashable {
        case funds, places, lines, phases, professions
    }

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .noneForCommand, .noneForQuestion: .noPlan
        case .wrongPlace, .outsideWindow: .outOfWindow
        case .unknownZone, .empty, .notOneLine, .emptyLine, .twice, .otherOffice, .periodTooLong, .lineOutsidePeriod,
            .retentionTooShort:
            .invalidValue
        case .weeklyMinutesMissing: .missingField
        case .weeklyMinutesOnRequest: .unknownField
        case .tooLarge: .tooLarge
        case .suspensionNotBegun: .beforeOpening
        case .resumed, .suspensionEnded, .proceedingClosed: .wrongOrder
        case .noLine: .unknown(.line)
        case .dangling(let noun, _, _): .unknown(noun)
        }
    }
}
