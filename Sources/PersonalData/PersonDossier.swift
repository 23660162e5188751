package import CanonicalJSON
import CivilTime
import EventFormat
package import Ledger
package import Office

/// All events that concern a person, under whichever of the linked ids, with what is sealed in them: what the person may
/// see (GDPR art. 15), and nothing of others (art. 15(4)).
///
/// Other people's ids are left out of lists, and so are the events of a household that name only others of it. What is sealed
/// under the person's own key in an event that names nobody else is theirs. What was written of several, or stands under the key
/// of somebody else, may speak of others: it is withheld and counted, until a coordinator who has read it releases it.
package struct PersonDossier: Sendable {
    private let persons: Set<String>
    private let released: Set<Int>
    /// The streams all of whose events concern the person; grows while the log is read.
    private var streams: Set<String>
    /// Their cases, by which mediations are found, and whether the case is the person's own.
    private var cases: [String: Bool] = [:]

    /// What was read.
    package struct Reading: Sendable {
        /// The events, as objects of `position`, `type`, `subject`, `on`, `time`, `actor`, `data`; and `sealed`, or `withheld`,
        /// or `problem` where the box does not open.
        package fileprivate(set) var events: [JSON] = []
        /// The positions of the events whose sealed fields were withheld.
        package fileprivate(set) var withheld: [Int] = []
    }

    /// The dossier of the person who has these ids. `released` are the positions of what a coordinator has read and lets the
    /// person see.
    package init(_ persons: [ID], released: Set<Int>) {
        self.persons = Set(persons.map(\.text))
        self.released = released
        streams = Set(persons.map { Stream.person($0).name })
    }

    /// Reads the events up to and including the position `last`.
    ///
    /// - Throws: `CancellationError` once `isWanted` says no; `LedgerError`.
    package func read(
        _ ledger: Ledger, upTo last: Int, _ file: SealedFieldReader, while isWanted: () -> Bool
    ) throws -> Reading {
        var dossier = self
        var reading = Reading()
        var own = Set(
            try ledger.sealedPositions(of: streams, while: isWanted))
        try ledger.scan(to: last + 1) { position, line throws(LedgerError) in
            if position % 256 == 0, !isWanted() { return false }
            let event = try EventLine.read(line, at: position)
            let isUnderOwnKey = own.remove(position) != nil
            guard dossier.concerns(event) || isUnderOwnKey else { return true }
            let mayBeShown = isUnderOwnKey && !dossier.namesOthers(event) || released.contains(position)
            let isWithheld = event.sealedDigest != nil && !mayBeShown
            if isWithheld { reading.withheld.append(position) }
            reading.events.append(.object(dossier.entry(event, mayBeShown ? file : nil)))
            return true
        }
        guard isWanted() else { throw CancellationError() }
        return reading
    }

    private mutating func concerns(_ event: StoredEvent) -> Bool {
        let isOfPerson = event.subject.hasPrefix("person/")
        if isOfPerson, streams.contains(event.subject) { return true }
        guard let description = Catalogue.description(ofEvent: event.type) else { return false }
        let named = Self.persons(namedIn: event, description)
        let isNamed = named.contains { isAmong($0.value) }
        if streams.contains(event.subject) {
            guard !isNamed, let isOwn = cases[String(event.subject.split(separator: "/").last ?? "")] else {
                return true
            }
            // In a household's case, what names others of it alone is not theirs; nor is what is done in the case and could say of
            // whom it is, but does not: that is of the case's person.
            let isOfCasesPerson = description.namesPersons && description.field(of: .case) != nil
            return named.isEmpty && (isOwn || !isOfCasesPerson)
        }
        var caseID: String?
        if let field = description.field(of: .case), case .string(let id)? = event.data[field.name] { caseID = id }
        let isOfCase = caseID.map { cases[$0] != nil } ?? false
        guard isNamed || isOfCase else { return false }
        // What follows in a stream that began with the person, a household's case among them, concerns them too. An activity
        // or a mediation with many is not theirs alone, but each of its events names those whom it concerns.
        let isAbout = named.contains { $0.field.reference == .person && isAmong($0.value) }
        if isOfCase || isAbout && !isOfPerson { streams.insert(event.subject) }
        if let caseID, isAbout {
            cases[caseID] = description.created == .case && named.contains { $0.field.kind == .id && isAmong($0.value) }
        }
        return true
    }

    /// The fields of an event that name persons, with their values.
    private static func persons(
        namedIn event: StoredEvent, _ description: EventDescription?
    ) -> [(field: Fields.Description, value: JSON)] {
        guard let description, description.namesPersons else { return [] }
        return event.data.members.compactMap { member in
            guard let field = description[member.name], field.reference?.subject == .person else { return nil }
            return (field, member.value)
        }
    }

    /// Whether a stream is another person's.
    private func isOthers(_ subject: String) -> Bool { subject.hasPrefix("person/") && !streams.contains(subject) }

    /// Whether an event names persons besides this one.
    private func namesOthers(_ event: StoredEvent) -> Bool {
        Self.persons(namedIn: event, Catalogue.description(ofEvent: event.type)).contains { _, value in
            switch value {
            case .string: !isAmong(value)
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
            .init("data", .object(withoutOthers(event))),
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

    /// What an event says, of persons only the ids that are this person: of a list the others are counted.
    private func withoutOthers(_ event: StoredEvent) -> JSONObject {
        let description = Catalogue.description(ofEvent: event.type)
        return JSONObject(
            event.data.members.map { member in
                guard description?[member.name]?.reference?.subject == .person else { return member }
                switch member.value {
                case .array(let values):
                    let own = values.filter { isAmong($0) }
                    let others = values.count - own.count
                    return .init(member.name, .array(own + (others > 0 ? [.string("\(others) others")] : [])))
                case .string where !isAmong(member.value): return .init(member.name, .string("another person"))
                default: return member
                }
            })
    }
}
