public import CanonicalJSON

/// Somebody looks at what is sealed of a person. Answering it is recorded first: `personal-data.read`, and
/// `person.access-served` where the person themselves asked (GDPR art. 15).
public enum PersonalDataRequest: Sendable, Hashable {
    /// These fields are opened, for a reason that some must give.
    case read(person: ID, fields: [ID], reason: String?)
    /// The person was found by these fields.
    case find(person: ID, by: [ID], reason: String?)
    /// All that is held of the person, and of all linked ids, is handed to them.
    case access(person: ID, reason: String?)

    /// Whom it is about.
    public var person: ID {
        switch self {
        case .read(let person, _, _), .find(let person, _, _), .access(let person, _): person
        }
    }

    var reason: String? {
        switch self {
        case .read(_, _, let reason), .find(_, _, let reason), .access(_, let reason): reason
        }
    }
}

extension PersonalDataRequest {
    /// The fields that are shown if nothing else is asked.
    public static let usualFields = ["name", "born", "taxCode", "contact", "number"]

    /// The names of all fields that are sealed.
    public static let sealedFields: Set<String> = Set(
        Catalogue.commands.flatMap { Catalogue.fields(of: $0).filter(\.isSealed).map(\.name) })

    /// A look at fields, from the object in which it was asked: `person`, `fields?`, `reason?`.
    public init(reading object: JSONObject) throws(Refusal) {
        var fields = try Fields(object, from: .question)
        let person: ID = try fields.required("person")
        let names: [ID] = try fields.optional("fields") ?? Self.usualFields.compactMap { ID($0) }
        let reason: Text? = try fields.optional("reason")
        try fields.finish()
        let accepted = "a list of: " + Self.sealedFields.sorted().joined(separator: ", ")
        guard !names.isEmpty else {
            throw Refusal(.invalidValue, field: "fields", "no field is named", accepted: accepted)
        }
        for name in names where !Self.sealedFields.contains(name.text) {
            throw Refusal(
                .invalidValue, field: "fields", value: name.quoted, "no field of that name is sealed",
                accepted: accepted)
        }
        self = .read(person: person, fields: names, reason: reason?.text)
    }

    /// An answer to the person themselves, from the object in which it was asked: `person`, `reason?`.
    public init(access object: JSONObject) throws(Refusal) {
        var fields = try Fields(object, from: .question)
        let person: ID = try fields.required("person")
        let reason: Text? = try fields.optional("reason")
        try fields.finish()
        self = .access(person: person, reason: reason?.text)
    }
}

/// A search for persons by what is sealed of them.
public struct PersonSearch: Sendable {
    /// By what; all must lead to the person.
    public let terms: [SearchTerm]
    /// Why, where somebody must say it.
    public let reason: String?

    /// From the object in which it was asked: `name?`, `taxCode?`, `reason?`.
    public init(_ object: JSONObject) throws(Refusal) {
        var fields = try Fields(object, from: .question)
        var terms: [SearchTerm] = []
        for kind in SearchTerm.Kind.allCases {
            guard let text: Text = try fields.optional(kind.rawValue) else { continue }
            // Said without the value, which is personal.
            guard let term = SearchTerm(kind, text.text) else {
                throw Refusal(
                    .invalidValue, field: kind.rawValue, "it has neither letters nor digits", accepted: Text.form)
            }
            terms.append(term)
        }
        reason = try fields.optional("reason").map { (text: Text) in text.text }
        try fields.finish()
        guard !terms.isEmpty else {
            throw Refusal(
                .missingField, field: "name", "what to search by is not said", accepted: "name, taxCode or both")
        }
        self.terms = terms
    }

    /// What is recorded for a person that was found.
    public func request(_ person: ID) -> PersonalDataRequest {
        .find(person: person, by: terms.compactMap { ID($0.kind.rawValue) }, reason: reason)
    }
}

/// `personal-data.read`: sealed fields of a person were opened, or led to them. Who did is the event's actor.
struct PersonalDataRead: EventBody {
    static let event = "personal-data.read"

    /// How the fields were used.
    enum How: String, WordList {
        /// They were shown.
        case show
        /// The person was found by them.
        case find
    }

    let person: ID

    init(person: ID) { self.person = person }

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person")
        let _: [ID] = try fields.required("fields")
        let _: How = try fields.required("how")
        let _: Text? = try fields.optional("reason")
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.people.find(person.text) else { return }
        office.record(.reading, row: ref, mark)
    }
}

/// `person.access-served`: all that is held of a person was handed to them.
struct AccessServed: EventBody {
    static let event = "person.access-served"

    let person: ID

    init(person: ID) { self.person = person }

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person")
        let _: [ID] = try fields.required("persons")
        let _: Text? = try fields.optional("reason")
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.people.find(person.text) else { return }
        office.record(.access, row: ref, mark)
    }
}

extension Office {
    /// Decides whether what is sealed of a person may be opened, and what is recorded of it.
    ///
    /// - Throws: `unknown-person`, `erased`; `restricted` where fields would be shown: the person themselves may still see
    ///   all, and being found opens nothing.
    public func decide(_ request: PersonalDataRequest, _ recording: Recording) throws(Refusal) -> Decision {
        let person = request.person
        var members: [JSONObject.Member] = [.init("person", .string(person.text))]
        let body: any EventBody
        func names(_ fields: [ID]) -> JSON { .array(fields.map { .string($0.text) }) }
        switch request {
        case .read(_, let fields, _):
            _ = try unrestricted(person: person)
            members += [.init("fields", names(fields)), .init("how", .string(PersonalDataRead.How.show.rawValue))]
            body = PersonalDataRead(person: person)
        case .find(_, let fields, _):
            _ = try known(person: person)
            members += [.init("fields", names(fields)), .init("how", .string(PersonalDataRead.How.find.rawValue))]
            body = PersonalDataRead(person: person)
        case .access:
            members.append(.init("persons", names(linkedIDs(of: try known(person: person)))))
            body = AccessServed(person: person)
        }
        var flags = Flags()
        if let reason = request.reason {
            members.append(.init("reason", .string(reason)))
            flags.insert(.personalDataSuspected, if: PersonalDataPatterns.match(reason))
        }
        return Decision(
            stream: .person(person), type: type(of: body).event, schema: type(of: body).schema,
            occurred: recording.today, data: ClearData(members).bytes(with: flags), flags: flags,
            owner: .person(person), body: body)
    }

    /// The ids that are the same person as this one, itself included; empty if it is not known.
    public func linkedIDs(of person: ID) -> [ID] { people.find(person.text).map { linkedIDs(of: $0) } ?? [] }
}
