/// `project.adopt-plan`: the plan in force from now on, for all days.
struct AdoptPlan: Command {
    static let name = "project.adopt-plan"
    static let event = "project.plan-adopted"
    static let leastRole = Role.coordinator
    static let summary = "Adopts a plan, or an amended one, for all days."

    let plan: Plan
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        plan = try fields.required("plan")
        on = try fields.required("on")
        let _: Text? = try fields.optional("act")
        let _: Text? = try fields.optional("reason")
    }

    var occurred: Day? { on }
    func stream(in office: Office) -> Stream { .project }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try recording.refuseFuture(on)
        if let id = office.identity, plan.office.text != id {
            throw Refusal(
                .invalidValue, field: "plan.office", value: plan.office.quoted,
                "this log is of the office \(id)", accepted: id)
        }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.adopt(plan)
        office.record(.plan, row: 0, mark)
    }
}
