package import CivilTime

/// Why a month of hours cannot be completed, signed or approved.
package enum TimesheetReason: Sendable, Hashable {
    /// The month's last day has not come yet.
    case monthNotOver(Month)
    /// The month was completed already.
    case complete(Month, worker: ID)
    /// The worker has signed the month.
    case signed(Month, worker: ID)
    /// The month is not completed, but at this stage.
    case notCompleted(Month, worker: ID, Timesheet.State)
    /// The worker signs with an account, which did not send this.
    case signsWithAccount(worker: ID, account: String)
    /// The worker has no account, so that a coordinator records the signed paper.
    case signsOnPaper(worker: ID)
    /// Nobody approves their own month.
    case ownMonth
    /// The approver has an account, which did not send this.
    case approvesWithAccount(by: ID, account: String, supervisor: ID?)
    /// The approver does not supervise the worker; `supervisor` does, or any coordinator may approve.
    case notSupervisor(by: ID, worker: ID, supervisor: ID?)
    /// The month is approved, and nothing came since.
    case approved(Month, worker: ID)
    /// The month is not signed, but at this stage.
    case notSigned(Month, worker: ID, Timesheet.State)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .monthNotOver: .futureDate
        case .complete, .notCompleted, .approved, .notSigned: .wrongOrder
        case .signed: .monthSigned
        case .signsWithAccount, .signsOnPaper: .notPermitted
        case .ownMonth: .selfApproval
        case .approvesWithAccount, .notSupervisor: .notSupervisor
        }
    }
}
