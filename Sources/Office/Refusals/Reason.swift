/// Why something was refused: a fault that one capability knows, with the values that a sentence about it needs.
///
/// Each capability lists its own beside its rules. No case carries a sentence, so that there is one place for each
/// language's.
package enum Reason: Sendable, Hashable {
    /// A command, or a field of it, is not of its form.
    case shape(ShapeReason)
    /// An id is taken or not known.
    case record(RecordReason)
    /// A day or a time does not fit.
    case calendar(CalendarReason)
    /// The plan does not allow it, or is not a plan.
    case plan(PlanReason)
    /// Hours cannot be logged or adjusted so.
    case hours(HoursReason)
    /// A month of hours is not at that stage.
    case timesheet(TimesheetReason)
    /// A mediation is not at that stage, or not for that worker.
    case mediation(MediationReason)
    /// A case cannot be opened or moved on so.
    case cases(CaseReason)
    /// The machine's clock stands in the way.
    case clock(ClockReason)
    /// Something cannot be recorded of a person.
    case person(PersonReason)
    /// What is sealed is not opened or searched.
    case personalData(PersonalDataReason)
    /// A report cannot be submitted or opened again.
    case report(ReportReason)
    /// A worker cannot be enrolled, changed or sent so.
    case worker(WorkerReason)
    /// An activity cannot be recorded so.
    case youth(YouthReason)
    /// The log does not take it, or cannot answer.
    case log(LogReason)
    /// labd does not do it just now.
    case service(ServiceReason)
    /// The sender may not do it.
    case sender(SenderReason)
    /// The HTTP request did not become a command or question.
    case request(RequestReason)
    /// There is no such proof, tile or cosignature.
    case proof(ProofReason)
    /// A view cannot answer the question.
    case question(QuestionReason)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .shape(let reason): reason.code
        case .record(let reason): reason.code
        case .calendar(let reason): reason.code
        case .plan(let reason): reason.code
        case .hours(let reason): reason.code
        case .timesheet(let reason): reason.code
        case .mediation(let reason): reason.code
        case .cases(let reason): reason.code
        case .clock(let reason): reason.code
        case .person(let reason): reason.code
        case .personalData(let reason): reason.code
        case .report(let reason): reason.code
        case .worker(let reason): reason.code
        case .youth(let reason): reason.code
        case .log(let reason): reason.code
        case .service(let reason): reason.code
        case .sender(let reason): reason.code
        case .request(let reason): reason.code
        case .proof(let reason): reason.code
        case .question(let reason): reason.code
        }
    }
}
