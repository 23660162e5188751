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
    private var cases = DossierCases()
    /// The positions of the events that concern the person, as far as the log was read.
    private var listed: Set<Int> = []

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
            dossier.listed.insert(position)
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
        if event.type == Record.voiding.event {
            guard case .integer(let number)? = event.data["position"] else { return false }
            cases.void(Int(number))
            return listed.contains(Int(number))
        }
        let named = Self.persons(namedIn: event, description)
        let isNamed = named.contains { isAmong($0.value) }
        // Leaving a household concerns the person as well.
        let before = cases.isOwn(event.subject)
        let stepsCase = follow(event, naming: named, description)
        if let isOwn = before {
            // In a household's case, what names others of it alone is not theirs; nor is what is done in the case and could say of
            // whom it is, but does not: that is of the case's person.
            let isOfCasesPerson = description.namesPersons && description.field(of: .case) != nil
            return isNamed || named.isEmpty && (isOwn || !isOfCasesPerson)
        }
        if streams.contains(event.subject) { return true }
        guard isNamed || cases.isOwn(event.subject) != nil else { return false }
        // What follows in a stream that began with the person concerns them too; in a household's case, as long as they belong to
        // it. An activity or a mediation with many is not theirs alone, but each of its events names those whom it concerns.
        let isAbout = named.contains { $0.field.reference == .person && isAmong($0.value) }
        if isAbout && !isOfPerson && !stepsCase { streams.insert(event.subject) }
        return true
    }

    /// Takes in which cases the person belongs to after an event, and which mediations are for these. Returns whether the event
    /// is in the stream of a case.
    private mutating func follow(
        _ event: StoredEvent, naming named: [(field: Fields.Description, value: JSON)], _ description: EventDescription
    ) -> Bool {
        guard let field = description.field(of: .case), case .string(let text)? = event.data[field.name],
            let id = ID(text)
        else { return false }
        let stream = Stream.case(id).name
        guard stream == event.subject else {
            cases.follow(event.subject, for: stream)
            return false
        }
        for (field, value) in named {
            let ids = own(value)
            if ids.isEmpty { continue }
            if field.reference == .leaver { cases.leave(stream, ids, at: event.position) }
            guard field.reference == .person else { continue }
            let isOwn = description.created == .case && field.kind == .id
            cases.join(stream, ids, isOwn: isOwn, at: event.position)
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
    private func isAmong(_ value: JSON) -> Bool { !own(value).isEmpty }

    /// The ids of the person that a value is, or is a list of.
    private func own(_ value: JSON) -> Set<String> {
        switch value {
        case .string(let name): persons.contains(name) ? [name] : []
        case .array(let values): values.reduce(into: []) { $0.formUnion(own($1)) }
        case .object, .integer, .number, .bool, .null: []
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
