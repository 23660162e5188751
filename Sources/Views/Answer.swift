import CivilTime
public import Office

/// An answer of labd about the office: JSON for programs, tables for people.
///
/// The names of its fields are part of the interface. This protocol and ``Described`` are the complete description of a view.
/// They determine which parameters are refused, the route, who may ask, labctl's command with its arguments and options, the
/// tables, the spreadsheets and the page of views. Every answer contains its basis.
public protocol Answer: Described {
    /// The view's name, such as `compliance`.
    static var name: String { get }
    /// The parameters that the view accepts, in the order in which they are listed. All others are refused.
    static var parameters: [Parameter] { get }
    /// The parameters that it requires.
    static var required: [Parameter] { get }
    /// The words that parameters take in this view, if they differ from view to view.
    static var words: [Parameter: [String]] { get }
    /// The parts of the office on which the answer depends, besides the question; nil if it depends on the log as a whole, as one
    /// that compares positions does. While none of them changes, only the position that an answer states changes.
    static var needs: OfficeParts? { get }
    /// Whether it is computed from the present office in some tens of microseconds, however much is recorded: what belongs to one
    /// record, without a look at the log.
    static var isShort: Bool { get }
    /// Who may ask it.
    static var audience: Audience { get }
    /// Whether the answer depends on who asks. The caller then says it in `Question.asker`.
    static var dependsOnAsker: Bool { get }
    /// The words of its command after `labctl`, such as `case show`. The required parameters follow them.
    static var command: String { get }
    /// Answers `question` from the present office and, if needed, from the office at earlier positions.
    ///
    /// - Throws: `Refusal` if the question names something unknown, or if there is no plan yet.
    init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal)
}

extension Answer {
    /// Most views require no parameters.
    public static var required: [Parameter] { [] }
    /// Most views have no words of their own.
    public static var words: [Parameter: [String]] { [:] }
    /// Most views look at many records.
    public static var isShort: Bool { false }
    /// Most views are restricted to those who work with the office's records.
    public static var audience: Audience { .office }
    /// Most views answer everybody alike.
    public static var dependsOnAsker: Bool { false }
    /// The command of most views is their name.
    public static var command: String { name }
}

extension Answer {
    /// Returns the words that the values of a parameter are in this view; empty if they are of another form.
    package static func words(of parameter: Parameter) -> [String] { words[parameter] ?? parameter.words }
}

/// Who may ask a view.
public enum Audience: Sendable, Hashable, CaseIterable {
    /// Those who work with the office's records, and auditors.
    case office
    /// Also viewers: nothing in the answer is about fewer than five people.
    case everyone
}

/// An answer about one office.
public protocol View: Answer {
    /// Answers `question` from the present office.
    ///
    /// - Throws: `Refusal` if the question names something unknown, or if there is no plan yet.
    init(_ office: Office, _ question: Question) throws(Refusal)
}

extension View {
    /// Answers from `office` alone.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        try self.init(office, question)
    }
}

/// The basis of an answer, which every answer contains.
public struct Basis: Described, Hashable {
    /// The position of the last event that the answer knows, -1 for none.
    public let position: Int
    /// The requested moment of knowledge, a position or an instant; absent if none was requested.
    public let asOf: String?
    /// The last day of the situation described, if requested.
    public let on: String?
    /// The first day that counts, if requested.
    public let from: String?
    /// The last day that counts, if requested.
    public let to: String?
    /// The filters other than days, by parameter name; absent if there are none.
    public let narrowed: [String: String]?
    /// Whether the log is a simulation.
    public let simulated: Bool

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .position: .position, .asOf: .text.optional, .on: .day.optional, .from: .day.optional, .to: .day.optional,
        .narrowed: .by(.code, .text).optional, .simulated: .yesNo,
    ]).all

    init(_ office: Office, _ question: Question) {
        position = office.position
        asOf = question.asOf?.description
        on = question.on?.description
        from = question.from?.description
        to = question.to?.description
        let filters =
            question.facets.map { ($0.key.rawValue, $0.value) } + question.filters.map { ($0.key.rawValue, $0.value) }
        narrowed = filters.isEmpty ? nil : Dictionary(filters) { first, _ in first }
        simulated = office.isSimulated
    }
}

/// The list of all views.
public enum Catalogue {
    /// All views, in the order in which they are listed.
    public static let views: [any Answer.Type] = [
        Compliance.self, Timesheets.self, Timesheet.self, Caseload.self, CaseFile.self, PersonFile.self,
        Cases.self, Contacts.self, Persons.self, Requests.self, Orientations.self, Activities.self, Hours.self,
        Workers.self,
        ContactFile.self, MediationFile.self, OrientationFile.self, ActivityFile.self, EntryFile.self, WorkerFile.self,
        Mediations.self, Indicators.self, Youth.self, Costs.self, Reconciliation.self, Retention.self,
        Aggregates.self, Diff.self, Explanation.self, Audit.self, Reports.self, ReportFile.self, DaySummary.self,
        OfficeCalendar.self, ClaimableEntries.self, Remedies.self, Usual.self,
    ]

    /// The views that a region answers over all its offices: those whose sums mean something.
    public static let overOffices: [any Answer.Type] = [
        Compliance.self, Caseload.self, Mediations.self, Indicators.self, Youth.self, Costs.self, Audit.self,
    ]
}
