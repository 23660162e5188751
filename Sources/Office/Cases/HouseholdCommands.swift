import CivilTime

/// `case.add-member`: a person joins the household.
struct AddMember: CaseStepCommand {
    static let name = "case.add-member"
    static let event = "case.member-added"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let person: ID

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        person = try fields.required("person", .person)
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        var (ref, state, flags) = try office.checkStep(on: `case`, day: on, recording)
        let person = try office.known(person: person)
        guard !state.members.contains(person), office.cases[ref].person != person else {
            throw Refusal(.cases(.member(person: self.person)), field: "person", value: self.person.quoted)
        }
        flags.insert(.possibleDuplicate, if: office.isInOpenCase([person], otherThan: ref))
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let person = office.people.find(person.text) else { return }
        if let row = office.find(.case, `case`) { office.note(membership: person, in: Ref(row)) }
        office.addStep(.addMember(person), to: `case`, on: on, mark)
    }
}

/// `case.remove-member`: a person leaves the household.
struct RemoveMember: CaseStepCommand {
    static let name = "case.remove-member"
    static let event = "case.member-removed"
    static let leastRole = Role.operator

    let `case`: ID
    let on: Day
    let person: ID

    init(from fields: inout Fields) throws(Refusal) {
        `case` = try fields.required("case", .case)
        on = try fields.required("on")
        person = try fields.required("person", .leaver)
    }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let (_, state, flags) = try office.checkStep(on: `case`, day: on, recording)
        let person = try office.known(person: person)
        guard state.members.contains(person) else {
            throw Refusal(
                .cases(.notMember(person: self.person, case: `case`)), field: "person", value: self.person.quoted)
        }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let person = office.people.find(person.text) else { return }
        office.addStep(.removeMember(person), to: `case`, on: on, mark)
    }
}
