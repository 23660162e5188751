import CivilTime

/// `project.adopt-plan`: the plan in force from now on, for all days.
struct AdoptPlan: DatedCommand {
    static let name = "project.adopt-plan"
    static let event = "project.plan-adopted"
    static let leastRole = Role.coordinator

    let plan: Plan
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        plan = try fields.required("plan")
        on = try fields.required("on")
        let _: Text? = try fields.optional("act")
        let _: Text? = try fields.optional("reason")
    }

    func stream(in office: Office) -> Stream { .project }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try recording.refuseFuture(on)
        try plan.refuseWhatCannotBeAdopted()
        if let id = office.identity, plan.office.text != id {
            throw Refusal(.plan(.otherOffice(id)), field: "plan.office", value: plan.office.quoted)
        }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.adopt(plan)
        office.record(.plan, row: 0, mark)
    }
}

extension Plan {
    /// The command that adopts a plan, and the event that it becomes.
    public static let adoption: any Command.Type = AdoptPlan.self

    /// The longest period, in days: fifty years.
    private static let longest = 18_263

    /// Refuses a period of more than fifty years, because every answer would go through each of its weeks, and lines outside
    /// the period.
    fileprivate func refuseWhatCannotBeAdopted() throws(Refusal) {
        guard period.to.days(since: period.from) <= Self.longest else {
            throw Refusal(
                .plan(.periodTooLong(last: period.from.adding(Self.longest))), field: "plan.period.to",
                value: period.to.quoted)
        }
        try refuseLinesOutsidePeriod()
    }

    /// Refuses a line without a day in the period, because nothing could be recorded on it.
    ///
    /// This is a rule of adoption, not of reading: plans that were adopted before it are still read.
    fileprivate func refuseLinesOutsidePeriod() throws(Refusal) {
        for (index, line) in lines.enumerated() where line.window.intersection(period) == nil {
            let isBefore = line.window.to < period.from
            let end = isBefore ? "to" : "from"
            throw Refusal(
                .plan(.lineOutsidePeriod(line: line.id, line.window, period: period)),
                field: "plan.lines[\(index)].\(end)",
                value: (isBefore ? line.window.to : line.window.from).quoted)
        }
    }
}

extension CommandRequest {
    /// Checks an adoption's plan as far as that needs no office.
    ///
    /// - Returns: how many bytes its event's data have at most; nil of another command.
    /// - Throws: `Refusal`, as deciding it does.
    public func checkAdoption() throws(Refusal) -> Int? {
        guard let adoption = command as? AdoptPlan else { return nil }
        try adoption.plan.refuseWhatCannotBeAdopted()
        var flags = Flags()
        flags.insert(.lateEntry)
        flags.insert(.personalDataSuspected, if: isSuspicious)
        return clear.bytes(with: flags).count
    }
}

/// A plan that was adopted, or suspended for some days.
enum PlanRecord: RecordedRow {
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) { body(.project) }
}
