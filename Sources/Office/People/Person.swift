public import CivilTime

/// Sex as registered.
public enum Sex: String, WordList {
    /// Female.
    case female = "F"
    /// Male.
    case male = "M"
    /// Not stated, or neither.
    case other = "X"

    /// Its place among all.
    package var number: Int32 {
        switch self {
        case .female: 0
        case .male: 1
        case .other: 2
        }
    }
}

/// The basis of a registration.
public enum Basis: String, WordList {
    /// The person's own statement.
    case declared
    /// A document that was seen.
    case verified
}

/// A kind of document that is evidence about a person.
public enum EvidenceKind: String, WordList {
    /// Permesso di soggiorno.
    case permit
    /// Ricevuta di rinnovo: counts as evidence of residence.
    case renewalReceipt = "renewal-receipt"
    /// Ricevuta di primo rilascio.
    case firstRequest = "first-request"
    /// Permesso UE per soggiornanti di lungo periodo.
    case longStay = "long-stay"
    /// An identity document: says who, not whether they reside legally.
    case identityDocument = "identity-document"
    /// A family link: says nothing of residence by itself.
    case familyLink = "family-link"

    /// Whether it speaks for legal residence.
    package var isOfResidence: Bool {
        switch self {
        case .permit, .renewalReceipt, .firstRequest, .longStay: true
        case .identityDocument, .familyLink: false
        }
    }
}

/// Whether a person counts for the project.
public enum Verdict: String, WordList {
    /// Counts.
    case eligible
    /// Does not count.
    case notEligible = "not-eligible"
    /// Does not count yet.
    case undecided
}

/// A person under a pseudonym, with the fields in clear, so that indicators survive erasure.
package struct Person: Sendable, Hashable, BitwiseCopyable {
    package var nationality: Nationality
    package var otherNationalities: ListRef
    package var birthYear: Int16?
    package var sex: Sex?
    package var place: Symbol?
    package var isUnaccompaniedMinor: Bool?
    package var basis: Basis
    package var external: Symbol?
    package var isRestricted = false
    package var isErased = false
    package var lastEvidence: Ref<Evidence>?
    package var lastDecision: Ref<EligibilityDecision>?
    /// The household that they came into last.
    package var lastMembership: Ref<Membership>?
    package let position: Int32
}

/// A document that is evidence about a person from a day to a day.
package struct Evidence: ChainedRow, Hashable {
    package let person: Ref<Person>
    package let kind: EvidenceKind
    package let from: Day?
    package let to: Day?
    package let previous: Ref<Evidence>?
    package let position: Int32
    package var isVoided = false
}

/// A dated, explained decision whether a person counts.
package struct EligibilityDecision: ChainedRow, Hashable {
    package let person: Ref<Person>
    package let verdict: Verdict
    package let from: Day
    package let to: Day?
    /// The rule by which it was decided.
    package let rule: Symbol
    package let previous: Ref<EligibilityDecision>?
    package let position: Int32
    package var isVoided = false

    package func covers(_ day: Day) -> Bool { from <= day && (to.map { day <= $0 } ?? true) }
}

/// A person's residence on a day, according to the evidence.
public enum ResidenceStatus: Sendable, Hashable {
    /// Covered up to and including that day; nil if the evidence has no end.
    case valid(until: Day?)
    /// All evidence had expired, the last on that day.
    case expired(since: Day)
    /// There is no evidence for the day.
    case unknown
}

extension Office {
    /// The person's stream.
    func stream(of person: Ref<Person>) -> Stream { Stream("person/" + people.id(person)) }

    /// The person of that id, whose data was not erased, or `unknown-person` or `erased`.
    func known(person id: ID, field: String = "person") throws(Refusal) -> Ref<Person> {
        guard let ref = people.find(id.text) else { throw .unknown(.person, id, field: field) }
        guard !people[ref].isErased else {
            throw Refusal(.person(.erased(person: id)), field: field, value: id.quoted)
        }
        return ref
    }

    /// Whether one of these streams is that of another person than `person`: not of somebody who was erased, whose record is
    /// restricted, as a mark that everybody reads would tell of them, nor under another of their own ids.
    func isAnother(among streams: [Stream], than person: Ref<Person>?) -> Bool {
        guard !streams.isEmpty else { return false }
        let own = person.map { links.everyone(linkedWith: $0) } ?? []
        return streams.contains { stream in
            guard let id = stream.person, let other = people.find(id.text) else { return false }
            return !own.contains(other) && !people[other].isErased && restrictedID(of: other) == nil
        }
    }

    /// The latest recorded decision, on any id of the person, that covers the day.
    func decision(ofPerson person: Ref<Person>, covering day: Day) -> EligibilityDecision? {
        links.everyone(linkedWith: person).compactMap { decision(on: $0, covering: day) }
            .max { $0.position < $1.position }
    }

    /// Refuses new records for a person whose data was erased.
    func refuseErased(_ person: Ref<Person>, field: String, _ id: ID) throws(Refusal) {
        guard people[person].isErased else { return }
        throw Refusal(.person(.erasedOf(id)), field: field, value: id.quoted)
    }

    /// The person of that id whose record may be changed, or `restricted` too.
    func unrestricted(person id: ID, field: String = "person") throws(Refusal) -> Ref<Person> {
        let ref = try known(person: id, field: field)
        try refuseRestricted(ref, field: field, value: id.quoted)
        return ref
    }

    /// Refuses what would change, show or destroy the record of a person that is restricted, under whichever of their ids.
    func refuseRestricted(_ person: Ref<Person>, field: String, value: String) throws(Refusal) {
        guard let restricted = restrictedID(of: person) else { return }
        throw Refusal(
            .person(.restricted(person: ID(stored: people.id(person)), by: ID(stored: people.id(restricted)))),
            field: field, value: value)
    }

    /// The id by which a person's record is restricted, of all that are linked; nil if none is.
    package func restrictedID(of person: Ref<Person>) -> Ref<Person>? {
        links.everyone(linkedWith: person).first { people[$0].isRestricted }
    }

    /// Whether the record of a person is restricted, under whichever of their ids.
    public func isRestricted(person id: ID) -> Bool {
        people.find(id.text).map { restrictedID(of: $0) != nil } ?? false
    }

    /// Returns a person's residence on a day, according to the evidence and the laws that extended it.
    package func residence(of person: Ref<Person>, on day: Day) -> ResidenceStatus {
        residence(of: [person], on: day)
    }

    /// Returns a person's residence on a day, according to the evidence of all linked ids.
    package func residence(of people: [Ref<Person>], on day: Day) -> ResidenceStatus {
        var validUntil: Day?
        var endless = false
        var covered = false
        var lastEnd: Day?
        for person in people {
            forEachEvidence(of: person) { row in
                guard row.kind.isOfResidence, row.from.map({ $0 <= day }) ?? true else { return }
                guard let to = row.to else {
                    endless = true
                    covered = true
                    return
                }
                let end = prolonged(to)
                if day <= end {
                    covered = true
                    validUntil = max(validUntil ?? end, end)
                } else {
                    lastEnd = max(lastEnd ?? end, end)
                }
            }
        }
        if covered { return .valid(until: endless ? nil : validUntil) }
        return lastEnd.map { .expired(since: $0) } ?? .unknown
    }

    /// Calls `body` with the evidence on this one id that counts, the last recorded first.
    package func forEachEvidence(of person: Ref<Person>, _ body: (Evidence) -> Void) {
        for row in evidence.chain(from: people[person].lastEvidence) where !row.isVoided { body(row) }
    }

    /// The law by which evidence that ends on `to` is valid for longer: the latest recorded wins.
    package func statusExtension(of to: Day) -> StatusExtension? {
        statusExtensions.last { $0.expiringFrom <= to && to <= $0.expiringTo }
    }

    /// Returns until when evidence that ends on `to` is valid, by itself or by law.
    package func prolonged(_ to: Day) -> Day {
        statusExtension(of: to).map { max($0.validUntil, to) } ?? to
    }

    /// Returns the flags for a service to a person.
    func remarks(onServing person: Ref<Person>, on day: Day, _ flags: inout Flags) {
        flags.insert(.restrictedPerson, if: restrictedID(of: person) != nil)
        if case .expired = residence(of: person, on: day) { flags.insert(.statusExpired) }
    }
}

extension Person: RecordedRow {
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.person(Ref(row)))
    }
}
