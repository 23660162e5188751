/// `record.void`: an event that should not have been recorded. From now on it is taken as never recorded; the log
/// keeps it, and the office of an earlier position still has it.
struct VoidRecord: Command {
    static let name = "record.void"
    static let event = "record.voided"
    static let leastRole = Role.coordinator
    static let summary = "Voids a recorded event, by its position, with a reason; of a stream's steps only the last."

    let position: Count

    init(from fields: inout Fields) throws(Refusal) {
        position = try fields.required("position")
        let _: Text = try fields.required("reason")
    }

    var occurred: Day? { nil }

    func stream(in office: Office) throws(Refusal) -> Stream {
        try office.checkKnown(position: position.count)
        guard let stream = office.streamOfVoidable(at: position.count) else { throw notVoidable(office) }
        return stream
    }

    func owner(in office: Office) -> Stream? { office.ownerOfVoidable(at: position.count) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try office.checkKnown(position: position.count)
        let record = office.records[position.count]
        guard office.streamOfVoidable(at: position.count) != nil else { throw notVoidable(office) }
        guard !record.isVoided else {
            throw Refusal(
                .wrongOrder, field: "position", value: "\(position.count)",
                "position \(position.count) was voided already")
        }
        if let person = office.personOfRecord(record) {
            try office.refuseRestricted(person, field: "position", value: "\(position.count)")
        }
        if let last = office.lastStep(besideVoidable: record), last != position.count {
            throw Refusal(
                .wrongOrder, field: "position", value: "\(position.count)",
                "of a stream's steps only the last can be voided", accepted: "\(last)")
        }
        if record.kind == .caseOpening { try office.refuseResting(on: Ref(Int(record.row)), position.count) }
        var flags = Flags()
        if record.kind == .absence {
            let row = office.absences[Ref(Int(record.row))]
            flags.insert(.afterSigning, if: !office.signedMonths(of: row.worker, from: row.from, to: row.to).isEmpty)
        }
        return flags
    }

    private func notVoidable(_ office: Office) -> Refusal {
        Refusal(
            .invalidValue, field: "position", value: "\(position.count)",
            "the event at position \(position.count) is not of a kind that can be voided",
            accepted: "a contact, note, step, delivery, miss, evaluation, orientation, activity, decision, evidence, "
                + "absence, rate or measure, or a case that nothing rests on")
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard position.count < office.records.count else { return }
        let record = office.records[position.count]
        office.void(record)
        if record.kind == .absence, mark.flags.contains(.afterSigning) {
            office.expectApprovals(afterChanging: Ref(Int(record.row)))
        }
        office.records[position.count].isVoided = true
        office.record(.void, row: position.count, mark)
    }
}

extension Office {
    /// Refuses a position that the log does not have.
    func checkKnown(position: Int) throws(Refusal) {
        guard position < records.count else {
            throw Refusal(
                .unknown("position"), field: "position", value: "\(position)", "the log has no position \(position)",
                accepted: "0 to \(records.count - 1)")
        }
    }

    /// The stream of the event at a position, where it is of a kind that can be voided; nil otherwise.
    func streamOfVoidable(at position: Int) -> Stream? {
        guard position < records.count else { return nil }
        let record = records[position]
        let row = Int(record.row)
        switch record.kind {
        case .contact: return stream("contact/", contacts[Ref(row)].serviceRecord)
        case .caseOpening: return stream("case/", cases[Ref(row)].serviceRecord)
        case .caseStep: return stream("case/", cases[caseSteps[Ref(row)].case].serviceRecord)
        case .mediationStep: return stream("mediation/", mediations[mediationSteps[Ref(row)].mediation].serviceRecord)
        case .orientation: return stream("orientation/", orientations[Ref(row)].serviceRecord)
        case .activity: return stream("activity/", activities[Ref(row)].serviceRecord)
        case .decision: return Stream("person/" + people.id(decisions[Ref(row)].person))
        case .evidence: return Stream("person/" + people.id(evidence[Ref(row)].person))
        case .absence: return Stream("worker/" + workers.id(absences[Ref(row)].worker))
        case .rate: return Stream("worker/" + workers.id(rates[Ref(row)].worker))
        case .log, .plan, .project, .worker, .entry, .adjustment, .timesheet, .person, .link, .mediationRequest,
            .void, .report, .finding, .erasure, .erasureRefusal, .reading, .access, .look:
            return nil
        }
    }

    /// The person whose record a decision or a piece of evidence is part of; nil for all else, which is the work's.
    fileprivate func personOfRecord(_ record: Record) -> Ref<Person>? {
        switch record.kind {
        case .decision: decisions[Ref(Int(record.row))].person
        case .evidence: evidence[Ref(Int(record.row))].person
        default: nil
        }
    }

    /// The person whom the voided event concerns, whose key seals what the voiding says.
    func ownerOfVoidable(at position: Int) -> Stream? {
        guard position < records.count else { return nil }
        let record = records[position]
        let row = Int(record.row)
        let person: Ref<Person>? =
            switch record.kind {
            case .contact: contacts[Ref(row)].person
            case .caseOpening: cases[Ref(row)].person
            case .caseStep: cases[caseSteps[Ref(row)].case].person
            case .mediationStep: mediations[mediationSteps[Ref(row)].mediation].case.map { cases[$0].person }
            case .orientation: orientations[Ref(row)].person
            default: nil
            }
        return person.map { Stream("person/" + people.id($0)) }
    }

    private func stream(_ prefix: String, _ serviceRecord: Ref<ServiceRecord>) -> Stream {
        Stream(prefix + serviceRecords.id(serviceRecord))
    }

    /// The position of the last step that counts in the voidable step's stream; nil for what is not a step.
    ///
    /// A note is no step: it moves nothing, so any note can be voided.
    func lastStep(besideVoidable record: Record) -> Int? {
        let row = Int(record.row)
        switch record.kind {
        case .caseStep:
            let step = caseSteps[Ref(row)]
            if case .note = step.action { return nil }
            return steps(of: step.case).last { if case .note = $0.action { false } else { true } }.map {
                Int($0.position)
            }
        case .mediationStep:
            return steps(of: mediationSteps[Ref(row)].mediation).last.map { Int($0.position) }
        default: return nil
        }
    }

    /// Refuses to void a case that something rests on: a step or note, a mediation, or hours.
    fileprivate func refuseResting(on ref: Ref<Case>, _ position: Int) throws(Refusal) {
        let row = cases[ref]
        var found: String?
        if let step = steps(of: ref).last {
            found = "the step at position \(step.position)"
        } else {
            mediations.forEach { _, mediation in
                if mediation.case == ref {
                    found = found ?? "the mediation \(serviceRecords.id(mediation.serviceRecord))"
                }
            }
            hours.entries.forEach { entry, logged in
                if logged.about == row.serviceRecord, logged.minutes > 0 {
                    found = found ?? "the entry \(hours.entries.id(entry))"
                }
            }
        }
        guard let found else { return }
        throw Refusal(
            .wrongOrder, field: "position", value: "\(position)",
            "\(found) rests on the case \(serviceRecords.id(row.serviceRecord))",
            accepted: "a case that nothing rests on, or case.close")
    }

    fileprivate mutating func void(_ record: Record) {
        let row = Int(record.row)
        switch record.kind {
        case .contact: contacts[Ref(row)].isVoided = true
        case .caseOpening: cases[Ref(row)].isVoided = true
        case .caseStep: caseSteps[Ref(row)].isVoided = true
        case .mediationStep: mediationSteps[Ref(row)].isVoided = true
        case .orientation: orientations[Ref(row)].isVoided = true
        case .activity: activities[Ref(row)].isVoided = true
        case .decision: decisions[Ref(row)].isVoided = true
        case .evidence: evidence[Ref(row)].isVoided = true
        case .absence: absences[Ref(row)].isVoided = true
        case .rate: rates[Ref(row)].isVoided = true
        case .log, .plan, .project, .worker, .entry, .adjustment, .timesheet, .person, .link, .mediationRequest,
            .void, .report, .finding, .erasure, .erasureRefusal, .reading, .access, .look:
            return
        }
    }
}
