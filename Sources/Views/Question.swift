public import CivilTime
public import Office

/// The parameters of a question to a view: the days, the moment of knowledge, and the case, worker or month.
///
/// `on` selects what happened up to and including that day; `from` and `to` select what happened between them, both included.
/// `asOf` does not select days: it determines the `Office` that answers.
public struct Question: Sendable, Hashable {
    /// The moment of knowledge; nil for everything in the log.
    public var asOf: AsOf?
    /// The last day that counts, with everything before it.
    public var on: Day?
    /// Whether `on` is the day of `asOf`, which only the answering office can determine: see `settled`.
    var isOnDayOfAsOf = false
    /// The first day that counts.
    public var from: Day?
    /// The last day that counts.
    public var to: Day?
    /// The last day that the view `calendar` looks at.
    public var until: Day?
    /// The case of the view `case`, or the person of the view `person`.
    public var id: ID?
    /// One worker only.
    public var worker: ID?
    /// One month only.
    public var month: Month?
    /// One budget line only.
    public var line: ID?
    /// One place only.
    public var place: ID?
    /// One ISO week only.
    public var week: ISOWeek?
    /// The filters of an explanation, including worker, month, line, place and week.
    public var facets: [FacetName: String] = [:]
    /// The filters of lists that are not facets of figures.
    public var filters: [Parameter: String] = [:]
    /// The view whose figure is explained.
    public var of: String?
    /// The quantity, for a view that counts several.
    public var counted: String?
    /// The earlier moment of the view `diff`.
    public var since: AsOf?
    /// The report of the view `diff`.
    public var report: ID?
    /// The position of the event of the view `undo`.
    public var subjectPosition: Int?
    /// The most rows of a long list; nil for all.
    public var limit: Int?
    /// The number of rows of a long list that are left out at its beginning; nil for none.
    public var skip: Int?
    /// Who asks, for a view whose answer depends on it. Never read from parameters.
    public var asker = Asker.labd

    /// A question about everything.
    public init(asOf: AsOf? = nil, on: Day? = nil, from: Day? = nil, to: Day? = nil, id: ID? = nil) {
        self.asOf = asOf
        self.on = on
        self.from = from
        self.to = to
        self.id = id
    }

    /// Creates the question to `view` from named parameters, such as those of a URL's query.
    ///
    /// Whether the names exist is checked when it is answered, because that depends on the office.
    ///
    /// - Throws: `Refusal` (`unknown-field`, `invalid-value`), naming the parameter.
    public init(parameters: [(name: String, value: String)], to view: any Answer.Type) throws(Refusal) {
        var seen = Set<Parameter>()
        for (name, value) in parameters {
            guard let parameter = Parameter(rawValue: name), view.parameters.contains(parameter) else {
                throw Refusal(
                    .question(
                        .noSuchParameter(
                            String(name.prefix(64)), view: view.name, known: view.parameters.map(\.rawValue))),
                    field: String(name.prefix(64)))
            }
            guard seen.insert(parameter).inserted else {
                throw Refusal(.question(.givenTwice(name)), field: name, value: String(value.prefix(64)))
            }
            // A state is refused with a sentence of its own, by the view: see `checkState`.
            if parameter != .state, let words = view.words[parameter], !words.contains(value) {
                throw Refusal(.question(.malformed(.word(words))), field: name, value: String(value.prefix(64)))
            }
            try take(parameter, value)
        }
        if let from, let to, to < from {
            throw Refusal(.calendar(.reversed(from: from, to: to)), field: "to", value: "\(to)")
        }
    }

    private mutating func take(_ parameter: Parameter, _ value: String) throws(Refusal) {
        if parameter == .on && value == Self.dayOfAsOf {
            isOnDayOfAsOf = true
            return
        }
        if let form = parameter.kind.refuse(value) {
            throw Refusal(
                .question(.malformed(form)), field: parameter.rawValue, value: String(value.prefix(64)))
        }
        switch parameter {
        case .asOf: asOf = AsOf(value)
        case .since: since = AsOf(value)
        case .on: on = Day(value)
        case .from: from = Day(value)
        case .to: to = Day(value)
        case .until: until = Day(value)
        case .id: id = ID(value)
        case .report: report = ID(value)
        case .of: of = value
        case .counted: counted = value
        case .position: subjectPosition = Int(value)
        case .limit: limit = Self.rowCount(value)
        case .skip: skip = Self.rowCount(value)
        case .worker: worker = ID(value)
        case .line: line = ID(value)
        case .place: place = ID(value)
        case .month: month = Month(value)
        case .week: week = ISOWeek(value)
        case .quarter, .phase, .state, .measure, .age, .sex, .nationality, .language, .setting, .serviceRecord: break
        case .person, .fund, .profession, .supervisor, .desk, .channel, .outcome, .kind, .schoolExit, .verdict, .status,
            .silent, .waiting, .minor, .restricted:
            filters[parameter] = value
        }
        if let facet = parameter.facet { facets[facet] = value }
    }

    /// Returns the value of a parameter that a view requires, or refuses a question that does not say it.
    static func required<Value>(
        _ value: Value?, _ parameter: Parameter, _ subject: QuestionReason.Subject
    ) throws(Refusal) -> Value {
        guard let value else { throw Refusal(.question(.missing(subject)), field: parameter.rawValue) }
        return value
    }

    /// The value of the parameter `on` that stands for the day of `asOf`.
    public static let dayOfAsOf = "as-of"

    /// Returns the question with its days filled in by the answering office: if `on` is the day of `asOf`, it becomes the local
    /// day of that instant, or of the last event known at that position.
    public func settled(in office: Office) -> Question {
        guard isOnDayOfAsOf else { return self }
        var question = self
        question.isOnDayOfAsOf = false
        if case .instant(let instant) = asOf {
            question.on = EuropeRome.day(of: instant)
        } else {
            question.on = EuropeRome.day(of: office.time)
        }
        return question
    }

    /// The last day that counts: `on` or `to`, whichever is earlier; `Day.latest` without either.
    var lastDay: Day { min(on ?? .latest, to ?? .latest) }

    /// The days that count.
    var window: Plan.Period { Plan.Period(from: from ?? .earliest, to: lastDay) }
}
