import CivilTime

/// `audit.note-finding`: records an auditor's finding in the log itself.
struct NoteFinding: DatedCommand {
    static let name = "audit.note-finding"
    static let event = "finding.noted"
    static let leastRole = Role.auditor

    let finding: ID
    let report: ID?
    let position: Count?
    let on: Day
    let severity: Finding.Severity
    let text: Text

    init(from fields: inout Fields) throws(Refusal) {
        finding = try fields.required("finding", creates: .finding)
        report = try fields.optional("report", .report)
        position = try fields.optional("position", .position)
        on = try fields.required("on")
        severity = try fields.required("severity")
        text = try fields.required("text")
    }

    func stream(in office: Office) -> Stream { .finding(finding) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try recording.refuseFuture(on)
        guard !office.reports.findings.contains(where: { $0.id == finding }) else { throw .exists(.finding, finding) }
        if let report, office.reports.report(report) == nil { throw .unknown(.report, report) }
        if let position { try office.checkKnown(position: position.count) }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.reports.findings.append(
            Finding(
                id: finding, report: report, about: position?.count, on: on, severity: severity, text: text.text,
                position: mark.position))
        office.record(.finding, row: office.reports.findings.count - 1, mark)
    }
}
