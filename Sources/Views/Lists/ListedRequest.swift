import CivilTime
public import Office

/// The list of requests for mediation, with what followed from them up to the requested day.
public typealias Requests = Listing<ListedRequest>

/// One request for mediation, from the request to the evaluation.
public typealias MediationFile = Shown<ListedRequest>

/// A request for mediation. Those that wait are listed first, the longest wait before the others; then the newest requests.
public struct ListedRequest: ListedRow {
    /// The list's name.
    public static let list = "requests"
    /// The words of the command.
    public static let listCommand = "mediation list"
    /// The parts of the office on which the rows depend.
    public static let needs: OfficeParts = [.project, .people, .mediations, .today]
    /// The parameters that the list accepts.
    public static let filters: [Parameter] =
        .days + [.place, .worker, .month, .language, .setting, .state, .person, .waiting]
    /// The states of requests.
    public static let words: [Parameter: [String]] = [.state: Mediations.states]

    /// The request's id.
    public let mediation: String
    /// The day of the request.
    public let on: String
    /// The place.
    public let place: String
    /// The language's code.
    public let language: String
    /// The setting.
    public let setting: String
    /// The last step: requested, authorised, assigned, delivered, missed or cancelled.
    public let state: String
    /// Whether nothing was delivered yet and the request was not cancelled.
    public let waits: Bool
    /// The days from the request to the first delivery; while it waits, those that it has waited. Nil if cancelled before.
    public let waitedDays: Int?
    /// The mediator, if one was assigned.
    public let worker: String?
    /// The case for which it was requested.
    public let `case`: String?
    /// Minutes requested.
    public let askedMinutes: Int
    /// The ceiling of minutes, if authorised.
    public let authorisedMinutes: Int?
    /// Minutes delivered.
    public let deliveredMinutes: Int
    /// Minutes of the ceiling that are left, if authorised.
    public let left: Int?
    /// Whether it was evaluated.
    public let evaluated: Bool
    /// The person of the case for which it was requested.
    public let person: String?

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>(
        [
            .mediation: .id(of: .mediation), .on: .day, .place: .id(of: .place), .language: .code, .setting: .code,
            .state: .code, .waits: .yesNo, .waitedDays: .days.optional, .worker: .id(of: .worker).optional,
            .case: .id(of: .case).optional, .askedMinutes: .minutes, .authorisedMinutes: .minutes.optional,
            .deliveredMinutes: .minutes, .left: .minutes.optional, .evaluated: .yesNo,
            .person: .id(of: .person).optional,
        ], essential: [.state, .waitedDays, .worker, .person], minor: [.setting, .waits, .evaluated]
    ).all

    /// Returns the requests that a question selects: those of its days and month. Refuses names that the office does not know.
    public static func select(_ office: Office, _ question: Question) throws(Refusal) -> SelectedRows<ListedRequest> {
        let today = question.lastDay(of: office)
        let last = question.lastDay
        var found: [Found] = []
        try forEach(office, question) { ref, request, now in found.append(Found(ref, request, now)) }
        return SelectedRows(found, in: question) {
            $0.isListed(before: $1, office)
        } _: {
            ListedRequest(office.mediations[$0.ref], office.state(of: $0.ref, upTo: last), office, today)
        }
    }

    /// Calls `body` with each request that a question selects and its state on the last day, in the order of recording.
    static func forEach(
        _ office: Office, _ question: Question, _ body: (Ref<Mediation>, Mediation, MediationState) -> Void
    ) throws(Refusal) {
        let selection = try Selection(office, question)
        try question.checkState(among: Mediations.states, of: list)
        let last = question.lastDay
        // Looked up once: there are many requests.
        let (setting, state, worker) = (question.facets[.setting], question.facets[.state], question.facets[.worker])
        let language = question.facets[.language].map { office.symbols.find($0) }
        let isOfPerson = question.filters[.person] != nil
        let isWaiting = question.filters[.waiting].map { $0 == "true" }
        office.mediations.forEach { ref, request in
            guard selection.admits(request.on), selection.admits(place: request.place),
                setting == nil || setting == request.setting.rawValue, language == nil || language == request.language
            else { return }
            let now = request.state.lastDay <= last ? request.state : office.state(of: ref, upTo: last)
            guard state == nil || state == now.stage.rawValue, isWaiting == nil || isWaiting == now.waits,
                worker == nil || worker == now.mediator.map({ office.workers.id($0) }),
                !isOfPerson
                    || selection.admits(oneOf: office.people(in: request, office.steps(of: ref, upTo: last)))
            else { return }
            body(ref, request, now)
        }
    }

    /// A request that was selected.
    struct Found {
        let ref: Ref<Mediation>
        /// Those that wait come first, with the day of their request; the later the day of the others, the smaller.
        private let order: Int

        init(_ ref: Ref<Mediation>, _ request: Mediation, _ now: MediationState) {
            self.ref = ref
            order = now.waits ? Int(request.on.number) : .max - Int(request.on.number)
        }

        func isListed(before other: Found, _ office: Office) -> Bool {
            order == other.order ? office.id(of: ref) < office.id(of: other.ref) : order < other.order
        }
    }

    /// A request in this state; a wait that is not over is counted up to `today`.
    init(_ request: Mediation, _ state: MediationState, _ office: Office, _ today: Day) {
        mediation = office.serviceRecords.id(request.serviceRecord)
        on = request.on.description
        place = office.symbols[request.place]
        language = office.symbols[request.language]
        setting = request.setting.rawValue
        self.state = state.stage.rawValue
        waits = state.waits
        waitedDays =
            if let first = state.firstDelivery { first.days(since: request.on) } else if state.stage == .cancelled {
                nil
            } else { max(0, today.days(since: request.on)) }
        worker = state.mediator.map { office.workers.id($0) }
        self.case = request.case.map { office.serviceRecords.id(office.cases[$0].serviceRecord) }
        askedMinutes = Int(request.minutes)
        authorisedMinutes = state.ceiling
        deliveredMinutes = state.deliveredMinutes
        left = state.ceiling.map { $0 - state.deliveredMinutes }
        evaluated = state.score != nil
        person = request.case.map { office.people.id(office.cases[$0].person) }
    }
}

extension MediationState {
    /// Whether it waits for its first delivery.
    var waits: Bool { deliveries == 0 && stage != .cancelled }
}

extension Office {
    func id(of ref: Ref<Mediation>) -> String { serviceRecords.id(mediations[ref].serviceRecord) }

    /// The persons whom a request concerns: the person of its case, and those named in its deliveries.
    fileprivate func people(in request: Mediation, _ steps: [MediationStep]) -> [Ref<Person>] {
        var people = request.case.map { [cases[$0].person] } ?? []
        for step in steps {
            if case .deliver(let delivery) = step.action { people += lists.values(delivery.persons) }
        }
        return people
    }
}

extension ListedRequest: ShownRow {
    /// The name of the answer about one request.
    public static let file = "mediation"
    /// The words of its command.
    public static let fileCommand = "mediation show"
    /// The parts of the office on which the details depend.
    public static let detailNeeds: OfficeParts = [.people, .hours]
    /// The kind of record.
    public static let noun = Noun.mediation
    /// Its steps are those up to a day.
    public static let moments: [Parameter] = .oneDay

    /// The steps of a request.
    public struct Detail: Described, Hashable {
        /// The purpose.
        public let purpose: String
        /// The service that mediation supports.
        public let supporting: String?
        /// The worker who authorised it last.
        public let authorisedBy: String?
        /// Whether its last delivery was recorded.
        public let finished: Bool
        /// The score of the last evaluation, from 1 to 5.
        public let score: Int?
        /// The steps, in the order of recording, first the request.
        public let steps: [Step]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .purpose: .code, .supporting: .code.optional, .authorisedBy: .id(of: .worker).optional, .finished: .yesNo,
            .score: .count.optional, .steps: .rows(Step.self),
        ]).all
    }

    /// A step of a request.
    public struct Step: Described, Hashable {
        /// The day.
        public let on: String
        /// The state after it: requested, authorised, assigned, delivered, missed, cancelled; or `evaluated`.
        public let state: String
        /// The worker who authorised it, or the mediator who was assigned, delivered or was to deliver.
        public let worker: String?
        /// The time at which a delivery began.
        public let start: String?
        /// The minutes requested, authorised, delivered, or paid for a missed appointment.
        public let minutes: Int?
        /// The minutes of the ceiling that were left after it, once it was authorised.
        public let left: Int?
        /// The persons named in a delivery.
        public let persons: [String]?
        /// Participants who are not known by name.
        public let anonymous: Int?
        /// The mode of a delivery.
        public let mode: String?
        /// The kind of a delivery.
        public let kind: String?
        /// Who missed an appointment, or why the request was cancelled.
        public let reason: String?
        /// The score of an evaluation.
        public let score: Int?
        /// The event's position in the log.
        public let event: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .on: .day, .state: .code, .worker: .id(of: .worker).optional, .start: .text.optional,
            .minutes: .minutes.optional, .left: .minutes.optional, .persons: .ids(of: .person).optional,
            .anonymous: .count.optional, .mode: .code.optional, .kind: .code.optional, .reason: .code.optional,
            .score: .count.optional, .event: .position,
        ]).all
    }

    /// Returns a request with its steps up to the requested day; nil if it was not made by then.
    public static func find(
        _ id: ID, _ office: Office, _ question: Question, _ past: any Past
    ) throws(Refusal) -> (row: ListedRequest, detail: Detail)? {
        guard let ref = office.serviceRecords.find(id.text), office.serviceRecords[ref].kind == .mediation else {
            return nil
        }
        let request = Ref<Mediation>(Int(office.serviceRecords[ref].row))
        let row = office.mediations[request]
        guard row.on <= question.lastDay else { return nil }
        let steps = office.steps(of: request, upTo: question.lastDay)
        var state = MediationState()
        var shown = [Step(row)]
        for step in steps {
            state.take(step)
            shown.append(Step(step, state, office))
        }
        return (
            ListedRequest(row, state, office, question.lastDay(of: office)),
            Detail(
                purpose: office.symbols[row.purpose], supporting: row.supporting?.rawValue,
                authorisedBy: state.authoriser.map { office.workers.id($0) }, finished: state.isFinished,
                score: state.score, steps: shown)
        )
    }
}

extension ListedRequest.Step {
    fileprivate init(_ request: Mediation) {
        self.init(
            on: request.on.description, state: MediationState.Stage.requested.rawValue, worker: nil, start: nil,
            minutes: Int(request.minutes), left: nil, persons: nil, anonymous: nil, mode: nil, kind: nil, reason: nil,
            score: nil, event: Int(request.position))
    }

    /// A step, with the state of the request after it.
    fileprivate init(_ step: MediationStep, _ state: MediationState, _ office: Office) {
        on = step.on.description
        event = Int(step.position)
        left = state.ceiling.map { $0 - state.deliveredMinutes }
        var worker = state.mediator
        var minutes: Int32?
        var reason: String?
        var delivery: MediationStep.Delivery?
        var score: UInt8?
        switch step.action {
        case .authorise(let ceiling, let by): (minutes, worker) = (ceiling, by)
        case .assign: break
        case .deliver(let given): (delivery, minutes) = (given, given.minutes)
        case .miss(let by, let paid): (reason, minutes) = (by.rawValue, paid)
        case .cancel(let why): (reason, worker) = (why.rawValue, nil)
        case .evaluate(let given): (score, worker) = (given, nil)
        }
        self.state = score == nil ? state.stage.rawValue : "evaluated"
        self.worker = worker.map { office.workers.id($0) }
        start = delivery?.start.description
        self.minutes = minutes.map(Int.init)
        persons = delivery.map { office.lists.values($0.persons, of: Person.self).map { office.people.id($0) } }
        anonymous = delivery.map { Int($0.anonymous) }
        mode = delivery?.mode.rawValue
        kind = delivery?.kind.rawValue
        self.reason = reason
        self.score = score.map(Int.init)
    }
}
