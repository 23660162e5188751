package import CivilTime

/// Why a report cannot be submitted or opened again.
package enum ReportReason: Sendable, Hashable {
    /// The report was submitted already.
    case submitted(report: ID)
    /// Only a claim takes entries that need a rate.
    case withoutRateOfOther
    /// Entries to be claimed have no rate: the first few, and how many more.
    case rateMissing([Entry], more: Int)
    /// Every entry that could be claimed is in another claim.
    case allClaimed(from: Day, to: Day, claim: ID)
    /// There is no entry that could be claimed.
    case nothingToClaim(from: Day, to: Day)
    /// The report is open already.
    case open(report: ID)

    /// An entry without a rate.
    package struct Entry: Sendable, Hashable {
        /// Its id.
        package let id: ID
        /// Whose hours it holds.
        package let worker: ID
        /// Its day.
        package let on: Day
    }

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .submitted: .exists
        case .withoutRateOfOther: .invalidValue
        case .rateMissing: .rateMissing
        case .allClaimed: .alreadyClaimed
        case .nothingToClaim, .open: .wrongOrder
        }
    }
}
