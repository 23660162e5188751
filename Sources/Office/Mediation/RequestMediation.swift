import CivilTime

/// `mediation.request`: a service asks for a mediator.
struct RequestMediation: DatedCommand {
    static let name = "mediation.request"
    static let event = "mediation.requested"
    static let leastRole = Role.operator

    let mediation: ID
    let setting: MediationSetting
    let supporting: SupportedService?
    let place: ID
    let language: Language
    let on: Day
    let minutes: Minutes
    let `case`: ID?
    let purpose: ID

    init(from fields: inout Fields) throws(Refusal) {
        mediation = try fields.required("mediation", creates: .mediation)
        setting = try fields.required("setting")
        supporting = try fields.optional("supporting")
        place = try fields.required("place", .place)
        let _: Text? = try fields.optional("institution")
        language = try fields.required("language")
        on = try fields.required("on")
        minutes = try fields.required("minutes")
        `case` = try fields.optional("case", .case)
        purpose = try fields.required("purpose", .code)
        try fields.optionalSealed("referent", .text)
    }

    func stream(in office: Office) -> Stream { .mediation(mediation) }
    func owner(in office: Office) -> Stream? { `case`.flatMap { office.owner(ofCase: $0) } }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try office.refuseTaken(mediation, field: "mediation")
        try recording.refuseFuture(on)
        try office.check(.mediation, at: place, on: on)
        if let `case` { _ = try office.known(case: `case`) }
        return Flags(.unknownCode, if: office.plan?.lacksCode(among: [purpose]) ?? false)
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        let serviceRecord = office.insertServiceRecord(.mediation, row: office.mediations.count, as: mediation, mark)
        let own = `case`.flatMap { office.find(.case, $0) }.map { Ref<Case>($0) }
        let row = office.mediations.append(
            Mediation(
                serviceRecord: serviceRecord, setting: setting, supporting: supporting,
                place: office.symbols.intern(place.text),
                language: office.symbols.intern(language.code), on: on, minutes: Int32(minutes.count),
                case: own, purpose: office.symbols.intern(purpose.text), lastStep: nil,
                previous: own.flatMap { office.mediationsOfCases[$0] }, position: Int32(mark.position)))
        if let own { office.mediationsOfCases[own] = row }
        office.record(.mediationRequest, row: row, mark)
    }
}

/// `mediation.authorise`: how many minutes may be given. Again: replaces the ceiling.
struct AuthoriseMediation: MediationStepCommand {
    static let name = "mediation.authorise"
    static let event = "mediation.authorised"
    static let leastRole = Role.coordinator

    let mediation: ID
    let maxMinutes: Minutes
    let by: ID
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        mediation = try fields.required("mediation", .mediation)
        maxMinutes = try fields.required("maxMinutes", typedName: "minutes")
        by = try fields.required("by", .worker, typedName: "worker")
        on = try fields.required("on")
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (_, _, state, flags) = try office.checkStep(onMediation: mediation, day: on, recording)
        let authoriser = try office.employed(worker: by, field: "by", on: on)
        try state.refuseFinished(mediation)
        guard authoriser != state.mediator else {
            throw Refusal(.mediation(.authorisedByMediator(by: by)), field: "by", value: by.quoted)
        }
        guard maxMinutes.count >= state.deliveredMinutes else {
            throw Refusal(
                .mediation(.belowDelivered(state.deliveredMinutes)), field: "maxMinutes", value: "\(maxMinutes.count)")
        }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let by = office.workers.find(by.text) else { return }
        office.addStep(
            .authorise(maxMinutes: Int32(maxMinutes.count), by: by), toMediation: mediation, on: on, mark)
    }
}

/// `mediation.assign`: which mediator goes.
struct AssignMediator: MediationStepCommand {
    static let name = "mediation.assign"
    static let event = "mediation.assigned"
    static let leastRole = Role.coordinator

    let mediation: ID
    let mediator: ID
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        mediation = try fields.required("mediation", .mediation)
        mediator = try fields.required("mediator", .assignee, typedName: "worker")
        on = try fields.required("on")
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (_, row, state, flags) = try office.checkStep(onMediation: mediation, day: on, recording)
        let worker = try office.employed(worker: mediator, field: "mediator", on: on)
        try state.refuseFinished(mediation)
        guard office.profession(of: worker, on: on) == .mediator else {
            throw Refusal(.mediation(.notAMediator(mediator, on: on)), field: "mediator", value: mediator.quoted)
        }
        guard office.speaks(worker, row.language, on: on) else {
            throw Refusal(
                .mediation(
                    .languageMismatch(
                        mediator: mediator, language: office.symbols[row.language],
                        fitting: office.mediators(speaking: row.language, on: on))), field: "mediator",
                value: mediator.quoted)
        }
        guard worker != state.authoriser else {
            throw Refusal(
                .mediation(.assignedToAuthoriser(mediator: mediator)), field: "mediator", value: mediator.quoted)
        }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let mediator = office.workers.find(mediator.text) else { return }
        office.addStep(.assign(mediator), toMediation: mediation, on: on, mark)
    }
}

extension Office {
    /// Returns those who work as mediators on a day and have a language, in the order of their ids.
    fileprivate func mediators(speaking language: Symbol, on day: Day) -> [ID] {
        var found: [ID] = []
        workers.forEach { ref, _ in
            if works(ref, on: day), profession(of: ref, on: day) == .mediator, speaks(ref, language, on: day) {
                found.append(ID(stored: workers.id(ref)))
            }
        }
        return found.sorted { $0.text < $1.text }
    }
}

extension MediationState {
    /// Refuses what comes after the last delivery.
    func refuseFinished(_ id: ID) throws(Refusal) {
        guard !isFinished else {
            throw Refusal(.mediation(.finished(mediation: id)), field: "mediation", value: id.quoted)
        }
    }
}

/// A request that was made in error is cancelled: it is not voided.
extension Mediation: StreamedRow {
    static var table: WritableKeyPath<Office, Table<Mediation>> { \.mediations }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.mediation(Ref(row)))
    }

    func stream(in office: Office) -> Stream { office.stream(of: serviceRecord) }

    /// Those of its case.
    func persons(in office: Office) -> [Ref<Person>] { self.case.map { office.cases[$0].persons(in: office) } ?? [] }
}
