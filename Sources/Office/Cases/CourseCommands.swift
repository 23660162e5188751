import CivilTime

/// `case.advance-phase`: the case moves to another phase. Going back or past one is normal work and needs a reason.
struct AdvancePhase: CaseStepCommand {
    static let name = "case.advance-phase"
    static let event = "case.phase-advanced"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let phase: ID
    let hasReason: Bool

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        phase = try fields.required("phase", .phase)
        hasReason = try fields.optionalSealed("reason", .text)
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let plan = try office.planInForce()
        var (_, state, flags) = try office.checkStep(on: `case`, day: on, recording)
        guard let index = plan.index(ofPhase: phase) else {
            throw Refusal(
                .cases(.unknownPhase(phase, phases: plan.phases.map(\.id))), field: "phase", value: phase.quoted)
        }
        let current = office.symbols[state.phase]
        guard current != phase.text else {
            throw Refusal(.cases(.inPhase(case: `case`)), field: "phase", value: phase.quoted)
        }
        // A phase that a later plan has dropped has no place in the order: any phase may follow it, with a reason.
        let here = ID(current).flatMap { plan.index(ofPhase: $0) }
        guard here.map({ index == $0 + 1 }) ?? false || hasReason else {
            throw Refusal(
                .cases(
                    .notNextPhase(
                        from: current, to: phase,
                        next: here.flatMap { plan.phases.indices.contains($0 + 1) ? plan.phases[$0 + 1].id : nil })),
                field: "reason")
        }
        if let here {
            flags.insert(.phaseBack, if: index < here)
            flags.insert(.phaseSkip, if: index > here + 1)
        }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.addStep(.phase(office.symbols.intern(phase.text)), to: `case`, on: on, mark)
    }
}

/// `case.assign`: the case is in another worker's hands.
struct AssignCase: CaseStepCommand {
    static let name = "case.assign"
    static let event = "case.assigned"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let worker: ID

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        worker = try fields.required("worker", .assignee)
        try fields.optionalSealed("reason", .text)
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (_, _, flags) = try office.checkStep(on: `case`, day: on, recording)
        _ = try office.employed(worker: worker, on: on)
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let worker = office.workers.find(worker.text) else { return }
        office.addStep(.assign(worker), to: `case`, on: on, mark)
    }
}

/// `case.transfer`: the case moves to another line or place.
struct TransferCase: CaseStepCommand {
    static let name = "case.transfer"
    static let event = "case.transferred"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let place: ID?
    let line: ID?

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        place = try fields.optional("place", .place)
        line = try fields.optional("line", .line)
        try fields.requiredSealed("reason", .text)
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let plan = try office.planInForce()
        let (_, state, flags) = try office.checkStep(on: `case`, day: on, recording)
        guard place != nil || line != nil else {
            throw Refusal(.cases(.nothingToTransfer), field: "place")
        }
        // A transfer has no window, but the place must be one of the line's.
        let line = try line.map { id throws(Refusal) in try plan.known(line: id) } ?? office.planLine(state.line)
        let place = try place.map { id throws(Refusal) in try plan.known(place: id) } ?? office.planPlace(state.place)
        if let line, let place, !line.places.contains(place.id) {
            throw Refusal(
                .cases(.wrongPlace(line: line.id, place: place.id, places: line.places)),
                field: self.place == nil ? "line" : "place", value: (self.place ?? line.id).quoted)
        }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        let line = line.map { office.symbols.intern($0.text) }
        let place = place.map { office.symbols.intern($0.text) }
        office.addStep(.transfer(line: line, place: place), to: `case`, on: on, mark)
    }
}
