import CivilTime
public import Office

/// The mediation that was requested, authorised and delivered, and the requests that were not met.
///
/// With a month, it counts the requests of that month, including everything that followed from them later.
public struct Mediations: View {
    /// The view's name.
    public static let name = "mediations"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .mediations]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days + [.place, .month, .language, .setting]

    /// Requests with their minutes.
    public struct Sum: Described, Hashable {
        /// Requests.
        public internal(set) var requests = 0
        /// Minutes requested.
        public internal(set) var askedMinutes = 0
        /// Minutes authorised: the last ceiling of each request.
        public internal(set) var authorisedMinutes = 0
        /// Minutes delivered.
        public internal(set) var deliveredMinutes = 0

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .requests: .count, .askedMinutes: .minutes, .authorisedMinutes: .minutes, .deliveredMinutes: .minutes,
        ]).all
    }

    /// The waiting time from request to first delivery.
    public struct Waiting: Described, Hashable {
        /// Requests with a delivery.
        public let delivered: Int
        /// The median in days, the lower of two; nil without deliveries.
        public let medianDays: Int?
        /// The longest wait in days; nil without any.
        public let longestDays: Int?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .delivered: .count, .medianDays: .days.optional, .longestDays: .days.optional,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .requests: .count, .askedMinutes: .minutes,
        .authorisedMinutes: .minutes, .deliveredMinutes: .minutes, .missed: .count, .missedMinutes: .minutes,
        .waiting: .object(Waiting.self), .byState: .by(.code, .count), .bySetting: .by(.code, .count),
        .byLanguage: .by(.code, .count), .byPlace: .by(id: .place, .object(Sum.self)),
        .byMonth: .by(.month, .object(Sum.self)), .unmet: .by(.code, .count),
        .cancelledByReason: .by(.code, .count),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// Requests.
    public let requests: Int
    /// Minutes requested.
    public let askedMinutes: Int
    /// Minutes authorised.
    public let authorisedMinutes: Int
    /// Minutes delivered.
    public let deliveredMinutes: Int
    /// Appointments missed.
    public let missed: Int
    /// Minutes of missed appointments that were paid.
    public let missedMinutes: Int
    /// Requests by their last step: requested, authorised, assigned, delivered, missed, cancelled.
    public let byState: [String: Int]
    /// Requests by setting.
    public let bySetting: [String: Int]
    /// Requests by language.
    public let byLanguage: [String: Int]
    /// Requests and minutes by place.
    public let byPlace: [String: Sum]
    /// Requests and minutes by the month of the request.
    public let byMonth: [String: Sum]
    /// The waiting time from request to first delivery.
    public let waiting: Waiting
    /// Requests without any delivery, by state.
    public let unmet: [String: Int]
    /// Cancelled requests by reason.
    public let cancelledByReason: [String: Int]

    /// Answers from the present office. Refuses names that the office does not know, and any question before a plan is adopted.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        let tally = try MediationTally(office, question)
        basis = Basis(office, question)
        position = office.position
        requests = tally.total.requests
        askedMinutes = tally.total.askedMinutes
        authorisedMinutes = tally.total.authorisedMinutes
        deliveredMinutes = tally.total.deliveredMinutes
        missed = tally.missed
        missedMinutes = tally.missedMinutes
        byState = tally.byStage.named(\.rawValue)
        bySetting = tally.bySetting.named(\.rawValue)
        byLanguage = tally.byLanguage.named { office.symbols[Symbol($0)] }
        byPlace = tally.byPlace.named { office.symbols[Symbol($0)] }
        byMonth = tally.byMonth.named { Month(year: $0 / 12, month: $0 % 12 + 1).description }
        waiting = Waiting(
            delivered: tally.waits.count, medianDays: tally.waits.lowerMedian, longestDays: tally.waits.largest)
        unmet = tally.unmet.named(\.rawValue)
        cancelledByReason = tally.byReason.named(\.rawValue)
    }
}

/// The sums over the requests that a question selects.
///
/// Every request keeps the state after its steps, which is the one asked for unless a step is on a later day than the last one
/// that counts. So a request costs a few nanoseconds, with every filter and on any day, and only those that were under way on
/// that day need a look at their steps.
private struct MediationTally {
    var total = Mediations.Sum()
    var missed = 0
    var missedMinutes = 0
    var byStage = WordTally<MediationState.Stage>()
    var bySetting = WordTally<MediationSetting>()
    var byReason = WordTally<CancelReason>()
    var unmet = WordTally<MediationState.Stage>()
    var byLanguage = NumberTally(0)
    var byPlace = NumberTally(Mediations.Sum())
    var byMonth = NumberTally(Mediations.Sum())
    var waits = DayCounts()

    init(_ office: Office, _ question: Question) throws(Refusal) {
        let window = question.window
        let selection = try Selection(office, question)
        guard let days = selection.days else { return }
        let language = question.facets[.language].map { office.symbols.find($0) }
        let setting = question.facets[.setting]
        office.mediations.forEach { ref, row in
            guard days.contains(row.on), selection.admits(place: row.place),
                language == nil || language == row.language,
                setting == nil || setting == row.setting.rawValue
            else { return }
            add(row, row.state.lastDay <= window.to ? row.state : office.state(of: ref, upTo: window.to))
        }
    }

    private mutating func add(_ row: Mediation, _ state: MediationState) {
        total.add(row, state)
        byPlace.change(Int(row.place.index)) { $0.add(row, state) }
        byMonth.change(Int(row.on.month.number)) { $0.add(row, state) }
        byLanguage.change(Int(row.language.index)) { $0 += 1 }
        bySetting.add(row.setting)
        byStage.add(state.stage)
        missed += Int(state.missed)
        missedMinutes += state.missedMinutes
        if let reason = state.cancelReason { byReason.add(reason) }
        if state.deliveries == 0 { unmet.add(state.stage) }
        if let first = state.firstDelivery { waits.add(first.days(since: row.on)) }
    }
}

extension Mediations.Sum {
    fileprivate mutating func add(_ row: Mediation, _ state: MediationState) {
        requests += 1
        askedMinutes += Int(row.minutes)
        authorisedMinutes += state.ceiling ?? 0
        deliveredMinutes += state.deliveredMinutes
    }
}

// MARK: - Figures

extension Mediations: CountedView {
    static let measures = [
        Measure(name: "requests", unit: .count), Measure(name: "askedMinutes", unit: .minutes),
        Measure(name: "authorisedMinutes", unit: .minutes), Measure(name: "deliveredMinutes", unit: .minutes),
        Measure(name: "missed", unit: .count), Measure(name: "missedMinutes", unit: .minutes),
    ]
    static let facets: [FacetName] = [.place, .month, .state, .setting, .language]
    static let states = MediationState.Stage.allCases.map(\.rawValue)
    static let shapes: [[FacetName]] = [[], [.place], [.state]]

    static func facts(_ office: Office, _ question: Question, _ plan: Plan) -> [Fact] {
        office.mediationFacts(question)
    }
}
