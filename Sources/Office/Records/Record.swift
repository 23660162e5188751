/// The record of every event, by position: its kind and its row.
package struct Record: Sendable, Hashable, BitwiseCopyable {
    /// The kinds of events, by what can be done to what they left. ``type`` says it of each.
    package enum Kind: UInt8, Sendable, Hashable, BitwiseCopyable, CaseIterable {
        case log, plan, project, worker, rate, absence, entry, adjustment, timesheet
        case person, evidence, decision, link
        case contact, caseOpening, caseStep, mediationRequest, mediationStep, orientation, activity
        case void, report, finding
        case erasure, erasureRefusal, look
    }

    package let kind: Kind
    package var isVoided = false
    /// The number of the row in the table of its kind; for a voiding, the position that it voids; 0 if there is no row.
    package let row: Int32
    package let flags: Flags
}

extension Record.Kind {
    /// The description of each kind; this is the only place that lists all kinds.
    var type: any RecordedRow.Type {
        switch self {
        case .log: PlainRecord.self
        case .plan: PlanRecord.self
        case .project: PlainRecord.self
        case .worker: Worker.self
        case .rate: Rate.self
        case .absence: Absence.self
        case .entry: Entry.self
        case .adjustment: Adjustment.self
        case .timesheet: Timesheet.self
        case .person: Person.self
        case .evidence: Evidence.self
        case .decision: EligibilityDecision.self
        case .link: LinkRecord.self
        case .contact: Contact.self
        case .caseOpening: Case.self
        case .caseStep: CaseStep.self
        case .mediationRequest: Mediation.self
        case .mediationStep: MediationStep.self
        case .orientation: Orientation.self
        case .activity: Activity.self
        case .void: VoidingRecord.self
        case .report: PlainRecord.self
        case .finding: PlainRecord.self
        case .erasure: ErasureRecord.self
        case .erasureRefusal: ErasureRefusalRecord.self
        case .look: LookRecord.self
        }
    }
}

extension Office {
    /// Keeps what is known of an event under its position.
    mutating func record(_ kind: Record.Kind, row: Int, _ mark: EventMark) {
        records.append(Record(kind: kind, row: Int32(row), flags: mark.flags))
        switch kind {
        case .contact, .caseOpening, .caseStep, .mediationStep, .orientation, .activity: noteServices(at: mark.position)
        case .log, .plan, .project, .worker, .rate, .absence, .entry, .adjustment, .timesheet, .person, .evidence,
            .decision, .link, .mediationRequest, .void, .report, .finding, .erasure, .erasureRefusal, .look:
            break
        }
    }

    mutating func record<Row>(_ kind: Record.Kind, row: Ref<Row>, _ mark: EventMark) {
        record(kind, row: Int(row.index), mark)
    }

    /// Calls `body` with each subject of each event at `positions`, in the order of the log: any figure about that subject
    /// may have changed by the event.
    package func forEachSubject(
        ofEventsAt positions: ClosedRange<Int>, _ body: (_ position: Int, RecordSubject) -> Void
    ) {
        let types = Record.Kind.allCases.map(\.type)
        for position in positions {
            let record = records[position]
            types[Int(record.kind.rawValue)].forEachSubject(of: Int(record.row), in: self) { body(position, $0) }
        }
    }

    /// The positions of events that an auditor looks at first, in order: those that carry flags, and those of a kind with
    /// an ``AuditMatter``.
    package var auditedPositions: [Int] {
        let isAudited = Record.Kind.allCases.map { $0.type.auditMatter != nil }
        var found: [Int] = []
        records.forEach { position, record in
            if isAudited[Int(record.kind.rawValue)] || !record.flags.isEmpty { found.append(position) }
        }
        return found
    }
}

extension Record {
    /// The audit entry for the event; nil if only its flags matter.
    package var auditMatter: AuditMatter? { kind.type.auditMatter }
}
