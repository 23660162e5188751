package import CivilTime

/// Why a case cannot be opened or moved on so.
package enum CaseReason: Sendable, Hashable {
    /// Complexity is said of a minor's situation, and the case is not a minor's.
    case complexityOfAdult
    /// The person is named twice as one of the case.
    case namedTwice(person: ID)
    /// The opening of the case was voided.
    case voided(case: ID)
    /// The case was closed, on that day where it is known.
    case closed(case: ID, on: Day?)
    /// The case is open, so that it cannot be opened again.
    case open(case: ID)
    /// The plan has no such phase.
    case unknownPhase(ID, phases: [ID])
    /// The case is in that phase already.
    case inPhase(case: ID)
    /// The phase is not the next one, which wants a reason.
    case notNextPhase(from: String, to: ID, next: ID?)
    /// Neither a place nor a line is named to transfer the case to.
    case nothingToTransfer
    /// The line that the case would have is not for its place, but for these.
    case wrongPlace(line: ID, place: ID, places: [ID])
    /// The referral or measure ended already.
    case ended(Noun, ID)
    /// The person is in the case already.
    case member(person: ID)
    /// The person is not in the household of the case.
    case notMember(person: ID, case: ID)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .complexityOfAdult, .namedTwice, .wrongPlace: .invalidValue
        case .voided: .unknown(.case)
        case .closed: .caseClosed
        case .open, .inPhase, .ended: .wrongOrder
        case .unknownPhase: .phaseUnknown
        case .notNextPhase: .reasonRequired
        case .nothingToTransfer: .missingField
        case .member: .exists
        case .notMember: .unknown(.person)
        }
    }
}
