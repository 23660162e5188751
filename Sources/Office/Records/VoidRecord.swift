import CivilTime

/// `record.void`: voids an event that should not have been recorded. From now on it is treated as never recorded; the log keeps
/// it, and the office of an earlier position still has it.
struct VoidRecord: Command {
    static let name = "record.void"
    static let event = "record.voided"
    static let leastRole = Role.coordinator

    let position: Count

    init(from fields: inout Fields) throws(Refusal) {
        position = try fields.required("position", .position)
        let _: Text = try fields.required("reason")
    }

    func stream(in office: Office) throws(Refusal) -> Stream { try voidable(in: office).stream(in: office) }

    func owner(in office: Office) -> Stream? {
        (try? voidable(in: office))?.persons(in: office).first.map { office.stream(of: $0) }
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let row = try voidable(in: office)
        guard !office.records[position.count].isVoided else {
            throw Refusal(.record(.voided(position: position.count)), field: "position", value: "\(position.count)")
        }
        // The contents of a person's own stream are their record; everything else belongs to the work.
        if let person = row.persons(in: office).first, row.stream(in: office) == office.stream(of: person) {
            try office.refuseRestricted(person, field: "position", value: "\(position.count)")
        }
        try row.checkVoidable(in: office)
        return row.remarksOnVoiding(in: office)
    }

    /// The row that the event left which is to be voided.
    private func voidable(in office: Office) throws(Refusal) -> any VoidableRow {
        try office.checkKnown(position: position.count)
        guard let row = office.streamedRow(of: office.records[position.count]) as? any VoidableRow else {
            throw notVoidable(office)
        }
        return row
    }

    private func notVoidable(_ office: Office) -> Refusal {
        Refusal(.record(.notVoidable(position: position.count)), field: "position", value: "\(position.count)")
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard position.count < office.records.count else { return }
        let record = office.records[position.count]
        if let kind = record.kind.type as? any VoidableRow.Type {
            office.recount(office.persons(countedBy: position.count)) { kind.void(Int(record.row), in: &$0, mark) }
        }
        office.records[position.count].isVoided = true
        office.record(.void, row: position.count, mark)
    }
}

extension Record {
    /// The command that voids a recorded event.
    package static let voiding: any Command.Type = VoidRecord.self
}

extension Office {
    /// Refuses a position that the log does not have.
    func checkKnown(position: Int) throws(Refusal) {
        guard position < records.count else {
            throw Refusal(
                .record(.noPosition(position, last: records.count - 1)), field: "position", value: "\(position)")
        }
    }
}

extension Refusal {
    /// Refuses to void a step that is not the last of its stream that counts.
    static func check(_ position: Int32, isLast last: Int32?) throws(Refusal) {
        guard let last, last != position else { return }
        throw Refusal(.record(.notLastStep(last: Int(last))), field: "position", value: "\(position)")
    }
}

/// The voiding of an event; its row is the position that it voids.
enum VoidingRecord: RecordedRow {
    static var auditMatter: AuditMatter? { .voiding }

    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        let voided = office.records[row]
        voided.kind.type.forEachSubject(of: Int(voided.row), in: office, body)
    }
}
