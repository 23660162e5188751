package import CivilTime

/// Why a worker cannot be enrolled, changed or sent so.
package enum WorkerReason: Sendable, Hashable {
    /// The worker does not work here that day, but from `from` on, to `left` where they left.
    case notEmployed(worker: ID, on: Day, from: Day, left: Day?)
    /// The worker is away that day.
    case absent(worker: ID, from: Day, to: Day, AbsenceKind, position: Int)
    /// Nothing is to be changed.
    case nothingToChange
    /// The day lies before the worker's first.
    case beforeFirstDay(worker: ID, first: Day)
    /// A week does not have so many minutes.
    case weekTooLong
    /// Nobody supervises themselves.
    case ownSupervisor
    /// The worker left already.
    case left(worker: ID, on: Day)
    /// An absence lasts ten years at most, which end on `last`.
    case absenceTooLong(last: Day)
    /// The worker logged hours on a day of the absence.
    case hoursLogged(worker: ID, on: Day, entry: ID)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .notEmployed: .unknown(.worker)
        case .absent: .absent
        case .nothingToChange: .missingField
        case .beforeFirstDay: .beforeOpening
        case .weekTooLong, .ownSupervisor, .absenceTooLong: .invalidValue
        case .left: .wrongOrder
        case .hoursLogged: .overlap
        }
    }
}
