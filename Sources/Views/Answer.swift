import CivilTime
public import Office

/// An answer that labd gives about the office: JSON for programs, tables for people.
///
/// The names of its fields are part of the interface. What stands here and in ``Described`` is all that a view says of itself.
/// From it follow the refusal of parameters, the route, who may ask, labctl's command with its arguments and options, tables,
/// spreadsheets and the page of views. Every answer carries what it rests on.
public protocol Answer: Described {
    /// The name under which it is asked: `compliance`.
    static var name: String { get }
    /// The parameters that a question to it may have, in the order in which they are told. It is asked with no others.
    static var parameters: [Parameter] { get }
    /// Those without which it is not asked.
    static var required: [Parameter] { get }
    /// Who may ask it.
    static var audience: Audience { get }
    /// The words after `labctl` by which people ask it: `case show`. The required parameters follow.
    static var command: String { get }
    /// Answers `question` from the office as it stands, comparing it where needed with that of earlier positions.
    ///
    /// - Throws: `Refusal` where the question names something unknown, or there is no plan yet.
    init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal)
}

extension Answer {
    /// Nothing is required of most views.
    public static var required: [Parameter] { [] }
    /// Most views are for those who work with the office's records.
    public static var audience: Audience { .office }
    /// Most views are asked by their names.
    public static var command: String { name }
}

/// Who may ask a view.
public enum Audience: Sendable, Hashable {
    /// Those who work with the office's records, and auditors.
    case office
    /// Viewers as well: nothing in the answer tells of fewer than five people.
    case everyone
}

/// An answer about one office.
public protocol View: Answer {
    /// Answers `question` from the office as it stands.
    ///
    /// - Throws: `Refusal` where the question names something unknown, or there is no plan yet.
    init(_ office: Office, _ question: Question) throws(Refusal)
}

extension View {
    /// Answers from `office` alone.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        try self.init(office, question)
    }
}

/// What every answer says of itself.
public struct Basis: Described, Hashable {
    /// The position of the last event that the answer knows, -1 for none.
    public let position: Int
    /// What was asked for as known, a position or an instant; absent for all that is known.
    public let asOf: String?
    /// The day up to which things count, where one was asked.
    public let on: String?
    /// The first day that counts, where one was asked.
    public let from: String?
    /// The last day that counts, where one was asked.
    public let to: String?
    /// What the answer is narrowed to, beside days, by the names of the parameters; absent for an answer about everything.
    public let narrowed: [String: String]?
    /// Whether the log is a simulation.
    public let simulated: Bool

    /// Its fields, in reading order.
    public static let columns = [Column](
        of: CodingKeys.self,
        [
            .position: .position, .asOf: .text.optional, .on: .day.optional, .from: .day.optional, .to: .day.optional,
            .narrowed: .by(.code, .text).optional, .simulated: .yesNo,
        ])

    init(_ office: Office, _ question: Question) {
        position = office.position
        asOf = question.asOf?.description
        on = question.on?.description
        from = question.from?.description
        to = question.to?.description
        let facets = question.facets.map { ($0.key.rawValue, $0.value) }
        narrowed = facets.isEmpty ? nil : Dictionary(facets) { first, _ in first }
        simulated = office.isSimulated
    }
}

/// The views that labd answers.
public enum Catalogue {
    /// Every view, in the order in which they are told.
    public static let views: [any Answer.Type] = [
        Compliance.self, Timesheets.self, Timesheet.self, Caseload.self, CaseFile.self, PersonFile.self,
        Mediations.self, Indicators.self, Youth.self, Costs.self, Reconciliation.self, Retention.self,
        Aggregates.self, Diff.self, Explanation.self, Audit.self, Reports.self, ReportFile.self,
    ]
}
