import CanonicalJSON
import CivilTime

/// `person.register`: a person under an opaque pseudonym.
struct RegisterPerson: Command {
    static let name = "person.register"
    static let event = "person.registered"
    static let leastRole = Role.operator

    let person: ID
    let nationality: Nationality
    let basis: Basis
    let details: PersonDetails

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", creates: .person)
        nationality = try fields.required("nationality")
        basis = try fields.required("basis")
        details = try PersonDetails(from: &fields)
    }

    func stream(in office: Office) -> Stream { .person(person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        guard office.people.find(person.text) == nil else { throw .exists(.person, person) }
        try details.check(office, recording)
        return details.remarks(office, recording, on: nil)
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        var row = Person(
            nationality: nationality, otherNationalities: .empty, basis: basis, lastEvidence: nil, lastDecision: nil,
            position: Int32(mark.position))
        details.apply(to: &row, &office)
        let ref = office.people.insert(row, as: person.text)
        office.record(.person, row: ref, mark)
    }
}

/// `person.correct`: corrects a wrong registration. It adds an event; nothing is overwritten in the log.
struct CorrectPerson: Command {
    static let name = "person.correct"
    static let event = "person.corrected"
    static let leastRole = Role.operator

    let person: ID
    let nationality: Nationality?
    let basis: Basis?
    let details: PersonDetails

    init(from fields: inout Fields) throws(Refusal) {
        person = try fields.required("person", .person)
        nationality = try fields.optional("nationality")
        basis = try fields.optional("basis")
        details = try PersonDetails(from: &fields)
        try fields.requiredSealed("reason", .text)
    }

    func stream(in office: Office) -> Stream { .person(person) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let ref = try office.unrestricted(person: person)
        guard nationality != nil || basis != nil || !details.isEmpty else {
            throw Refusal(.person(.nothingToCorrect))
        }
        try details.check(office, recording)
        var flags = details.remarks(office, recording, on: ref)
        let counts = office.decision(ofPerson: ref, covering: recording.today)?.verdict == .eligible
        flags.insert(
            .eligibleUnionCitizen,
            if: counts && (nationality != nil || details.otherNationalities != nil)
                && office.isUnionCitizenOnly(
                    ref, on: recording.today, nationality: nationality, others: details.otherNationalities)
        )
        return flags
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let ref = office.people.find(person.text) else { return }
        var row = office.people[ref]
        if let nationality { row.nationality = nationality }
        if let basis { row.basis = basis }
        details.apply(to: &row, &office)
        office.recount([ref]) { $0.people[ref] = row }
        office.record(.person, row: ref, mark)
    }
}

/// The fields that a registration and a correction share.
struct PersonDetails: Sendable {
    let otherNationalities: [Nationality]?
    let birthYear: BirthYear?
    let sex: Sex?
    let place: ID?
    let unaccompaniedMinor: Bool?
    let external: Text?
    let hasPersonal: Bool
    /// The day of birth, which is for the checks alone; nil in an event.
    private let born: Day?
    /// Whether a tax code came that cannot be one.
    private let hasImplausibleTaxCode: Bool

    init(from fields: inout Fields) throws(Refusal) {
        otherNationalities = try fields.optional("otherNationalities")
        birthYear = try fields.optional("birthYear")
        sex = try fields.optional("sex")
        place = try fields.optional("place", .place)
        unaccompaniedMinor = try fields.optional("unaccompaniedMinor")
        external = try fields.optional("external")
        let name = try fields.optionalSealed("name", .identity(.name))
        born = try fields.sealedValue("born", .identity(nil))
        let taxCode: Text? = try fields.sealedValue("taxCode", .identity(.taxCode))
        let contact = try fields.optionalSealed("contact", .identity(nil))
        hasPersonal = name || born != nil || taxCode != nil || contact
        hasImplausibleTaxCode = taxCode.map { !TaxCode.isPlausible($0.text) } ?? false
    }

    var isEmpty: Bool {
        otherNationalities == nil && birthYear == nil && sex == nil && place == nil && unaccompaniedMinor == nil
            && external == nil && !hasPersonal
    }

    func check(_ office: Office, _ recording: Recording) throws(Refusal) {
        if let birthYear, birthYear.year > recording.today.year {
            throw Refusal(
                .person(.birthYearNotYet(thisYear: recording.today.year)), field: "birthYear",
                value: "\(birthYear.year)")
        }
        // Refusals about the day of birth do not contain it.
        if let born, born > recording.today {
            throw Refusal(.person(.birthNotYet), field: "born")
        }
        if let born, let birthYear, birthYear.year != born.year {
            throw Refusal(.person(.birthYearOfAnotherDay), field: "birthYear", value: "\(birthYear.year)")
        }
        if let place { _ = try office.planInForce().known(place: place) }
    }

    /// Returns the flags for statements about a person; `ref` is the person, if already registered.
    func remarks(_ office: Office, _ recording: Recording, on ref: Ref<Person>?) -> Flags {
        var flags = Flags(.implausibleTaxCode, if: hasImplausibleTaxCode)
        flags.insert(.possibleDuplicate, if: office.isAnother(among: recording.namesakes, than: ref))
        return flags
    }

    func apply(to row: inout Person, _ office: inout Office) {
        if let codes = otherNationalities {
            var symbols: [Symbol] = []
            for nationality in codes { symbols.append(office.symbols.intern(nationality.code)) }
            row.otherNationalities = office.lists.add(symbols)
        }
        if let birthYear { row.birthYear = Int16(birthYear.year) }
        if let sex { row.sex = sex }
        if let place { row.place = office.symbols.intern(place.text) }
        if let unaccompaniedMinor { row.isUnaccompaniedMinor = unaccompaniedMinor }
        if let external { row.external = office.symbols.intern(external.text) }
    }
}
