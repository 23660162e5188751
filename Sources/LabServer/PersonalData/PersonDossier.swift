import CanonicalJSON
import Ledger
import Office

/// All events that concern a person, under whichever of the linked ids, with what is sealed in them: what the person may
/// see (GDPR art. 15), and nothing of others (art. 15(4)).
///
/// Other people's ids are left out of lists, and so are the events of a household that name only others of it. What is sealed
/// under the person's own key in an event that names nobody else is theirs. What was written of several, or stands under the key
/// of somebody else, may speak of others: it is withheld and counted, until a coordinator who has read it releases it.
struct PersonDossier {
    private let persons: Set<String>
    private let released: Set<Int>
    /// The streams all of whose events concern the person; grows while the log is read.
    private var streams: Set<String>
    /// Their cases, by which mediations are found, and whether the case is the person's own.
    private var cases: [String: Bool] = [:]

    /// What was read.
    struct Reading {
        /// The events, as objects of `position`, `type`, `subject`, `on`, `time`, `actor`, `data`; and `sealed`, or `withheld`,
        /// or `problem` where the box does not open.
        var events: [JSON] = []
        /// The positions of the events whose sealed fields were withheld.
        var withheld: [Int] = []
    }

    /// The fields of an event that name persons.
    private static let personFields: Set<String> = ["person", "same", "persons", "members", "present"]

    init(_ persons: [ID], released: Set<Int>) {
        self.persons = Set(persons.map(\.text))
        self.released = released
        streams = Set(persons.map { "person/" + $0.text })
    }

    /// Reads the events up to and including the position `last`.
    func read(_ ledger: Ledger, upTo last: Int, _ file: SealedFieldReader, _ interest: Interest) throws -> Reading {
        var dossier = self
        var reading = Reading()
        var own = Set(
            try ledger.sealedPositions(of: Set(persons.map { "person/" + $0 })) { !interest.isOver })
        try ledger.scan(to: last + 1) { position, line throws(LedgerError) in
            if position % 256 == 0, interest.isOver { return false }
            let event = try EventLine.read(line, at: position)
            let isUnderOwnKey = own.remove(position) != nil
            guard dossier.concerns(event) || isUnderOwnKey else { return true }
            let mayBeShown = isUnderOwnKey && !dossier.namesOthers(event) || released.contains(position)
            let isWithheld = event.sealedDigest != nil && !mayBeShown
            if isWithheld { reading.withheld.append(position) }
            reading.events.append(.object(dossier.entry(event, mayBeShown ? file : nil)))
            return true
        }
        try interest.check()
        return reading
    }

    private mutating func concerns(_ event: StoredEvent) -> Bool {
        if event.subject.hasPrefix("person/"), streams.contains(event.subject) { return true }
        let named = event.data.members.filter { Self.personFields.contains($0.name) }
        let isNamed = named.contains { isAmong($0.value) }
        if streams.contains(event.subject) {
            guard !isNamed, let isOwn = cases[String(event.subject.split(separator: "/").last ?? "")] else {
                return true
            }
            // In a household's case, what names others of it alone, or a note, which is of the case's person unless it says
            // otherwise, is theirs.
            return named.isEmpty && (isOwn || event.type != "case.noted")
        }
        var isOfCase = false
        if case .string(let id)? = event.data["case"] { isOfCase = cases[id] != nil }
        guard isNamed || isOfCase else { return false }
        // What follows in a stream that began with the person, a household's case among them, concerns them too. An activity
        // or a mediation with many is not theirs alone, but each of its events names those whom it concerns.
        if event.type == "case.opened" || event.type == "case.member-added" {
            streams.insert(event.subject)
            let isOwn = event.type == "case.opened" && event.data["person"].map(isAmong) == true
            cases[String(event.subject.dropFirst("case/".utf8.count))] = isOwn
        } else if isOfCase || ["contact.recorded", "orientation.delivered"].contains(event.type) {
            streams.insert(event.subject)
        }
        return true
    }

    /// Whether a stream is another person's.
    private func isOthers(_ subject: String) -> Bool { subject.hasPrefix("person/") && !streams.contains(subject) }

    /// Whether an event names persons besides this one.
    private func namesOthers(_ event: StoredEvent) -> Bool {
        event.data.members.contains { member in
            guard Self.personFields.contains(member.name) else { return false }
            return switch member.value {
            case .string: !isAmong(member.value)
            case .array(let values): !values.allSatisfy(isAmong)
            case .object, .integer, .number, .bool, .null: false
            }
        }
    }

    /// Whether a value is an id of the person, or a list with one.
    private func isAmong(_ value: JSON) -> Bool {
        switch value {
        case .string(let name): persons.contains(name)
        case .array(let values): values.contains { isAmong($0) }
        case .object, .integer, .number, .bool, .null: false
        }
    }

    /// `file` opens what is sealed; nil where that is withheld.
    private func entry(_ event: StoredEvent, _ file: SealedFieldReader?) -> JSONObject {
        var members: [JSONObject.Member] = [
            .init("position", .integer(Int64(event.position))), .init("type", .string(event.type)),
            .init("subject", .string(isOthers(event.subject) ? "another person" : event.subject)),
            .init("on", .string(event.occurred)), .init("time", .string(event.time.description)),
            .init("actor", .string(event.actor)),
            .init("data", .object(JSONObject(event.data.members.map(withoutOthers)))),
        ]
        if event.sealedDigest != nil {
            switch file?.opened(event.position) {
            case .success(let fields)?: members.append(.init("sealed", .object(fields)))
            case .failure(let error)?: members.append(.init("problem", .string(error.code)))
            case nil: members.append(.init("withheld", .bool(true)))
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
