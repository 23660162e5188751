public import CivilTime
public import Office

/// What is asked of a view beside its name: which days, known when, and which case, worker or month.
///
/// `on` limits to what had happened up to and including that day; `from` and `to` to what happened between them, both
/// included. `asOf` is no limit on days: it names the `Office` that the question is put to.
public struct Question: Sendable, Hashable {
    /// What the log knew then; nil for all that it knows.
    public var asOf: AsOf?
    /// Nothing that happened later counts.
    public var on: Day?
    /// Whether `on` is the day of `asOf`, which the office that answers knows: see `settled`.
    var isOnDayOfAsOf = false
    /// The first day that counts.
    public var from: Day?
    /// The last day that counts.
    public var to: Day?
    /// The case of the view `case`, the person of the view `person`.
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
    /// The rows that an explanation is about, worker, month, line, place and week among them.
    public var facets: [FacetName: String] = [:]
    /// The view whose figure is to be explained.
    public var of: String?
    /// What is counted in it, where it counts several things.
    public var counted: String?
    /// The earlier moment of the view `diff`.
    public var since: AsOf?
    /// The report of the view `diff`.
    public var report: ID?

    /// A question about everything.
    public init(asOf: AsOf? = nil, on: Day? = nil, from: Day? = nil, to: Day? = nil, id: ID? = nil) {
        self.asOf = asOf
        self.on = on
        self.from = from
        self.to = to
        self.id = id
    }

    /// The question that named parameters (those of a URL's query) put to `view`.
    ///
    /// Whether the names in it exist is found when it is answered: that depends on the office.
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
            try take(parameter, value)
        }
        if let from, let to, to < from {
            throw Refusal(.calendar(.reversed(from: from, to: to)), field: "to", value: "\(to)")
        }
    }

    private mutating func take(_ parameter: Parameter, _ value: String) throws(Refusal) {
        let name = parameter.rawValue
        func check(_ isPossible: Bool, _ form: QuestionReason.Form) throws(Refusal) {
            guard !isPossible else { return }
            throw Refusal(.question(.malformed(form)), field: name, value: String(value.prefix(64)))
        }
        switch parameter {
        case .asOf: asOf = try Self.moment(name, value)
        case .since: since = try Self.moment(name, value)
        case .on where value == Self.dayOfAsOf: isOnDayOfAsOf = true
        case .on: on = try Self.day(name, value)
        case .from: from = try Self.day(name, value)
        case .to: to = try Self.day(name, value)
        case .id: id = try Self.id(name, value)
        case .report: report = try Self.id(name, value)
        case .worker: worker = try Self.id(name, value)
        case .line: line = try Self.id(name, value)
        case .place: place = try Self.id(name, value)
        case .of: of = value
        case .counted: counted = value
        case .month:
            month = Month(value)
            try check(month != nil, .month)
        case .week:
            week = ISOWeek(value)
            try check(week != nil, .week)
        case .quarter:
            try check(Quarter(value) != nil, .quarter)
        case .age:
            let bands = AgeBand.allCases.map(\.rawValue)
            try check(bands.contains(value), .ageBand(bands))
        case .sex:
            let words = Sex.allCases.map(\.rawValue) + ["unknown"]
            try check(words.contains(value), .sex(words))
        case .nationality:
            try check(Nationality(value) != nil, .nationality)
        case .language: try check(Language(value) != nil, .language)
        case .setting:
            let words = MediationSetting.allCases.map(\.rawValue)
            try check(words.contains(value), .setting(words))
        case .phase, .state, .measure, .serviceRecord: break
        }
        if let facet = parameter.facet { facets[facet] = value }
    }

    /// What stands for the day of the moment that is asked about, in the parameter `on`.
    public static let dayOfAsOf = "as-of"

    /// The question with the days that depend on the office which answers it: where `on` is the day of `asOf`, the local
    /// day of that instant, or that of the last event known at that position.
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

    private static func moment(_ name: String, _ value: String) throws(Refusal) -> AsOf {
        guard let moment = AsOf(value) else {
            throw Refusal(.question(.malformed(.moment)), field: name, value: String(value.prefix(64)))
        }
        return moment
    }

    private static func day(_ name: String, _ value: String) throws(Refusal) -> Day {
        guard let day = Day(value) else {
            throw Refusal(.question(.malformed(.day)), field: name, value: value)
        }
        return day
    }

    private static func id(_ name: String, _ value: String) throws(Refusal) -> ID {
        guard let id = ID(value) else {
            throw Refusal(.question(.malformed(.id)), field: name, value: value)
        }
        return id
    }

    /// The last day that counts: `on` or `to`, whichever comes first; `Day.latest` without either.
    var lastDay: Day { min(on ?? .latest, to ?? .latest) }

    /// The days that count.
    var window: Plan.Period { Plan.Period(from: from ?? .earliest, to: lastDay) }
}
