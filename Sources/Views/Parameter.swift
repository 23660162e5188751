import Office

/// A parameter of views: a filter, or the subject of the question.
///
/// Each view lists those that it accepts (`Answer.parameters`). That list and this type determine how a query is read, which
/// parameters are refused, and labctl's options.
public enum Parameter: String, Sendable, Hashable, CaseIterable {
    // The moment of knowledge.
    case asOf

    // The days of events.
    case on, from, to

    // The subject.
    case id, since, report, of, counted

    // The filters, with the names of `FacetName`.
    case line, place, worker, month, week, quarter, phase, state, measure, age, sex, nationality, language, setting
    case serviceRecord = "thing"

    /// Whether it is a filter other than days.
    var narrows: Bool { facet != nil }

    /// The facet of figures with the same name, if there is one.
    var facet: FacetName? { FacetName(rawValue: rawValue) }

    /// Its description, as one line for help texts.
    public var summary: String {
        switch self {
        case .asOf: "Use only what was recorded up to this position, or before this instant."
        case .on: "Count up to and including this day."
        case .from: "The first day to count."
        case .to: "The last day to count."
        case .id: "The id of the subject."
        case .since: "The earlier moment."
        case .report: "The report to compare."
        case .of: "The view that the figure comes from."
        case .counted: "The quantity, for a view that counts several."
        case .line: "One budget line."
        case .place: "One place."
        case .worker: "One worker."
        case .month: "One month."
        case .week: "One ISO week."
        case .quarter: "One quarter."
        case .phase: "The phase of open cases."
        case .state: "The state of cases, requests or hours."
        case .measure: "The kind of measure."
        case .age: "The age band."
        case .sex: "The sex."
        case .nationality: "The nationality."
        case .language: "One language."
        case .setting: "The setting in which mediation was requested."
        case .serviceRecord: "The record for hours: the id of a contact, case, mediation, orientation or activity."
        }
    }

    /// The form of its values, in a few words.
    public var form: String {
        switch self {
        case .asOf, .since: "position|instant"
        case .on, .from, .to: "YYYY-MM-DD"
        case .month: "YYYY-MM"
        case .week: "YYYY-Www"
        case .quarter: "YYYY-Qn"
        case .of: "view"
        case .sex: "F|M|X|unknown"
        case .nationality, .language: "code"
        case .age: AgeBand.allCases.map(\.rawValue).joined(separator: "|")
        case .setting: MediationSetting.allCases.map(\.rawValue).joined(separator: "|")
        case .counted: "figure"
        case .state: "state"
        case .id, .report, .line, .place, .worker, .phase, .measure, .serviceRecord: "id"
        }
    }
}

extension [Parameter] {
    /// The counted days and the moment of knowledge, which most views accept.
    static let days: Self = [.asOf, .on, .from, .to]

    /// For views about one subject on one day, which have no first day.
    static let oneDay: Self = [.asOf, .on, .to]
}
