import CivilTime
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
    public var form: String { kind.form }

    /// What its values are.
    var kind: ParameterKind {
        switch self {
        case .asOf, .since: ParameterKind("position|instant", .moment) { AsOf($0) != nil }
        case .on, .from, .to: ParameterKind("YYYY-MM-DD", .day) { Day($0) != nil }
        case .month: ParameterKind("YYYY-MM", .month) { Month($0) != nil }
        case .week: ParameterKind("YYYY-Www", .week) { ISOWeek($0) != nil }
        case .quarter: ParameterKind("YYYY-Qn", .quarter) { Quarter($0) != nil }
        case .id, .report, .worker, .line, .place: ParameterKind("id", .id) { ID($0) != nil }
        case .nationality: ParameterKind("code", .nationality) { Nationality($0) != nil }
        case .language: ParameterKind("code", .language) { Language($0) != nil }
        case .age: ParameterKind(AgeBand.allCases.map(\.rawValue), QuestionReason.Form.ageBand)
        case .sex: ParameterKind(Sex.allCases.map(\.rawValue) + ["unknown"], QuestionReason.Form.sex)
        case .setting: ParameterKind(MediationSetting.allCases.map(\.rawValue), QuestionReason.Form.setting)
        case .of: ParameterKind(checkedLater: "view")
        case .counted: ParameterKind(checkedLater: "figure")
        case .state: ParameterKind(checkedLater: "state")
        case .phase, .measure, .serviceRecord: ParameterKind(checkedLater: "id")
        }
    }
}

/// A kind of values of parameters: how it is written in help, and which texts are of it.
struct ParameterKind {
    /// In a few words.
    let form: String
    /// Returns why a text is not of the kind; nil if it is.
    let refuse: (String) -> QuestionReason.Form?

    init(_ form: String, _ refused: QuestionReason.Form, _ admits: @escaping (String) -> Bool) {
        self.form = form
        refuse = { admits($0) ? nil : refused }
    }

    /// One of some words.
    init(_ words: [String], _ refused: ([String]) -> QuestionReason.Form) {
        self.init(words.joined(separator: "|"), refused(words), words.contains)
    }

    /// Values that only the view or the office knows.
    init(checkedLater form: String) {
        self.form = form
        refuse = { _ in nil }
    }
}

extension [Parameter] {
    /// The counted days and the moment of knowledge, which most views accept.
    static let days: Self = [.asOf, .on, .from, .to]

    /// For views about one subject on one day, which have no first day.
    static let oneDay: Self = [.asOf, .on, .to]
}
