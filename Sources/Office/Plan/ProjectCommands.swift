import CivilTime

/// `project.extend-status`: a law that made expiring evidence valid for longer.
struct ExtendStatus: Command {
    static let name = "project.extend-status"
    static let event = "project.status-extended"
    static let leastRole = Role.coordinator

    let expiringFrom: Day
    let expiringTo: Day
    let validUntil: Day

    init(from fields: inout Fields) throws(Refusal) {
        expiringFrom = try fields.required("expiringFrom")
        expiringTo = try fields.required("expiringTo")
        validUntil = try fields.required("validUntil")
        let _: Text = try fields.required("act")
        try Refusal.check(expiringFrom, notAfter: expiringTo, "expiringTo")
        try Refusal.check(expiringTo, notAfter: validUntil, "validUntil")
    }

    func stream(in office: Office) -> Stream { .project }
    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags { Flags() }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.statusExtensions.append(
            StatusExtension(
                expiringFrom: expiringFrom, expiringTo: expiringTo, validUntil: validUntil, position: mark.position))
        office.record(.project, row: office.statusExtensions.count - 1, mark)
    }
}

/// `project.record-final-payment`: retention is counted from the end of this payment's financial year.
struct RecordFinalPayment: DatedCommand {
    static let name = "project.record-final-payment"
    static let event = "project.final-payment-recorded"
    static let leastRole = Role.coordinator

    let on: Day
    let financialYearEnd: Day
    let retentionYears: Int

    init(from fields: inout Fields) throws(Refusal) {
        on = try fields.required("on")
        financialYearEnd = try fields.required("financialYearEnd")
        let years: Count = try fields.required("retentionYears")
        retentionYears = years.count
        guard (4...100).contains(retentionYears) || fields.isOnlyDescribed else {
            throw Refusal(.plan(.retentionTooShort), field: "retentionYears", value: "\(retentionYears)")
        }
        try Refusal.check(on, notAfter: financialYearEnd, "financialYearEnd")
    }

    func stream(in office: Office) -> Stream { .project }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try recording.refuseFuture(on)
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.finalPayments.append(
            FinalPayment(
                on: on, financialYearEnd: financialYearEnd, retentionYears: retentionYears, position: mark.position))
        office.record(.project, row: office.finalPayments.count - 1, mark)
    }
}

/// `project.open-proceeding`: an irregularity or procedure that prolongs retention.
struct OpenProceeding: DatedCommand {
    static let name = "project.open-proceeding"
    static let event = "project.proceeding-opened"
    static let leastRole = Role.coordinator

    let proceeding: ID
    let kind: ProceedingKind
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        proceeding = try fields.required("proceeding", creates: .proceeding)
        kind = try fields.required("kind")
        on = try fields.required("on")
    }

    func stream(in office: Office) -> Stream { .project }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        guard !office.proceedings.contains(where: { $0.id == proceeding }) else {
            throw .exists(.proceeding, proceeding)
        }
        try recording.refuseFuture(on)
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.proceedings.append(
            Proceeding(id: proceeding, kind: kind, on: on, closed: nil, position: mark.position))
        office.record(.project, row: office.proceedings.count - 1, mark)
    }
}

/// `project.close-proceeding`: retention is counted on from here.
struct CloseProceeding: DatedCommand {
    static let name = "project.close-proceeding"
    static let event = "project.proceeding-closed"
    static let leastRole = Role.coordinator

    let proceeding: ID
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        proceeding = try fields.required("proceeding", .proceeding)
        on = try fields.required("on")
    }

    func stream(in office: Office) -> Stream { .project }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        guard let known = office.proceedings.first(where: { $0.id == proceeding }) else {
            throw .unknown(.proceeding, proceeding)
        }
        guard known.closed == nil else {
            throw Refusal(.plan(.proceedingClosed(proceeding)), field: "proceeding")
        }
        try recording.refuseFuture(on)
        try Refusal.check(on, notBefore: known.on, .proceeding)
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        if let index = office.proceedings.firstIndex(where: { $0.id == proceeding }) {
            office.proceedings[index].closed = on
            office.record(.project, row: index, mark)
        }
    }
}
