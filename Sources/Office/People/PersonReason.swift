package import CivilTime

/// Why something cannot be recorded of a person.
package enum PersonReason: Sendable, Hashable {
    /// The person's data was erased.
    case erased(person: ID)
    /// The data of the person of a case, request or other record was erased.
    case erasedOf(ID)
    /// The person's record is restricted (GDPR art. 18), by itself or by that of another id of the same person.
    case restricted(person: ID, by: ID)
    /// The two were not linked with each other.
    case notLinked(ID, ID)
    /// An id would be linked with itself.
    case sameID
    /// The record is restricted already.
    case restrictedAlready(person: ID)
    /// The record is not restricted, so that nothing can be lifted.
    case notRestricted(person: ID)
    /// Nothing is to be corrected.
    case nothingToCorrect
    /// The year of birth has not come yet.
    case birthYearNotYet(thisYear: Int)
    /// The day of birth has not come yet.
    case birthNotYet
    /// The year of birth is not that of the day of birth.
    case birthYearOfAnotherDay
    /// The records must be kept, for these reasons, until the day before `earliest`.
    case erasureRefused(person: ID, reasons: [String], earliest: Day?)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .erased, .erasedOf: .erased
        case .restricted: .restricted
        case .notLinked, .restrictedAlready, .notRestricted: .wrongOrder
        case .sameID, .birthYearNotYet, .birthNotYet, .birthYearOfAnotherDay: .invalidValue
        case .nothingToCorrect: .missingField
        case .erasureRefused: .erasureRefused
        }
    }
}
