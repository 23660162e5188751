package import CivilTime

/// Why a view cannot answer a question.
package enum QuestionReason: Sendable, Hashable {
    /// The view has no such parameter, but these.
    case noSuchParameter(String, view: String, known: [String])
    /// The parameter is given twice.
    case givenTwice(String)
    /// The parameter is not of the form of its values.
    case malformed(Form)
    /// What the view is about is not named.
    case missing(Subject)
    /// The log knows nothing of that kind by that id.
    case unknown(Noun, String)
    /// The plan has nothing of that kind by that id; without a plan it has nothing at all.
    case notAmong(Noun, String, known: [ID])
    /// No report of that id was submitted.
    case noReport(ID)
    /// The opening of the case was voided.
    case voided(case: ID)
    /// The case was opened after the last day that is asked about.
    case notOpened(case: ID, on: Day)
    /// The view has no figures that can be explained; these have.
    case notExplained(views: [String])
    /// The view does not count that, but these.
    case notCounted(view: String, measures: [String])
    /// The view's figures are not told apart by the parameter, but by these.
    case noSuchFacet(String, view: String, facets: [String])
    /// The view has no such state, but these.
    case noSuchState(String, view: String, states: [String])
    /// Cases are counted as they stand at the end of a day, so that there is no first one.
    case casesHaveNoFirstDay
    /// Aggregates are of whole quarters.
    case wholeQuartersOnly
    /// No quarter has been published yet; the first one will be, on that day.
    case noQuarterYet(first: String, from: Day)
    /// Aggregates end with a quarter that is published: one that ends in these days.
    case notEndOfQuarter(first: Day, last: Day)
    /// Aggregates begin with a quarter of the plan: one that begins in these days.
    case notBeginningOfQuarter(first: Day, last: Day)
    /// A report is of its own days.
    case reportHasItsDays(from: Day, to: Day)
    /// The earlier moment lies after what is compared with it, which is of the position `last`.
    case laterThanCompared(last: Int)
    /// A position is of one log, and the question goes to the offices of a region.
    case positionOfOneOffice

    /// What a parameter may hold.
    package enum Form: Sendable, Hashable {
        case moment, position, day, id, month, week, quarter, nationality, language, rowCount
        case ageBand([String])
        case sex([String])
        case setting([String])
        /// One of some words.
        case word([String])
    }

    /// What a view is asked about.
    package enum Subject: Sendable, Hashable {
        case report, `case`, person
        /// A record of that kind, such as a contact or an entry.
        case record(Noun)
        /// The worker of a month.
        case worker
        /// The month of a worker.
        case month
        /// The earlier moment, or a report.
        case earlier
    }

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .noSuchParameter, .noSuchFacet, .casesHaveNoFirstDay: .unknownField
        case .givenTwice, .malformed, .notExplained, .notCounted, .noSuchState, .wholeQuartersOnly, .noQuarterYet,
            .notEndOfQuarter, .notBeginningOfQuarter, .reportHasItsDays, .laterThanCompared, .positionOfOneOffice:
            .invalidValue
        case .missing: .missingField
        // A phase is of the plan alone, and has a code of its own.
        case .notAmong(.phase, _, _): .phaseUnknown
        case .unknown(let noun, _), .notAmong(let noun, _, _): .unknown(noun)
        case .noReport: .unknown(.report)
        case .voided, .notOpened: .unknown(.case)
        }
    }
}
