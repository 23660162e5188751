import CivilTime
package import Office

/// A parameter of views: a filter, or the subject of the question.
///
/// Each view lists those that it accepts (`Answer.parameters`). That list and this type determine how a query is read, which
/// parameters are refused, and labctl's options.
public enum Parameter: String, Sendable, Hashable, CaseIterable {
    // The moment of knowledge.
    case asOf

    // The days of events.
    case on, from, to, until

    // The subject.
    case id, since, report, of, counted, position

    // The filters, with the names of `FacetName`.
    case line, place, worker, month, week, quarter, phase, state, measure, age, sex, nationality, language, setting
    case serviceRecord = "thing"

    // The filters of lists.
    case person, fund, profession, supervisor, desk, channel, outcome, kind, schoolExit, verdict, status
    case silent, waiting, minor, restricted

    // Which rows of a list.
    case limit, skip

    /// Whether it chooses rows by their place in the list, and so says nothing about what an answer counts.
    public var isOfPlaces: Bool { self == .limit || self == .skip }

    /// Whether it says yes or no, so that an option of that name needs no value.
    public var isYesOrNo: Bool {
        switch self {
        case .silent, .waiting, .minor, .restricted: true
        default: false
        }
    }

    /// The facet of figures with the same name, if there is one.
    var facet: FacetName? { FacetName(rawValue: rawValue) }

    /// The words that its values are in every view; empty if they are of another form, or differ from view to view
    /// (`Answer.words`).
    package var words: [String] { kind.words }

    /// What is accepted as its value in every view; nil if only the view or the office knows.
    package var form: QuestionReason.Form? { kind.form }

    /// What its values are.
    var kind: ParameterKind {
        switch self {
        case .asOf, .since: ParameterKind(.moment) { AsOf($0) != nil }
        case .on, .from, .to, .until: ParameterKind(.day) { Day($0) != nil }
        case .month: ParameterKind(.month) { Month($0) != nil }
        case .week: ParameterKind(.week) { ISOWeek($0) != nil }
        case .quarter: ParameterKind(.quarter) { Quarter($0) != nil }
        case .id, .report, .worker, .supervisor, .line, .place, .person, .fund: ParameterKind(.id) { ID($0) != nil }
        case .nationality: ParameterKind(.nationality) { Nationality($0) != nil }
        case .language: ParameterKind(.language) { Language($0) != nil }
        case .age: ParameterKind(AgeBand.allCases.map(\.rawValue), QuestionReason.Form.ageBand)
        case .sex: ParameterKind(Sex.allCases.map(\.rawValue) + ["unknown"], QuestionReason.Form.sex)
        case .setting: ParameterKind(MediationSetting.allCases.map(\.rawValue), QuestionReason.Form.setting)
        case .profession: ParameterKind(Profession.allCases.map(\.rawValue), QuestionReason.Form.word)
        case .desk: ParameterKind(YouthDesk.allCases.map(\.rawValue), QuestionReason.Form.word)
        case .channel: ParameterKind(Channel.allCases.map(\.rawValue), QuestionReason.Form.word)
        case .schoolExit: ParameterKind(SchoolExit.allCases.map(\.rawValue), QuestionReason.Form.word)
        case .verdict: ParameterKind(Verdict.allCases.map(\.rawValue), QuestionReason.Form.word)
        case .status: ParameterKind(ResidenceStatus.words, QuestionReason.Form.word)
        case .silent, .waiting, .minor, .restricted: ParameterKind(["true", "false"], QuestionReason.Form.word)
        case .position: ParameterKind(.position) { if case .position? = AsOf($0) { true } else { false } }
        case .limit, .skip: ParameterKind(.rowCount) { Question.rowCount($0) != nil }
        case .of, .counted, .state, .phase, .measure, .serviceRecord, .outcome, .kind: .checkedLater
        }
    }
}

/// A kind of values of parameters: which texts are of it.
struct ParameterKind {
    /// The words that it admits; empty if it is of another form.
    var words: [String] = []
    /// What is accepted; nil for values that only the view or the office knows.
    let form: QuestionReason.Form?
    /// Whether a text is of the kind.
    let admits: (String) -> Bool

    /// Values that only the view or the office knows.
    static var checkedLater: ParameterKind { ParameterKind(nil) { _ in true } }

    init(_ form: QuestionReason.Form?, _ admits: @escaping (String) -> Bool) {
        self.form = form
        self.admits = admits
    }

    /// One of some words.
    init(_ words: [String], _ form: ([String]) -> QuestionReason.Form) {
        self.init(form(words), words.contains)
        self.words = words
    }

    /// Returns why a text is not of the kind; nil if it is.
    func refuse(_ text: String) -> QuestionReason.Form? { admits(text) ? nil : form }
}

extension [Parameter] {
    /// The counted days and the moment of knowledge, which most views accept.
    static let days: Self = [.asOf, .on, .from, .to]

    /// The places of rows, which views with a long list accept.
    static let places: Self = [.limit, .skip]

    /// For views about one subject on one day, which have no first day.
    static let oneDay: Self = [.asOf, .on, .to]
}
