package import CivilTime

/// The setting in which mediation is requested.
public enum MediationSetting: String, WordList {
    /// A school.
    case school
    /// A town's social-service office.
    case socialService = "social-service"
    /// An Informagiovani or Spazio Giovani desk.
    case youthDesk = "youth-desk"
}

/// Which service mediation supports.
public enum SupportedService: String, WordList {
    /// Segretariato sociale.
    case secretariat
    /// Tutela minori.
    case childProtection = "child-protection"
    /// Informagiovani and Spazio Giovani.
    case youthDesk = "youth-desk"
}

/// The mode in which mediation was given.
public enum MediationMode: String, WordList {
    /// In presenza.
    case inPerson = "in-person"
    /// By telephone.
    case phone
    /// By video.
    case video
    /// In writing.
    case written
}

/// The kind of occasion.
public enum MediationKind: String, WordList {
    /// Colloquio.
    case interview
    /// Riunione.
    case meeting
    /// Visita domiciliare.
    case homeVisit = "home-visit"
    /// Work in a class.
    case `class`
    /// Traduzione.
    case translation
}

/// The party who missed an appointment.
public enum MissedBy: String, WordList {
    /// The person mediated for.
    case user
    /// The service that asked.
    case service
    /// The mediator.
    case mediator
}

/// Why a request was cancelled.
public enum CancelReason: String, WordList {
    /// Nobody with the language was free.
    case noMediator = "no-mediator"
    /// No longer needed.
    case notNeeded = "not-needed"
    /// Refused by the person.
    case refused
    /// Anything else.
    case other
}

/// A request for mediation. Later steps are in `MediationStep`, a chain that begins with the last one.
package struct Mediation: ChainedRow, Hashable {
    package let serviceRecord: Ref<ServiceRecord>
    package let setting: MediationSetting
    package let supporting: SupportedService?
    package let place: Symbol
    package let language: Symbol
    package let on: Day
    package let minutes: Int32
    package let `case`: Ref<Case>?
    package let purpose: Symbol
    package var lastStep: Ref<MediationStep>?
    /// The state after all steps that count.
    package internal(set) var state = MediationState()
    /// The previous request for the same case.
    package let previous: Ref<Mediation>?
    package let position: Int32
}

/// One thing that happened to a request.
package struct MediationStep: ChainedRow, Hashable {
    /// The kind of step.
    package enum Action: Sendable, Hashable, BitwiseCopyable {
        case authorise(maxMinutes: Int32, by: Ref<Worker>)
        case assign(Ref<Worker>)
        case deliver(Delivery)
        case miss(MissedBy, minutes: Int32?)
        case cancel(CancelReason)
        case evaluate(score: UInt8)
    }

    /// One delivery.
    package struct Delivery: Sendable, Hashable, BitwiseCopyable {
        package let start: Clock
        package let minutes: Int32
        package let mode: MediationMode
        package let kind: MediationKind
        package let operatorPresent: Bool
        package let isLast: Bool
        package let persons: ListRef
        package let anonymous: Int32
    }

    package let mediation: Ref<Mediation>
    package let on: Day
    package let action: Action
    package let previous: Ref<MediationStep>?
    package let position: Int32
    package var isVoided = false
    /// For a delivery, the previous one of the same mediator and day.
    package var previousOfDay: Ref<MediationStep>?
}

extension Office {
    /// The steps of a request that count, in recorded order, among those with `on` up to `day`.
    package func steps(of ref: Ref<Mediation>, upTo day: Day = .latest) -> [MediationStep] {
        var steps: [MediationStep] = []
        for row in mediationSteps.chain(from: mediations[ref].lastStep) where !row.isVoided && row.on <= day {
            steps.append(row)
        }
        steps.reverse()
        return steps
    }

    /// Returns the state of a request after its steps up to `day`, applied in the order of recording.
    package func state(of ref: Ref<Mediation>, upTo day: Day = .latest) -> MediationState {
        let state = mediations[ref].state
        return day >= state.lastDay ? state : MediationState(after: steps(of: ref, upTo: day))
    }

    /// Checks the conditions of every step on a request: the request is known and not cancelled, and the day fits.
    func checkStep(
        onMediation id: ID, day: Day, _ recording: Recording
    ) throws(Refusal) -> (ref: Ref<Mediation>, row: Mediation, state: MediationState, flags: Flags) {
        guard let index = find(.mediation, id) else { throw .unknown(.mediation, id) }
        let ref = Ref<Mediation>(index)
        let row = mediations[ref]
        try recording.refuseFuture(day)
        try Refusal.check(day, notBefore: row.on, .request)
        guard row.state.stage != .cancelled else {
            throw Refusal(.mediation(.cancelled(mediation: id)), field: "mediation", value: id.quoted)
        }
        let last = mediationSteps.chain(from: row.lastStep).first { !$0.isVoided }
        return (ref, row, row.state, Flags(.outOfOrder, if: last.map { day < $0.on } ?? false))
    }

    mutating func addStep(_ action: MediationStep.Action, toMediation id: ID, on day: Day, _ mark: EventMark) {
        guard let index = find(.mediation, id) else { return }
        let ref = Ref<Mediation>(index)
        let step = mediationSteps.append(
            MediationStep(
                mediation: ref, on: day, action: action, previous: mediations[ref].lastStep,
                position: Int32(mark.position)))
        mediations[ref].lastStep = step
        mediations[ref].state.take(mediationSteps[step])
        record(.mediationStep, row: step, mark)
    }

    /// Returns the requests for a case, in the order of recording.
    package func mediations(for ref: Ref<Case>) -> [Mediation] {
        mediations.chain(from: mediationsOfCases[ref]).reversed()
    }

    /// The stream of the person of the mediation's case, if it has one.
    func owner(ofMediation id: ID) -> Stream? {
        find(.mediation, id).flatMap { mediations[Ref($0)].case }.map { stream(of: cases[$0].person) }
    }
}

extension MediationStep: VoidableRow {
    static var table: WritableKeyPath<Office, Table<MediationStep>> { \.mediationSteps }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        let step = office.mediationSteps[Ref(row)]
        body(.mediation(step.mediation))
        if let own = office.mediations[step.mediation].case { body(.person(office.cases[own].person)) }
        if case .deliver(let delivery) = step.action {
            office.lists.forEach(delivery.persons, of: Person.self) { body(.person($0)) }
        }
    }

    func stream(in office: Office) -> Stream { office.mediations[mediation].stream(in: office) }
    func persons(in office: Office) -> [Ref<Person>] { office.mediations[mediation].persons(in: office) }

    /// Only the last step of a request that counts can be voided.
    func checkVoidable(in office: Office) throws(Refusal) {
        try Refusal.check(position, isLast: office.steps(of: mediation).last?.position)
    }

    func takeVoiding(in office: inout Office, _ mark: EventMark) {
        office.mediations[mediation].state = MediationState(after: office.steps(of: mediation))
    }
}

/// A command that adds a step to a known request: it happens on its day, goes to the request's stream, and what is
/// personal in it is that of the person of the request's case.
protocol MediationStepCommand: DatedCommand {
    var mediation: ID { get }
}

extension MediationStepCommand {
    func stream(in office: Office) -> Stream { .mediation(mediation) }
    func owner(in office: Office) -> Stream? { office.owner(ofMediation: mediation) }
}
