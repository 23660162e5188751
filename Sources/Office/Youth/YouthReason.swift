/// Why an activity cannot be recorded so.
package enum YouthReason: Sendable, Hashable {
    /// The person is named as present twice.
    case presentTwice(person: ID)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .presentTwice: .invalidValue
        }
    }
}
