import Office

/// A parameter of views: what a question is narrowed to, or what it is about.
///
/// Each view says which of them it takes (`Answer.parameters`). Reading a query, refusing what a view does not take and
/// labctl's options follow from that list and from what stands here.
public enum Parameter: String, Sendable, Hashable, CaseIterable {
    // What was known when.
    case asOf

    // What had happened by when.
    case on, from, to

    // What the question is about.
    case id, since, report, of, counted

    // What it is narrowed to: the names of `FacetName`.
    case line, place, worker, month, week, quarter, phase, state, measure, age, sex, nationality, language, setting
    case serviceRecord = "thing"

    /// Whether it leaves out a part of what an answer would count, beside days.
    var narrows: Bool { facet != nil }

    /// The facet of figures that goes by its name; nil where it is none.
    var facet: FacetName? { FacetName(rawValue: rawValue) }

    /// What it means, in a line for help.
    public var summary: String {
        switch self {
        case .asOf: "What the log knew then: after this position, or before this instant."
        case .on: "Up to and including this day."
        case .from: "From this day on."
        case .to: "To this day."
        case .id: "The id of the one that is asked for."
        case .since: "The earlier moment."
        case .report: "The report that is compared."
        case .of: "The view that has the figure."
        case .counted: "What is counted, where the view counts several things."
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
        case .setting: "Where mediation was asked for."
        case .serviceRecord: "What hours are about: the id of a contact, case, mediation, orientation or activity."
        }
    }

    /// What it takes, in a few words.
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
    /// The days that count and the moment known, which most views take.
    static let days: Self = [.asOf, .on, .from, .to]

    /// What is known of one thing at a day: it has no first day.
    static let oneDay: Self = [.asOf, .on, .to]
}
