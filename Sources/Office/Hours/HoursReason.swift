package import CivilTime

/// Why hours cannot be logged or adjusted so.
package enum HoursReason: Sendable, Hashable {
    /// No day has so many minutes; this one has `most`.
    case longerThanADay(most: Int, on: Day)
    /// The worker's other entries leave no such time on the day.
    case dayFull(Day, minutes: Int, filled: Int)
    /// The worker has another entry at that time.
    case overlap(worker: ID, entry: ID)
    /// Hours on a fund of the project need one of these lines.
    case lineMissing(fund: ID, lines: [ID])
    /// Hours on a fund of the project need a place.
    case placeMissing(fund: ID)
    /// The line is not for the worker's profession.
    case wrongProfession(line: ID, Profession?, professions: [Profession])
    /// The worker has signed the month.
    case monthSigned(worker: ID, Month)
    /// The worker has no such entry.
    case notOfWorker(entry: ID, worker: ID)
    /// What the entry is about was voided.
    case aboutVoided(entry: ID, about: ID)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .longerThanADay, .dayFull: .dayTooLong
        case .overlap: .overlap
        case .lineMissing, .placeMissing: .missingField
        case .wrongProfession: .wrongProfession
        case .monthSigned: .monthSigned
        case .notOfWorker: .unknown(.entry)
        case .aboutVoided: .unknown(.about)
        }
    }
}
