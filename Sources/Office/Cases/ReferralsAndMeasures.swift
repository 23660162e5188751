import CivilTime

/// `case.refer`: the case is sent on to another service.
struct ReferCase: CaseStepCommand {
    static let name = "case.refer"
    static let event = "case.referred"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let referral: ID
    let to: Text

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        referral = try fields.required("referral", creates: .referral)
        to = try fields.required("to")
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (ref, _, flags) = try office.checkStep(on: `case`, day: on, recording)
        let symbol = office.symbol(referral)
        for case .refer(let known, _) in office.steps(of: ref).map(\.action) where known == symbol {
            throw .exists(.referral, referral)
        }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.addStep(
            .refer(office.symbols.intern(referral.text), to: office.symbols.intern(to.text)), to: `case`, on: on, mark)
    }
}

/// `case.close-referral`: how a referral ended. Also on a closed case: the answer comes when it comes.
struct CloseReferral: CaseStepCommand {
    static let name = "case.close-referral"
    static let event = "case.referral-closed"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let referral: ID
    let outcome: ReferralOutcome

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        referral = try fields.required("referral", .referral)
        outcome = try fields.required("outcome")
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (ref, state, flags) = try office.checkStep(on: `case`, day: on, recording, mayBeClosed: true)
        try office.checkOpen(
            referral, .referral, among: state.openReferrals,
            opened: office.steps(of: ref).first {
                if case .refer(let known, _) = $0.action { known == office.symbol(referral) } else { false }
            },
            closing: on)
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.addStep(.closeReferral(office.symbols.intern(referral.text), outcome), to: `case`, on: on, mark)
    }
}

/// `case.record-measure`: a measure of an authority: judicial, child protection.
struct RecordMeasure: CaseStepCommand {
    static let name = "case.record-measure"
    static let event = "case.measure-recorded"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let measure: ID
    let authority: Text
    let deadline: Day?

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        measure = try fields.required("measure", creates: .measure)
        authority = try fields.required("authority")
        deadline = try fields.optional("deadline")
        try fields.optionalSealed("number", .number)
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (ref, _, flags) = try office.checkStep(on: `case`, day: on, recording)
        let symbol = office.symbol(measure)
        for case .measure(let known, _, _) in office.steps(of: ref).map(\.action) where known == symbol {
            throw .exists(.measure, measure)
        }
        if let deadline { try Refusal.check(on, notAfter: deadline, "deadline") }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        let authority = office.symbols.intern(authority.text)
        office.addStep(
            .measure(office.symbols.intern(measure.text), authority: authority, deadline: deadline), to: `case`, on: on,
            mark)
    }
}

/// `case.end-measure`: a measure ended. Also on a closed case: authorities have their own course.
struct EndMeasure: CaseStepCommand {
    static let name = "case.end-measure"
    static let event = "case.measure-ended"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let measure: ID

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        measure = try fields.required("measure", .measure)
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (ref, state, flags) = try office.checkStep(on: `case`, day: on, recording, mayBeClosed: true)
        try office.checkOpen(
            measure, .measure, among: state.openMeasures,
            opened: office.steps(of: ref).first {
                if case .measure(let known, _, _) = $0.action { known == office.symbol(measure) } else { false }
            },
            closing: on)
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.addStep(.endMeasure(office.symbols.intern(measure.text)), to: `case`, on: on, mark)
    }
}

extension Office {
    /// Refuses to close what was never opened, or is closed already, or before it was opened.
    fileprivate func checkOpen(
        _ id: ID, _ noun: Noun, among open: [Symbol], opened: CaseStep?, closing on: Day
    ) throws(Refusal) {
        guard let opened else { throw .unknown(noun, id) }
        guard let symbol = symbol(id), open.contains(symbol) else {
            throw Refusal(.cases(.ended(noun, id)), field: noun.rawValue, value: id.quoted)
        }
        try Refusal.check(on, notBefore: opened.on, noun)
    }
}
