/// `project.adopt-plan`: the plan in force from now on, for all days.
public struct AdoptPlan: Command {
    public static let name = "project.adopt-plan"
    public static let event = "project.plan-adopted"
    public static let leastRole = Role.coordinator
    public static let summary = "Adopts a plan, or an amended one, for all days."

    let plan: Plan
    let on: Day

    public init(from fields: inout Fields) throws(Refusal) {
        plan = try fields.required("plan")
        on = try fields.required("on")
        let _: Text? = try fields.optional("act")
        let _: Text? = try fields.optional("reason")
    }

    public var occurred: Day? { on }
    public func stream(in office: Office) -> Stream { .project }

    public func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try recording.refuseFuture(on)
        if let id = office.identity, plan.office.text != id {
            throw Refusal(
                .invalidValue, field: "plan.office", value: plan.office.quoted,
                "this log is of the office \(id)", accepted: id)
        }
        return Flags()
    }

    public func apply(to office: inout Office, _ mark: EventMark) {
        office.adopt(plan)
        office.record(.project, row: 0, mark)
    }
}
