public import CanonicalJSON
public import CivilTime

/// `person.erase`: destroys the sealed fields of a person and all linked ids (GDPR art. 17); before the retention ends, the
/// refusal is recorded instead.
struct ErasePerson: Command {
    static let name = "person.erase"
    static let event = "person.erased"
    static let leastRole = Role.admin
    static let isCompleted = true

    let person: ID
    /// The ids that are erased, in an event.
    private let persons: [ID]

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", .person)
        let _: Text = try fields.required("authorisation")
        persons = try fields.added("persons", .person) ?? []
        let _: Count? = try fields.added("keys")
        let _: Count? = try fields.added("boxes")
        // Applied again to an older log that was restored.
        let _: Bool? = try fields.added("again")
    }

    func stream(in office: Office) -> Stream { .person(person) }

    /// A restricted record is kept (GDPR art. 18(1)(b), (c)): where the person wants it erased all the same, the restriction is
    /// lifted first, with that as its reason.
    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        _ = try office.unrestricted(person: person)
        return Flags()
    }

    func completed(
        _ office: Office, _ recording: Recording, _ freezer: any FigureFreezer
    ) throws(Refusal) -> Completion? {
        let ref = try office.known(person: person)
        let retention = office.retention(of: ref, upTo: recording.today)
        if let earliest = retention.earliest, earliest <= recording.today {
            let persons = office.linkedIDs(of: ref)
            return Completion(
                body: ErasePerson(person, persons), added: [.init("persons", .array(persons.map { .string($0.text) }))],
                erases: persons.map(Stream.person))
        }
        let (reasons, added) = retention.refusing(on: recording.today)
        return Completion(
            body: ErasureRefused(person: person), added: added,
            refusal: .erasureRefused(person, reasons, earliest: retention.earliest))
    }

    init(_ person: ID, _ persons: [ID]) {
        self.person = person
        self.persons = persons
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.people.find(person.text) else { return }
        for id in persons {
            if let other = office.people.find(id.text) { office.people[other].isErased = true }
        }
        office.record(.erasure, row: ref, mark)
    }
}

/// `person.erasure-refused`: an erasure was requested before the records may be erased, with the reasons.
struct ErasureRefused: EventBody {
    static let event = "person.erasure-refused"

    let person: ID

    init(person: ID) { self.person = person }

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", .person)
        let _: Text = try fields.required("authorisation")
        let _: [ID] = try fields.required("reasons", .code)
        let _: Day? = try fields.optional("earliest")
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.people.find(person.text) else { return }
        office.record(.erasureRefusal, row: ref, mark)
    }
}

extension Refusal {
    /// Returns the refusal for a sender who requested an erasure too early, also when the same command is sent again.
    public static func erasureRefused(_ person: ID, _ reasons: [String], earliest: Day?) -> Refusal {
        Refusal(
            .person(.erasureRefused(person: person, reasons: reasons, earliest: earliest)), field: "person",
            value: person.quoted)
    }

    /// Whether an event of that type records that an erasure was refused.
    public static func isErasureRefused(by event: String) -> Bool {
        event == ErasureRefused.event || event == RecordErasureRefused.event
    }

    /// As recorded in the data of such an event.
    public init(erasureRefused data: JSONObject) throws(Refusal) {
        var fields = try Fields(data, from: .event)
        let person: ID? = try fields.optional("person", .person)
        let reasons = try (fields.required("reasons", .code) as [ID]).map(\.text)
        let earliest: Day? = try fields.optional("earliest")
        if let person {
            self = .erasureRefused(person, reasons, earliest: earliest)
        } else {
            self = .erasureRefused(try fields.required("stream", .stream) as StreamName, reasons, earliest: earliest)
        }
    }
}

extension Office {
    /// The ids that are the same person, in the order of their registration.
    func linkedIDs(of person: Ref<Person>) -> [ID] {
        LinkedSets(links).everyone(linkedWith: person).sorted { $0.index < $1.index }.compactMap { ID(people.id($0)) }
    }

    /// The streams whose sealed fields were erased: those of persons, and others.
    public var erasedOwners: [Stream] {
        var erased = erasedStreams.sorted().map { Stream($0) }
        people.forEach { person, row in
            if row.isErased { erased.append(stream(of: person)) }
        }
        return erased
    }

    /// Returns an erasure to repeat one that another state of the log contained and this one lacks; nil if the person is not
    /// known here or is already erased. `authorisation` is that of the first erasure.
    public func erasureAgain(ofStream name: String, authorisation: String, _ recording: Recording) -> Decision? {
        guard let target = StreamName(name) else { return nil }
        let body: any Command
        var members: [JSONObject.Member] = [
            .init("authorisation", .string(authorisation)), .init("again", .bool(true)),
        ]
        if let person = target.stream.person {
            guard let ref = people.find(person.text), !people[ref].isErased else { return nil }
            members.append(.init("person", .string(person.text)))
            members.append(.init("persons", .array([.string(person.text)])))
            body = ErasePerson(person, [person])
        } else {
            guard !erasedStreams.contains(name) else { return nil }
            members.append(.init("stream", .string(name)))
            body = EraseRecord(target)
        }
        return Decision(
            stream: target.stream, type: type(of: body).event, schema: type(of: body).schema,
            occurred: recording.today, data: ClearData(members).bytes(with: Flags()), flags: Flags(),
            owner: target.stream, body: body, erases: [target.stream])
    }
}

extension Decision {
    /// Says in the event how much was destroyed.
    public mutating func note(keys: Int, boxes: Int) throws(Refusal) {
        guard case .object(let object)? = try? JSONReader.read(data.span, as: .strict) else {
            throw Refusal(.shape(.unreadableEvent))
        }
        var members = object.members.filter { $0.name != "keys" && $0.name != "boxes" }
        members.append(.init("keys", .integer(Int64(keys))))
        members.append(.init("boxes", .integer(Int64(boxes))))
        data = JSONObject(members).canonicalBytes
    }
}

/// An event that destroys the sealed fields of a person or a stream.
enum ErasureRecord: RecordedRow {
    static var auditMatter: AuditMatter? { .erasure }
}

/// An event that records that sealed fields were not destroyed, because they must be kept longer.
enum ErasureRefusalRecord: RecordedRow {
    static var auditMatter: AuditMatter? { .erasureRefusal }
}
