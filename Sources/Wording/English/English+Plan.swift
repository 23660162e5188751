import CivilTime
import Office

extension English {
    static func message(_ reason: PlanReason) -> Message {
        switch reason {
        case .noneForCommand:
            Message("no plan has been adopted yet", accepted: "this command after project.adopt-plan")
        case .noneForQuestion:
            Message("no plan has been adopted yet", accepted: "this question after project.adopt-plan")
        case .wrongPlace(let line, let place, let places):
            Message("\(line.text) is not for \(place.text)", accepted: list(places))
        case .outsideWindow(let day, let line, let window):
            Message(
                "\(day) is outside the window of \(line.text)",
                accepted: window.map { "\($0.from) to \($0.to)" } ?? "no day: the line lies outside the period")
        case .noLine(let service): Message("the plan has no line of the service \(service.rawValue)")
        case .dangling(let noun, let id, let known):
            Message("the plan has no \(name(noun)) \(id.text)", accepted: list(known))
        case .unknownZone(let known): Message("only one zone is known", accepted: known)
        case .empty(let part): Message("the plan has no \(part.rawValue)", accepted: "at least one")
        case .notOneLine(let service):
            Message(
                "the plan needs just one line of the service \(service.rawValue)",
                accepted: "one line of \(service.rawValue)")
        case .emptyLine(let part): Message("the line has no \(part.rawValue)", accepted: "at least one")
        case .weeklyMinutesMissing:
            Message("a line of kind hours owes minutes each week", accepted: text(.minutes))
        case .weeklyMinutesOnRequest:
            Message("a line of kind on-request owes nothing each week", accepted: "no such field, or kind hours")
        case .twice(let id): Message("\(id.text) stands there twice", accepted: "each id once")
        case .otherOffice(let office): Message("this log is of the office \(office)", accepted: office)
        case .periodTooLong(let last):
            Message("a plan's period lasts fifty years at most", accepted: "\(last) or earlier")
        case .lineOutsidePeriod(let line, let window, let period):
            Message(
                "the line \(line.text), \(window.from) to \(window.to), lies outside the plan's period",
                accepted: "days of \(period.from) to \(period.to)")
        case .tooLarge(let bytes, let most):
            Message(
                "the plan would make an event of \(bytes) bytes",
                accepted: "at most \(most) bytes: shorter titles, fewer lines, places or codes")
        case .suspensionNotBegun(let suspension, let from):
            Message("\(suspension.text) begins on \(from)", accepted: "\(from) or later")
        case .resumed(let suspension): Message("\(suspension.text) was resumed already")
        case .suspensionEnded(let suspension, let day):
            Message("\(suspension.text) ended by itself on \(day)", accepted: "\(day.adding(1)) or earlier")
        case .retentionTooShort:
            Message("records are kept at least 4 years (Reg. 2015/840 art. 9)", accepted: "4 to 100")
        case .proceedingClosed(let proceeding): Message("\(proceeding.text) is closed already")
        }
    }
}
