import CanonicalJSON
import Ledger
import Office

/// All events that concern a person, under whichever of the linked ids, with what is sealed in them: what the person may
/// see (GDPR art. 15). Other people's ids are left out of lists (art. 15(4)).
struct PersonDossier {
    private let persons: Set<String>
    /// The streams all of whose events concern the person; grows while the log is read.
    private var streams: Set<String>
    /// Their cases, by which mediations are found.
    private var cases: Set<String> = []

    /// The fields of an event that name persons.
    private static let personFields: Set<String> = ["person", "same", "persons", "members", "present"]

    init(_ persons: [ID], _ office: Office) {
        self.persons = Set(persons.map(\.text))
        streams = Set(persons.map { "person/" + $0.text })
    }

    /// The events up to and including the position `last`, as objects of `position`, `type`, `subject`, `on`, `time`,
    /// `actor`, `data` and `sealed`, or `problem` where the box does not open.
    func events(of ledger: Ledger, upTo last: Int, _ file: SealedFile) throws -> [JSON] {
        var dossier = self
        var found: [JSON] = []
        var sealed = Set(try ledger.sealedPositions(of: Set(persons.map { "person/" + $0 })))
        try ledger.scan(to: last + 1) { position, line throws(LedgerError) in
            let event = try EventLine.read(line, at: position)
            let isSealedFor = sealed.remove(position) != nil
            guard dossier.concerns(event) || isSealedFor else { return true }
            found.append(.object(dossier.entry(event, isSealedFor ? file : nil)))
            return true
        }
        return found
    }

    private mutating func concerns(_ event: StoredEvent) -> Bool {
        if streams.contains(event.subject) { return true }
        let isNamed = event.data.members.contains { member in
            Self.personFields.contains(member.name) && isAmong(member.value)
        }
        var isOfCase = false
        if case .string(let id)? = event.data["case"] { isOfCase = cases.contains(id) }
        guard isNamed || isOfCase else { return false }
        // What follows in a stream that began with the person, a household's case among them, concerns them too. An activity
        // or a mediation with many is not theirs alone, but each of its events names those whom it concerns.
        if event.type == "case.opened" || event.type == "case.member-added" {
            streams.insert(event.subject)
            cases.insert(String(event.subject.dropFirst("case/".utf8.count)))
        } else if isOfCase || ["contact.recorded", "orientation.delivered"].contains(event.type) {
            streams.insert(event.subject)
        }
        return true
    }

    /// Whether a value is an id of the person, or a list with one.
    private func isAmong(_ value: JSON) -> Bool {
        switch value {
        case .string(let name): persons.contains(name)
        case .array(let values): values.contains { isAmong($0) }
        case .object, .integer, .number, .bool, .null: false
        }
    }

    private func entry(_ event: StoredEvent, _ file: SealedFile?) -> JSONObject {
        var members: [JSONObject.Member] = [
            .init("position", .integer(Int64(event.position))), .init("type", .string(event.type)),
            .init("subject", .string(event.subject)), .init("on", .string(event.occurred)),
            .init("time", .string(event.time.description)), .init("actor", .string(event.actor)),
            .init("data", .object(JSONObject(event.data.members.map(withoutOthers)))),
        ]
        if let file, event.sealedDigest != nil {
            switch file.opened(event.position) {
            case .success(let fields): members.append(.init("sealed", .object(fields)))
            case .failure(let error): members.append(.init("problem", .string(error.code)))
            }
        }
        return JSONObject(members)
    }

    /// A list of persons, of whom only the ids that are this person stay; the others are counted.
    private func withoutOthers(_ member: JSONObject.Member) -> JSONObject.Member {
        guard Self.personFields.contains(member.name) else { return member }
        switch member.value {
        case .array(let values):
            let own = values.filter { isAmong($0) }
            let others = values.count - own.count
            return .init(member.name, .array(own + (others > 0 ? [.string("\(others) others")] : [])))
        case .string(let id) where !persons.contains(id): return .init(member.name, .string("another person"))
        default: return member
        }
    }
}
