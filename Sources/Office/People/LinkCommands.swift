import CivilTime

/// `person.link`: two ids are the same person. Transitive; linking a pair again is accepted and changes nothing.
struct LinkPeople: Command {
    static let name = "person.link"
    static let event = "person.linked"
    static let leastRole = Role.coordinator

    let person: ID
    let same: ID

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", .person)
        same = try fields.required("same", .person)
        try fields.requiredSealed("reason", .text)
    }

    func stream(in office: Office) -> Stream { .person(person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        _ = try office.pair(person, same)
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let a = office.people.find(person.text), let b = office.people.find(same.text) else { return }
        office.recount([a, b]) { $0.links.insert(LinkBook.Pair(a, b), mark.position) }
        office.record(.link, row: a, mark)
    }
}

/// `person.unlink`: a pair was not the same person after all.
struct UnlinkPeople: Command {
    static let name = "person.unlink"
    static let event = "person.unlinked"
    static let leastRole = Role.coordinator

    let person: ID
    let same: ID

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", .person)
        same = try fields.required("same", .person)
        try fields.requiredSealed("reason", .text)
    }

    func stream(in office: Office) -> Stream { .person(person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let pair = try office.pair(person, same)
        guard office.links.contains(pair) else {
            throw Refusal(.person(.notLinked(person, same)), field: "same", value: same.quoted)
        }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let a = office.people.find(person.text), let b = office.people.find(same.text) else { return }
        office.recount([a, b]) { $0.links.remove(LinkBook.Pair(a, b)) }
        office.record(.link, row: a, mark)
    }
}

extension Office {
    fileprivate func pair(_ person: ID, _ same: ID) throws(Refusal) -> LinkBook.Pair {
        let a = try unrestricted(person: person)
        let b = try unrestricted(person: same, field: "same")
        guard a != b else {
            throw Refusal(.person(.sameID), field: "same", value: same.quoted)
        }
        return LinkBook.Pair(a, b)
    }
}

/// `person.restrict`: the record is kept and not changed (GDPR art. 18). Services go on, flagged.
struct RestrictPerson: Command {
    static let name = "person.restrict"
    static let event = "person.restricted"
    static let leastRole = Role.coordinator

    let person: ID

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", .person)
        try fields.requiredSealed("reason", .text)
    }

    func stream(in office: Office) -> Stream { .person(person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let ref = try office.known(person: person)
        guard !office.people[ref].isRestricted else {
            throw Refusal(.person(.restrictedAlready(person: person)), field: "person")
        }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.people.find(person.text) else { return }
        office.people[ref].isRestricted = true
        office.record(.person, row: ref, mark)
    }
}

/// `person.lift-restriction`: the record may be changed again.
struct LiftRestriction: Command {
    static let name = "person.lift-restriction"
    static let event = "person.restriction-lifted"
    static let leastRole = Role.coordinator

    let person: ID

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", .person)
        try fields.requiredSealed("reason", .text)
    }

    func stream(in office: Office) -> Stream { .person(person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let ref = try office.known(person: person)
        guard office.people[ref].isRestricted else {
            throw Refusal(.person(.notRestricted(person: person)), field: "person")
        }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.people.find(person.text) else { return }
        office.people[ref].isRestricted = false
        office.record(.person, row: ref, mark)
    }
}

/// Two ids that are, or are not, the same person; its row is the first of them.
enum LinkRecord: RecordedRow {
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.linkedPersons(Ref(row)))
    }
}
