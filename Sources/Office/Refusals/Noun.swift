/// A kind of thing that a refusal speaks of. The raw value is its word on the wire, as in `unknown-worker`.
public enum Noun: String, Sendable, Hashable, CaseIterable {
    /// What hours are about: any service record.
    case about
    /// A case.
    case `case`
    /// A first contact.
    case contact
    /// The enrolment of a worker.
    case enrolment
    /// An entry of hours.
    case entry
    /// A finding of an auditor.
    case finding
    /// A fund of the plan.
    case fund
    /// A line of the plan.
    case line
    /// A measure: of the plan, or of a case.
    case measure
    /// A mediation.
    case mediation
    /// A person.
    case person
    /// A phase of the plan.
    case phase
    /// A place of the plan.
    case place
    /// A position of the log.
    case position
    /// A proceeding that keeps records from being erased.
    case proceeding
    /// A referral of a case.
    case referral
    /// A report.
    case report
    /// The request for a mediation.
    case request
    /// A contact, case, mediation, orientation or activity, as views are asked for it.
    case serviceRecord = "thing"
    /// A stream of the log.
    case stream
    /// A suspension.
    case suspension
    /// A worker.
    case worker
}
