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
        let window = question.window
        let selection = try Selection(office, question)
        let language = question.facets[.language]
        let setting = question.facets[.setting]
        var total = Sum()
        var missed = 0
        var missedMinutes = 0
        var byState: [String: Int] = [:]
        var bySetting: [String: Int] = [:]
        var byLanguage: [Symbol: Int] = [:]
        var byPlace: [Symbol: Sum] = [:]
        var byMonth: [Month: Sum] = [:]
        var waits: [Int] = []
        var unmet: [String: Int] = [:]
        var reasons: [String: Int] = [:]
        office.mediations.forEach { ref, row in
            guard window.contains(row.on), question.month == nil || question.month == row.on.month,
                selection.admits(place: row.place), language == nil || language == office.symbols[row.language],
                setting == nil || setting == row.setting.rawValue
            else { return }
            var state = MediationState()
            for step in office.steps(of: ref, upTo: window.to) {
                state.take(step)
                switch step.action {
                case .miss(_, let minutes):
                    missed += 1
                    missedMinutes += Int(minutes ?? 0)
                case .cancel(let reason): reasons[reason.rawValue, default: 0] += 1
                case .authorise, .assign, .deliver, .evaluate: continue
                }
            }
            byState[state.stage.rawValue, default: 0] += 1
            bySetting[row.setting.rawValue, default: 0] += 1
            byLanguage[row.language, default: 0] += 1
            total.add(row, state)
            byPlace[row.place, default: Sum()].add(row, state)
            byMonth[row.on.month, default: Sum()].add(row, state)
            if let first = state.firstDelivery { waits.append(first.days(since: row.on)) }
            if state.deliveries == 0 { unmet[state.stage.rawValue, default: 0] += 1 }
        }
        waits.sort()
        basis = Basis(office, question)
        position = office.position
        requests = total.requests
        askedMinutes = total.askedMinutes
        authorisedMinutes = total.authorisedMinutes
        deliveredMinutes = total.deliveredMinutes
        self.missed = missed
        self.missedMinutes = missedMinutes
        self.byState = byState
        self.bySetting = bySetting
        self.byLanguage = office.named(byLanguage)
        self.byPlace = office.named(byPlace)
        self.byMonth = Dictionary(uniqueKeysWithValues: byMonth.map { ($0.description, $1) })
        waiting = Waiting(
            delivered: waits.count, medianDays: waits.isEmpty ? nil : waits[(waits.count - 1) / 2],
            longestDays: waits.last)
        self.unmet = unmet
        cancelledByReason = reasons
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
