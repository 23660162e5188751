package import CivilTime

/// Days on which less is owed, by an act of an authority.
package struct Suspension: Sendable, Hashable, Codable {
    package let id: ID
    package let lines: Scope
    package let places: Scope
    package let from: Day
    /// The last day; nil while unknown.
    package var to: Day?
    package let position: Int
    /// Whether an act of resumption ended it.
    package var isResumed = false

    package func covers(_ day: Day) -> Bool { from <= day && (to.map { day <= $0 } ?? true) }
}

/// A law that made evidence of residence valid for longer than it says.
package struct StatusExtension: Sendable, Hashable, Codable {
    package let expiringFrom: Day
    package let expiringTo: Day
    package let validUntil: Day
    package let position: Int
}

/// The fund's final payment, from which retention is counted.
package struct FinalPayment: Sendable, Hashable, Codable {
    package let on: Day
    package let financialYearEnd: Day
    package let retentionYears: Int
    package let position: Int
}

/// Irregularities and proceedings, which prolong retention.
package struct Proceeding: Sendable, Hashable, Codable {
    package let id: ID
    package let kind: ProceedingKind
    package let on: Day
    package var closed: Day?
    package let position: Int
}

/// The kind of a proceeding.
public enum ProceedingKind: String, WordList {
    /// An irregularity under the fund's rules.
    case irregularity
    /// A court's.
    case court
    /// A conformity procedure of the Commission.
    case conformity
}
