package import CivilTime

/// Why a mediation cannot be authorised, assigned, delivered, cancelled or evaluated so.
package enum MediationReason: Sendable, Hashable {
    /// No day has so many minutes; this one has `most`.
    case longerThanADay(most: Int)
    /// The mediator delivers another mediation at that time.
    case overlap(mediator: ID, other: ID, start: Clock, on: Day, minutes: Int)
    /// More minutes than were authorised.
    case beyondAuthorised(ceiling: Int, delivered: Int)
    /// Fewer minutes authorised than were delivered.
    case belowDelivered(Int)
    /// Something was delivered, so that it cannot be cancelled.
    case delivered(mediation: ID, minutes: Int)
    /// Nothing was delivered that could be evaluated.
    case nothingDelivered(mediation: ID)
    /// It was evaluated already.
    case evaluated(mediation: ID)
    /// A score lies outside 1 to 5.
    case scoreOutOfRange
    /// The mediator would authorise their own mediation.
    case authorisedByMediator(by: ID)
    /// The worker authorised the request that they would deliver.
    case assignedToAuthoriser(mediator: ID)
    /// The worker is not a mediator that day.
    case notAMediator(ID, on: Day)
    /// The mediator does not have the language; those of `fitting` do.
    case languageMismatch(mediator: ID, language: String, fitting: [ID])
    /// The last delivery was recorded.
    case finished(mediation: ID)
    /// It was not authorised yet.
    case notAuthorised(mediation: ID)
    /// No mediator was assigned yet.
    case notAssigned(mediation: ID)
    /// It was cancelled.
    case cancelled(mediation: ID)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .longerThanADay: .dayTooLong
        case .overlap: .overlap
        case .beyondAuthorised, .belowDelivered: .beyondAuthorised
        case .delivered, .nothingDelivered, .evaluated, .finished, .notAuthorised, .notAssigned, .cancelled: .wrongOrder
        case .scoreOutOfRange: .invalidValue
        case .authorisedByMediator, .assignedToAuthoriser: .selfApproval
        case .notAMediator: .wrongProfession
        case .languageMismatch: .languageMismatch
        }
    }
}
