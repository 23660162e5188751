internal import CivilTime
internal import Office
internal import Views
internal import Wording

/// A reader of what a person types for a parameter of a view, which converts it to the parameter's form on the wire.
struct TypedParameter {
    let parameter: Parameter
    let today: Day
    /// The names of the plan, if something of the plan may have been typed by name.
    let names: PlanNames?
    /// The words that its values are; empty if they are of another form.
    let words: [String]

    init(_ parameter: Parameter, today: Day, names: PlanNames? = nil, words: [String] = []) {
        self.parameter = parameter
        self.today = today
        self.names = names
        self.words = words
    }

    /// Returns the value on the wire. A span of days stands for its first day where days begin, and for its last where they end. A
    /// day stands for its beginning in `--since`, and for its end in `--as-of`.
    ///
    /// - Throws: `Failure` of usage, naming the option and what it takes.
    func value(_ text: String) throws(Failure) -> String {
        if let reference = parameter.planReference, let names {
            return try names.id(text, of: reference, option: parameter.option)
        }
        let span = TypedSpan(text, today: today)
        switch parameter {
        case .asOf, .since:
            if AsOf(text) != nil { return text }
            guard let span else {
                throw wrong(text, "\(AsOf.form.text(in: Speech.language)), \(TypedDay.form)")
            }
            let day = parameter == .since ? span.first : span.last.adding(1)
            return Instant(microseconds: EuropeRome.start(of: day) * 60_000_000).description
        case .from: return try found(span?.first, text, TypedSpan.form).description
        case .on, .to, .until: return try found(span?.last, text, TypedSpan.form).description
        case .month: return try found(span?.month, text, TypedSpan.monthForm).description
        case .quarter: return try found(span?.quarter, text, TypedSpan.quarterForm).description
        case .week: return try found(span?.week, text, TypedSpan.weekForm).description
        case .language: return NamedWords.language(text) ?? text
        default: return NamedWords.word(text, among: words, of: parameter.rawValue) ?? text
        }
    }

    /// What to tell the person about a day that could be another.
    func remark(_ text: String) -> String? {
        parameter.isOfDays ? TypedSpan(text, today: today)?.remark : nil
    }

    private func found<Value>(_ value: Value?, _ text: String, _ form: String) throws(Failure) -> Value {
        guard let value else { throw wrong(text, form) }
        return value
    }

    private func wrong(_ text: String, _ accepted: String) -> Failure {
        Failure(
            .usage,
            localized(
                "\(parameter.option) cannot be \"\(text)\": it takes \(accepted)",
                it: "\(parameter.option) non può essere \"\(text)\": accetta \(accepted)"))
    }
}

extension Parameter {
    /// What of the plan its value names, if it names something of the plan.
    var planReference: Reference? {
        switch rawValue {
        case "place": .place
        case "line": .line
        case "phase": .phase
        case "measure": .planMeasure
        case "fund": .fund
        default: nil
        }
    }

    /// Whether it takes days, or spans of them.
    var isOfDays: Bool {
        switch self {
        case .asOf, .since, .from, .on, .to, .until, .month, .quarter, .week: true
        default: false
        }
    }
}
