/// Why the sender may not do something.
package enum SenderReason: Sendable, Hashable {
    /// The account has these roles, and one of the others is needed.
    case roleMissing(account: String, roles: Set<Role>, needed: Set<Role>)
    /// The account may not speak for others with that header.
    case notAFrontEnd(account: String, header: String)
    /// The machine has no account of that name.
    case noAccount
    /// No front-end speaks for that account.
    case notSpokenFor
    /// The user's name came more than once.
    case severalUsers
    /// A page of another site sent the request.
    case foreignPage
    /// This is a copy of the log of that office, which records for itself.
    case copyOnly(office: String)
    /// Auditors and admins open what is sealed for a reason only.
    case reasonMissing

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .roleMissing, .notAFrontEnd, .noAccount, .notSpokenFor, .foreignPage, .copyOnly: .notPermitted
        case .severalUsers: .invalidValue
        case .reasonMissing: .reasonRequired
        }
    }
}
