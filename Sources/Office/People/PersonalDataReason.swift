/// Why what is sealed is not opened, searched or handed out.
package enum PersonalDataReason: Sendable, Hashable {
    /// Nobody and nothing is named whose fields are to be opened.
    case nobodyNamed
    /// More than one of person, worker and stream is named.
    case severalNamed
    /// No field is named; these are sealed.
    case noFieldNamed(sealed: [String])
    /// The field is not sealed; these are.
    case notSealed(sealed: [String])
    /// A search term has neither letters nor digits.
    case emptyTerm
    /// Nothing is named to search by.
    case noTerm
    /// A recorded look names neither or both of a person and a stream.
    case ambiguousOwner

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .nobodyNamed, .noTerm, .ambiguousOwner: .missingField
        case .severalNamed: .unknownField
        case .noFieldNamed, .notSealed, .emptyTerm: .invalidValue
        }
    }
}
