import CivilTime

/// `project.suspend`: lowers what is owed on the days from `from` on. Refuses nothing.
struct Suspend: Command {
    static let name = "project.suspend"
    static let event = "project.suspended"
    static let leastRole = Role.coordinator

    let suspension: ID
    let lines: Scope
    let places: Scope
    let from: Day
    let to: Day?

    init(from fields: inout Fields) throws(Refusal) {
        suspension = try fields.required("suspension", creates: .suspension)
        lines = try fields.required("lines", .line)
        places = try fields.required("places", .place)
        from = try fields.required("from")
        to = try fields.optional("to")
        let _: Text = try fields.required("act")
        let _: Text = try fields.required("reason")
        if let to { try Refusal.check(from, notAfter: to, "to") }
    }

    func stream(in office: Office) -> Stream { .project }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        guard !office.suspensions.contains(where: { $0.id == suspension }) else {
            throw .exists(.suspension, suspension)
        }
        let plan = try office.planInForce()
        if case .some(let ids) = lines { for id in ids { _ = try plan.known(line: id, field: "lines") } }
        if case .some(let ids) = places { for id in ids { _ = try plan.known(place: id, field: "places") } }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.suspensions.append(
            Suspension(id: suspension, lines: lines, places: places, from: from, to: to, position: mark.position))
        office.record(.plan, row: office.suspensions.count - 1, mark)
    }
}

/// `project.resume`: the first day on which a suspension no longer holds.
struct Resume: DatedCommand {
    static let name = "project.resume"
    static let event = "project.resumed"
    static let leastRole = Role.coordinator

    let suspension: ID
    let on: Day

    init(from fields: inout Fields) throws(Refusal) {
        suspension = try fields.required("suspension", .suspension)
        on = try fields.required("on")
    }

    func stream(in office: Office) -> Stream { .project }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        guard let known = office.suspensions.first(where: { $0.id == suspension }) else {
            throw .unknown(.suspension, suspension)
        }
        guard !known.isResumed else {
            throw Refusal(.plan(.resumed(suspension)), field: "suspension")
        }
        guard known.from <= on else {
            throw Refusal(.plan(.suspensionNotBegun(suspension, from: known.from)), field: "on", value: on.quoted)
        }
        if let to = known.to, on > to.adding(1) {
            throw Refusal(.plan(.suspensionEnded(suspension, on: to)), field: "on", value: on.quoted)
        }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        if let index = office.suspensions.firstIndex(where: { $0.id == suspension }) {
            office.suspensions[index].to = on.adding(-1)
            office.suspensions[index].isResumed = true
            office.record(.plan, row: index, mark)
        }
    }
}
