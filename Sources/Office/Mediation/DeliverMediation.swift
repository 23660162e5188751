import CanonicalJSON
import CivilTime

/// `mediation.deliver`: records a delivery. All deliveries together stay within the authorised ceiling.
struct DeliverMediation: MediationStepCommand {
    static let name = "mediation.deliver"
    static let event = "mediation.delivered"
    static let isWorkOfAssignee = true
    /// 2: `mode` is always there.
    static let schema = 2
    static let leastRole = Role.operator

    let mediation: ID
    let on: Day
    let start: Clock
    let minutes: Minutes
    let mode: MediationMode
    let operatorPresent: Bool
    let kind: MediationKind
    let persons: [ID]
    let anonymous: Count?
    let isLast: Bool

    /// In version 1 `mode` could be missing: until the spring of 2020 all mediation was in person, so it was not recorded.
    static func upcast(_ data: JSONObject, from version: Int) -> JSONObject? {
        guard version == 1 else { return nil }
        guard data["mode"] == nil else { return data }
        return JSONObject(data.members + [.init("mode", .string(MediationMode.inPerson.rawValue))])
    }

    init(from fields: inout Fields) throws(Refusal) {
        mediation = try fields.required("mediation", .mediation)
        on = try fields.required("on")
        start = try fields.required("start")
        minutes = try fields.required("minutes")
        mode = try fields.required("mode")
        operatorPresent = try fields.required("operatorPresent")
        kind = try fields.required("kind")
        persons = try fields.optional("persons", .participant) ?? []
        anonymous = try fields.optional("anonymous")
        isLast = try fields.required("last")
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        var (_, row, state, flags) = try office.checkStep(onMediation: mediation, day: on, recording)
        let (mediator, ceiling) = try state.readyMediator(mediation)
        guard let place = ID(office.symbols[row.place]), let mediatorID = ID(office.workers.id(mediator)) else {
            return flags
        }
        try office.check(.mediation, at: place, on: on)
        _ = try office.employed(worker: mediatorID, field: "mediation", on: on)
        try office.refuseAbsent(mediator, mediatorID, on: on)
        guard EuropeRome.utcMinute(start, on: on) != nil else {
            throw Refusal(.calendar(.skippedClock(start, on: on)), field: "start", value: start.quoted)
        }
        guard minutes.count <= ceiling - state.deliveredMinutes else {
            throw Refusal(
                .mediation(.beyondAuthorised(ceiling: ceiling, delivered: state.deliveredMinutes)), field: "minutes",
                value: "\(minutes.count)")
        }
        try office.checkFree(mediator, mediatorID, for: WorkTime(on: on, start: start, minutes: minutes.count), mode)
        for (index, id) in persons.enumerated() {
            office.remarks(onServing: try office.known(person: id, field: "persons[\(index)]"), on: on, &flags)
        }
        if let ref = row.case { office.remarks(onServing: office.cases[ref].person, on: on, &flags) }
        if mode != .inPerson {
            let isSuspended = office.suspensions.contains { $0.places.covers(place) && $0.covers(on) }
            flags.insert(.remoteMode, if: !isSuspended)
        }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        let delivery = MediationStep.Delivery(
            start: start, minutes: Int32(minutes.count), mode: mode, kind: kind, operatorPresent: operatorPresent,
            isLast: isLast, persons: office.intern(people: persons), anonymous: Int32(anonymous?.count ?? 0))
        office.addStep(.deliver(delivery), toMediation: mediation, on: on, mark)
        if let row = office.find(.mediation, mediation) { office.noteDelivery(of: Ref(row)) }
    }
}

/// `mediation.miss`: records a missed appointment. The mediation may be delivered or missed again.
struct MissMediation: MediationStepCommand {
    static let name = "mediation.miss"
    static let event = "mediation.missed"
    static let isWorkOfAssignee = true
    static let leastRole = Role.operator

    let mediation: ID
    let on: Day
    let by: MissedBy
    let minutes: Minutes?

    init(from fields: inout Fields) throws(Refusal) {
        mediation = try fields.required("mediation", .mediation)
        on = try fields.required("on")
        by = try fields.required("by")
        minutes = try fields.optional("minutes")
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (_, _, state, flags) = try office.checkStep(onMediation: mediation, day: on, recording)
        _ = try state.readyMediator(mediation)
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.addStep(.miss(by, minutes: minutes.map { Int32($0.count) }), toMediation: mediation, on: on, mark)
    }
}

/// `mediation.cancel`: cancels a request before anything was delivered.
struct CancelMediation: MediationStepCommand {
    static let name = "mediation.cancel"
    static let event = "mediation.cancelled"
    static let leastRole = Role.operator

    let mediation: ID
    let on: Day
    let reason: CancelReason

    init(from fields: inout Fields) throws(Refusal) {
        mediation = try fields.required("mediation", .mediation)
        on = try fields.required("on")
        reason = try fields.required("reason")
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (_, _, state, flags) = try office.checkStep(onMediation: mediation, day: on, recording)
        guard state.deliveries == 0 else {
            throw Refusal(
                .mediation(.delivered(mediation: mediation, minutes: state.deliveredMinutes)), field: "mediation",
                value: mediation.quoted)
        }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.addStep(.cancel(reason), toMediation: mediation, on: on, mark)
    }
}

/// `mediation.evaluate`: records the requesting service's score, from 1 to 5.
struct EvaluateMediation: MediationStepCommand {
    static let name = "mediation.evaluate"
    static let event = "mediation.evaluated"
    static let leastRole = Role.operator

    let mediation: ID
    let score: Count
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        mediation = try fields.required("mediation", .mediation)
        score = try fields.required("score")
        on = try fields.required("on")
        guard (1...5).contains(score.count) || fields.isOnlyDescribed else {
            throw Refusal(.mediation(.scoreOutOfRange), field: "score", value: "\(score.count)")
        }
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (_, _, state, flags) = try office.checkStep(onMediation: mediation, day: on, recording)
        guard state.deliveries > 0 else {
            throw Refusal(
                .mediation(.nothingDelivered(mediation: mediation)), field: "mediation", value: mediation.quoted)
        }
        guard state.score == nil else {
            throw Refusal(.mediation(.evaluated(mediation: mediation)), field: "mediation", value: mediation.quoted)
        }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.addStep(.evaluate(score: UInt8(score.count)), toMediation: mediation, on: on, mark)
    }
}

extension MediationState {
    /// Returns the mediator if there is an authorised ceiling and an assignment; otherwise refuses with `wrong-order`.
    func readyMediator(_ id: ID) throws(Refusal) -> (mediator: Ref<Worker>, ceiling: Int) {
        try refuseFinished(id)
        guard let mediator, let ceiling else {
            throw Refusal(
                .mediation(ceiling == nil ? .notAuthorised(mediation: id) : .notAssigned(mediation: id)),
                field: "mediation", value: id.quoted)
        }
        return (mediator, ceiling)
    }
}
