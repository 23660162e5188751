public import CanonicalJSON

/// A reading of sealed fields, or an attempt to guess them. It is recorded before it is answered: as `personal-data.read`; as
/// `personal-data.searched` if a search finds nobody; and as `person.access-served` if the person themselves asked (GDPR art.
/// 15).
public enum PersonalDataRequest: Sendable, Hashable {
    /// These fields of the events of a stream, or of all that is sealed of a person, are opened, for a reason that some must
    /// give.
    case read(stream: Stream, fields: [ID], reason: String?)
    /// The person was found by these fields.
    case find(person: ID, by: [ID], reason: String?)
    /// The search found nobody who may be disclosed.
    case search(by: [ID], reason: String?)
    /// A recorded command was sent again, with other values of these sealed fields.
    case compare(stream: Stream, fields: [ID])
    /// All that is held of the person, and of all linked ids, is handed to them, with the sealed fields at these positions
    /// that speak of others too.
    case access(person: ID, released: [Int], reason: String?)

    var reason: String? {
        switch self {
        case .read(_, _, let reason), .find(_, _, let reason), .search(_, let reason), .access(_, _, let reason): reason
        case .compare: nil
        }
    }
}

extension PersonalDataRequest {
    private static let sealed = Catalogue.commands.flatMap { Catalogue.fields(of: $0).filter(\.isSealed) }

    /// The names of all fields that are sealed.
    public static let sealedFields = Set(sealed.map(\.name))

    /// The fields of a person that are shown if nothing else is asked: all but free text.
    static let usualFields = sealed.filter { $0.sealed != .text }.reduce(into: [String]()) { names, field in
        if !names.contains(field.name) { names.append(field.name) }
    }

    /// The fields that only events of somebody's own stream hold.
    public static let fieldsOfIdentity = sealedFields.subtracting(sealed.filter { !$0.isIdentity }.map(\.name))

    /// A look at fields, from the object in which it was asked: one of `person`, `worker` and `stream`; `fields?`, `reason?`.
    public init(reading object: JSONObject) throws(Refusal) {
        var fields = try Fields(object, from: .question)
        let person: ID? = try fields.optional("person", .person)
        let worker: ID? = try fields.optional("worker", .worker)
        let named: StreamName? = try fields.optional("stream", .stream)
        let asked: [ID]? = try fields.optional("fields", .sealedField)
        let reason: Text? = try fields.optional("reason")
        try fields.finish()
        let streams = [person.map(Stream.person), worker.map(Stream.worker), named?.stream].compactMap { $0 }
        guard streams.count == 1 else {
            throw Refusal(.personalData(streams.isEmpty ? .nobodyNamed : .severalNamed), field: "person")
        }
        let usual = streams[0].person == nil ? Self.sealedFields.sorted() : Self.usualFields
        let names = asked ?? usual.compactMap { ID($0) }
        guard !names.isEmpty else {
            throw Refusal(.personalData(.noFieldNamed(sealed: Self.sealedFields.sorted())), field: "fields")
        }
        for name in names where !Self.sealedFields.contains(name.text) {
            throw Refusal(
                .personalData(.notSealed(sealed: Self.sealedFields.sorted())), field: "fields", value: name.quoted)
        }
        self = .read(stream: streams[0], fields: names, reason: reason?.text)
    }

    /// An answer to the person themselves, from the object in which it was asked: `person`, `release?` [position], `reason?`.
    public init(access object: JSONObject) throws(Refusal) {
        var fields = try Fields(object, from: .question)
        let person: ID = try fields.required("person", .person)
        let released: [Count]? = try fields.optional("release", .position)
        let reason: Text? = try fields.optional("reason")
        try fields.finish()
        self = .access(person: person, released: released?.map(\.count) ?? [], reason: reason?.text)
    }

    /// A look at all that events sealed for an owner hold; nil for what is no stream's name.
    public init?(showing owner: String) {
        guard let named = StreamName(owner) else { return nil }
        self = .read(stream: named.stream, fields: Self.sealedFields.sorted().compactMap { ID($0) }, reason: nil)
    }

    /// Returns the record of a command that was sent again with sealed fields other than those sealed for `owner`; nil if it
    /// has none.
    public init?(comparingWith owner: String, _ command: CommandRequest) {
        guard let personal = command.personal,
            case .object(let object)? = try? JSONReader.read(personal.span, as: .strict)
        else { return nil }
        self = .compare(stream: Stream(owner), fields: object.members.compactMap { ID($0.name) })
    }
}

/// The name of a stream that can hold sealed fields, as a field of its own: `worker/sw-01`, `mediation/m-7`, `project`.
struct StreamName: TextForm, CustomStringConvertible {
    let stream: Stream
    var description: String { stream.name }

    init?(_ text: String) {
        if text != Stream.project.name {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard let kind = Stream.Kind(rawValue: String(parts[0])), parts.count == (kind == .timesheet ? 3 : 2),
                parts.dropFirst().allSatisfy({ ID(String($0)) != nil })
            else { return nil }
        }
        stream = Stream(text)
    }

    static var form: FieldForm { .stream }
    static var kind: FieldKind { .code }
    static var sample: String { Stream.project.name }
}

extension Fields.Description {
    fileprivate var isIdentity: Bool { if case .identity? = sealed { true } else { false } }
}

extension Stream {
    /// The part after the slash in its name: the id of the stream's subject.
    var id: ID? { name.firstIndex(of: "/").flatMap { ID(String(name[$0...].dropFirst())) } }

    /// The person whose stream it is; nil for any other stream.
    public var person: ID? {
        name.hasPrefix("person/") ? id : nil
    }
}

/// A search for persons by what is sealed of them.
public struct PersonSearch: Sendable {
    /// The search terms; all must match the person.
    public let terms: [SearchTerm]
    /// Why, where somebody must say it.
    public let reason: String?

    /// From the object in which it was asked: `name?`, `taxCode?`, `reason?`.
    public init(_ object: JSONObject) throws(Refusal) {
        var fields = try Fields(object, from: .question)
        var terms: [SearchTerm] = []
        for kind in SearchTerm.Kind.allCases {
            guard
                let text = try fields.withoutValue({ (fields) throws(Refusal) -> Text? in
                    try fields.optional(kind.rawValue)
                })
            else { continue }
            // The refusal does not contain the value, which is personal.
            guard let term = SearchTerm(kind, text.text) else {
                throw Refusal(.personalData(.emptyTerm), field: kind.rawValue)
            }
            terms.append(term)
        }
        reason = try fields.optional("reason").map { (text: Text) in text.text }
        try fields.finish()
        guard !terms.isEmpty else {
            throw Refusal(.personalData(.noTerm), field: "name")
        }
        self.terms = terms
    }

    /// The event for a person who was found.
    public func request(_ person: ID) -> PersonalDataRequest { .find(person: person, by: fields, reason: reason) }

    /// The event for a search that found nobody who may be disclosed.
    public var request: PersonalDataRequest { .search(by: fields, reason: reason) }

    private var fields: [ID] { terms.compactMap { ID($0.kind.rawValue) } }
}

/// `personal-data.read`: sealed fields were opened, led to a person, or were compared with. Who did is the event's actor.
///
/// Version 1 was of persons alone, and always named one.
struct PersonalDataRead: EventBody {
    static let event = "personal-data.read"
    static let schema = 2

    /// The way in which the fields were used.
    enum How: String, WordList {
        /// They were shown.
        case show
        /// The person was found by them.
        case find
        /// A recorded command came again with other values of them.
        case compare
    }

    /// The person; nil if it was another stream.
    let person: ID?

    init(person: ID?) { self.person = person }

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.optional("person", .person)
        let stream: StreamName? = try fields.optional("stream", .stream)
        let _: [ID] = try fields.required("fields", .sealedField)
        let _: How = try fields.required("how")
        let _: Text? = try fields.optional("reason")
        guard fields.isOnlyDescribed || (person == nil) != (stream == nil) else {
            throw Refusal(.personalData(.ambiguousOwner), field: "person")
        }
    }

    static func upcast(_ data: JSONObject, from version: Int) -> JSONObject? { data }

    func apply(to office: inout Office, _ mark: EventMark) {
        if let person, office.people.find(person.text) == nil { return }
        office.record(.look, row: 0, mark)
    }
}

/// `personal-data.searched`: a search by sealed fields found nobody who may be disclosed. The values are not stored.
struct PersonalDataSearched: EventBody {
    static let event = "personal-data.searched"

    init() {}

    init(from fields: inout Fields) throws(Refusal) {
        let _: [ID] = try fields.required("fields", .sealedField)
        let _: Text? = try fields.optional("reason")
    }

    func apply(to office: inout Office, _ mark: EventMark) { office.record(.look, row: 0, mark) }
}

/// `person.access-served`: everything that is held about a person was given to them.
///
/// Version 1 released nothing: it knew no fields that speak of others too.
struct AccessServed: EventBody {
    static let event = "person.access-served"
    static let schema = 2

    let person: ID

    init(person: ID) { self.person = person }

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", .person)
        let _: [ID] = try fields.required("persons", .person)
        let _: [Count]? = try fields.optional("released", .position)
        let _: Text? = try fields.optional("reason")
    }

    static func upcast(_ data: JSONObject, from version: Int) -> JSONObject? { data }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard office.people.find(person.text) != nil else { return }
        office.record(.look, row: 0, mark)
    }
}

extension Office {
    /// Decides whether what is sealed may be opened, and what is recorded of it.
    ///
    /// - Throws: `unknown-person`, `erased`; `restricted` where fields of a restricted person would be shown: the person
    ///   themselves may still see all.
    public func decide(_ request: PersonalDataRequest, _ recording: Recording) throws(Refusal) -> Decision {
        var members: [JSONObject.Member] = []
        let body: any EventBody
        let stream: Stream
        func names(_ fields: [ID]) -> JSON { .array(fields.map { .string($0.text) }) }
        func used(_ how: PersonalDataRead.How, _ fields: [ID]) -> [JSONObject.Member] {
            [.init("fields", names(fields)), .init("how", .string(how.rawValue))]
        }
        func owner(_ stream: Stream) -> JSONObject.Member {
            stream.person.map { .init("person", .string($0.text)) } ?? .init("stream", .string(stream.name))
        }
        switch request {
        case .read(let read, let fields, _):
            if let person = read.person {
                _ = try unrestricted(person: person)
            } else {
                for person in persons(of: read) {
                    try refuseRestricted(person, field: "stream", value: "\"\(read.name)\"")
                }
            }
            members = [owner(read)] + used(.show, fields)
            (stream, body) = (read, PersonalDataRead(person: read.person))
        case .find(let person, let fields, _):
            _ = try known(person: person)
            members = [.init("person", .string(person.text))] + used(.find, fields)
            (stream, body) = (.person(person), PersonalDataRead(person: person))
        case .search(let fields, _):
            members = [.init("fields", names(fields))]
            (stream, body) = (Stream("personal-data"), PersonalDataSearched())
        case .compare(let compared, let fields):
            if let person = compared.person { _ = try known(person: person) }
            members = [owner(compared)] + used(.compare, fields)
            (stream, body) = (compared, PersonalDataRead(person: compared.person))
        case .access(let person, let released, _):
            members = [
                .init("person", .string(person.text)),
                .init("persons", names(linkedIDs(of: try known(person: person)))),
            ]
            if !released.isEmpty {
                for position in released { try checkKnown(position: position) }
                members.append(.init("released", .array(released.map { .integer(Int64($0)) })))
            }
            (stream, body) = (.person(person), AccessServed(person: person))
        }
        var flags = Flags()
        if let reason = request.reason {
            members.append(.init("reason", .string(reason)))
            flags.insert(.personalDataSuspected, if: PersonalDataPatterns.match(reason))
        }
        return Decision(
            stream: stream, type: type(of: body).event, schema: type(of: body).schema, occurred: recording.today,
            data: ClearData(members).bytes(with: flags), flags: flags, owner: stream, body: body)
    }

    /// The ids that are the same person as this one, itself included; empty if it is not known.
    public func linkedIDs(of person: ID) -> [ID] { people.find(person.text).map { linkedIDs(of: $0) } ?? [] }

    /// The persons whom a stream is about, as it began: a case's and its household, a contact's, an orientation's, those of a
    /// mediation's case.
    func persons(of stream: Stream) -> [Ref<Person>] {
        serviceRow(of: stream)?.persons(in: self) ?? []
    }
}

/// A look at what is sealed, or an answer to the person themselves.
enum LookRecord: RecordedRow {
    static var auditMatter: AuditMatter? { .look }
}
