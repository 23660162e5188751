package import CivilTime

/// A desk for young people.
public enum YouthDesk: String, WordList {
    /// Informagiovani.
    case informagiovani
    /// Spazio Giovani.
    case spazioGiovani = "spazio-giovani"
}

/// A young person's relation to school.
public enum SchoolExit: String, WordList {
    /// Abbandono.
    case dropout
    /// Conclusione.
    case completed
    /// Still attending.
    case attending
}

/// The purpose of an activity.
public enum ActivityKind: String, WordList {
    /// Tempo libero.
    case leisure
    /// Socialising.
    case socialising
    /// Participation.
    case participation
    /// A workshop.
    case workshop
}

/// A young person's needs and difficulties, gathered once.
package struct Orientation: Sendable, Hashable, BitwiseCopyable {
    package let serviceRecord: Ref<ServiceRecord>
    package let person: Ref<Person>
    package let place: Symbol
    package let desk: YouthDesk
    package let on: Day
    package let minutes: Int32
    package let worker: Ref<Worker>
    package let schoolExit: SchoolExit
    package let needs: ListRef
    package let difficulties: ListRef
    package let position: Int32
    package var isVoided = false
}

/// An activity with those present.
package struct Activity: Sendable, Hashable, BitwiseCopyable {
    package let serviceRecord: Ref<ServiceRecord>
    package let place: Symbol
    package let desk: YouthDesk
    package let kind: ActivityKind
    package let on: Day
    package let minutes: Int32
    package let worker: Ref<Worker>
    package let present: ListRef
    package let anonymous: Int32
    package let position: Int32
    package var isVoided = false
}

/// `orientation.deliver`: a young person's needs and difficulties are gathered.
struct DeliverOrientation: DatedCommand {
    static let name = "orientation.deliver"
    static let event = "orientation.delivered"
    static let leastRole = Role.operator

    let orientation: ID
    let person: ID
    let place: ID
    let desk: YouthDesk
    let on: Day
    let minutes: Minutes
    let worker: ID
    let schoolExit: SchoolExit
    let needs: [ID]
    let difficulties: [ID]

    init(from fields: inout Fields) throws(Refusal) {
        orientation = try fields.required("orientation", creates: .orientation)
        person = try fields.required("person", .person)
        place = try fields.required("place", .place)
        desk = try fields.required("desk")
        on = try fields.required("on")
        minutes = try fields.required("minutes")
        worker = try fields.required("worker", .worker)
        schoolExit = try fields.required("schoolExit")
        needs = try fields.required("needs", .code)
        difficulties = try fields.required("difficulties", .code)
        let _: Text? = try fields.optional("next")
    }

    func stream(in office: Office) -> Stream { .orientation(orientation) }
    func owner(in office: Office) -> Stream? { .person(person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try office.refuseTaken(orientation, field: "orientation")
        try recording.refuseFuture(on)
        let person = try office.known(person: person)
        try office.check(.youth, at: place, on: on)
        _ = try office.employed(worker: worker, on: on)
        var flags = Flags(.unknownCode, if: office.plan?.lacksCode(among: needs) ?? false)
        office.remarks(onServing: person, on: on, &flags)
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let person = office.people.find(person.text), let worker = office.workers.find(worker.text) else {
            return
        }
        let serviceRecord = office.insertServiceRecord(
            .orientation, row: office.orientations.count, as: orientation, mark)
        let row = office.orientations.append(
            Orientation(
                serviceRecord: serviceRecord, person: person, place: office.symbols.intern(place.text), desk: desk,
                on: on,
                minutes: Int32(minutes.count), worker: worker, schoolExit: schoolExit, needs: office.intern(needs),
                difficulties: office.intern(difficulties), position: Int32(mark.position)))
        office.record(.orientation, row: row, mark)
    }
}

/// `activity.hold`: an activity took place, with known persons and anonymous heads.
struct HoldActivity: DatedCommand {
    static let name = "activity.hold"
    static let event = "activity.held"
    static let leastRole = Role.operator

    let activity: ID
    let place: ID
    let desk: YouthDesk
    let kind: ActivityKind
    let on: Day
    let minutes: Minutes
    let worker: ID
    let present: [ID]
    let anonymous: Count

    init(from fields: inout Fields) throws(Refusal) {
        activity = try fields.required("activity", creates: .activity)
        place = try fields.required("place", .place)
        desk = try fields.required("desk")
        kind = try fields.required("kind")
        on = try fields.required("on")
        minutes = try fields.required("minutes")
        worker = try fields.required("worker", .worker)
        present = try fields.required("present", .participant)
        anonymous = try fields.required("anonymous")
    }

    func stream(in office: Office) -> Stream { .activity(activity) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        try office.refuseTaken(activity, field: "activity")
        try recording.refuseFuture(on)
        try office.check(.youth, at: place, on: on)
        _ = try office.employed(worker: worker, on: on)
        var flags = Flags()
        var seen = Set<ID>()
        for (index, id) in present.enumerated() {
            let field = "present[\(index)]"
            guard seen.insert(id).inserted else {
                throw Refusal(.youth(.presentTwice(person: id)), field: field, value: id.quoted)
            }
            office.remarks(onServing: try office.known(person: id, field: field), on: on, &flags)
        }
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let worker = office.workers.find(worker.text) else { return }
        let serviceRecord = office.insertServiceRecord(.activity, row: office.activities.count, as: activity, mark)
        let row = office.activities.append(
            Activity(
                serviceRecord: serviceRecord, place: office.symbols.intern(place.text), desk: desk, kind: kind, on: on,
                minutes: Int32(minutes.count), worker: worker, present: office.intern(people: present),
                anonymous: Int32(anonymous.count), position: Int32(mark.position)))
        office.record(.activity, row: row, mark)
    }
}

extension Orientation: VoidableRow {
    static var table: WritableKeyPath<Office, Table<Orientation>> { \.orientations }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.person(office.orientations[Ref(row)].person))
    }

    func stream(in office: Office) -> Stream { office.stream(of: serviceRecord) }
    func persons(in office: Office) -> [Ref<Person>] { [person] }
}

extension Activity: VoidableRow {
    static var table: WritableKeyPath<Office, Table<Activity>> { \.activities }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        office.lists.forEach(office.activities[Ref(row)].present, of: Person.self) { body(.person($0)) }
    }

    func stream(in office: Office) -> Stream { office.stream(of: serviceRecord) }
    /// Nothing is sealed of those present.
    func persons(in office: Office) -> [Ref<Person>] { [] }
}
