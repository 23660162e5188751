import CivilTime
public import Office

/// What is known about one person on one day: papers, decisions, links, cases, contacts and services, for all ids of the same
/// person, without sealed data.
///
/// The day is the requested one or, without one, the local day of the last recording. Papers and decisions are evaluated on
/// that day, no matter when they were recorded; for what was known at an earlier moment, ask the office of that moment.
public struct PersonFile: View {
    /// The view's name.
    public static let name = "person"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .people, .services, .today]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.id] + .oneDay
    /// The question must name a person.
    public static let required: [Parameter] = [.id]
    /// The words of the command.
    public static let command = "person show"

    /// A paper that applies to the person.
    public struct Paper: Described, Hashable {
        /// The event's position in the log.
        public let position: Int
        /// The id to which it was added.
        public let person: String
        /// Its kind: `permit`, `renewal-receipt`, …
        public let kind: String
        /// Whether it is evidence of legal residence.
        public let residence: Bool
        /// The first day on which it is valid; nil if it states none.
        public let from: String?
        /// The last day of validity that it states; nil without an end.
        public let to: String?
        /// The last day of validity, including any extension by law; nil without an end.
        public let validUntil: String?
        /// The position of the extension by law.
        public let extendedBy: Int?
        /// Whether it is valid on the day.
        public let valid: Bool

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .kind: .code, .person: .id(of: .person), .residence: .yesNo, .from: .day.optional, .to: .day.optional,
            .validUntil: .day.optional, .extendedBy: .position.optional, .valid: .yesNo, .position: .position,
        ]).all
    }

    /// A law that extended the validity of one of the person's papers.
    public struct Extension: Described, Hashable {
        /// The event's position in the log.
        public let position: Int
        /// It applies to papers that end from this day…
        public let expiringFrom: String
        /// …to this one…
        public let expiringTo: String
        /// …and extends them to this day.
        public let validUntil: String

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .position: .position, .expiringFrom: .day, .expiringTo: .day, .validUntil: .day,
        ]).all
    }

    /// A decision on whether the person is eligible.
    public struct Decision: Described, Hashable {
        /// The event's position in the log.
        public let position: Int
        /// The id for which it was made.
        public let person: String
        /// `eligible`, `not-eligible` or `undecided`.
        public let verdict: String
        /// The rule applied.
        public let rule: String
        /// The first day that it covers.
        public let from: String
        /// The last day that it covers; nil without an end.
        public let to: String?
        /// Whether it covers the day.
        public let covers: Bool

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .verdict: .code, .rule: .code, .from: .day, .to: .day.optional, .covers: .yesNo,
            .person: .id(of: .person), .position: .position,
        ]).all
    }

    /// Two ids that were linked as the same person.
    public struct Link: Described, Hashable {
        /// The position of the linking event; the last one if there are several.
        public let position: Int
        /// One id.
        public let person: String
        /// The other.
        public let same: String

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .person: .id(of: .person), .same: .id(of: .person), .position: .position,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .person: .id(of: .person), .on: .day, .nationality: .code,
        .otherNationalities: .codes, .birthYear: .year.optional, .sex: .code.optional,
        .place: .id(of: .place).optional, .unaccompaniedMinor: .yesNo.optional, .registered: .code,
        .external: .id(of: nil).optional, .restricted: .yesNo, .erased: .yesNo, .status: .code,
        .validUntil: .day.optional, .expired: .day.optional, .linked: .ids(of: .person),
        .decision: .object(Decision.self).optional, .decisions: .rows(Decision.self),
        .evidence: .rows(Paper.self), .extensions: .rows(Extension.self), .links: .rows(Link.self),
        .cases: .rows(ListedCase.self), .contacts: .rows(ListedContact.self), .services: .rows(Served.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The id asked for.
    public let person: String
    /// The day on which papers and decisions are evaluated.
    public let on: String
    /// The registered nationality: an ISO 3166-1 code, `XA` for stateless or `XX` for undetermined.
    public let nationality: String
    /// Further nationalities.
    public let otherNationalities: [String]
    /// The year of birth, if registered.
    public let birthYear: Int?
    /// `F`, `M` or `X`, if registered.
    public let sex: String?
    /// The person's residence, if registered.
    public let place: String?
    /// Whether the person is an unaccompanied minor, if registered.
    public let unaccompaniedMinor: Bool?
    /// The basis of the registration: `declared` or `verified`.
    public let registered: String
    /// The id in the office's own records, if registered.
    public let external: String?
    /// Whether the record of any of the ids is restricted.
    public let restricted: Bool
    /// Whether the person's sealed data was erased.
    public let erased: Bool
    /// Legal residence on the day, according to the papers: `valid`, `expired`, or `unknown` if no paper is evidence of it.
    public let status: String
    /// The last day on which it is valid; nil if it is not valid or has no end.
    public let validUntil: String?
    /// The last day on which it was valid, if it has expired.
    public let expired: String?
    /// All papers, in the order of recording.
    public let evidence: [Paper]
    /// The laws that extended any of them, in the order of recording.
    public let extensions: [Extension]
    /// The decision that applies on the day: the latest recorded of those that cover it.
    public let decision: Decision?
    /// All decisions, in the order of recording.
    public let decisions: [Decision]
    /// The other ids of the same person, linked directly or through others.
    public let linked: [String]
    /// The links between ids, in the order of recording.
    public let links: [Link]
    /// The cases of the person and of households that they are in, under all ids, open ones first.
    public let cases: [ListedCase]
    /// Their contacts, the newest first.
    public let contacts: [ListedContact]
    /// The services that they received, in the order of recording.
    public let services: [Served]

    /// Answers from the present office. Refuses a question without a person, and an unknown person.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        let id = try Question.required(question.id, .id, .person)
        guard let ref = office.people.find(id.text) else {
            throw Refusal(.record(.unknown(.person, id)), field: "id", value: id.text)
        }
        let day = question.lastDay(of: office)
        let row = office.people[ref]
        let sets = LinkedSets(office.links)
        let ids = sets.everyone(linkedWith: ref)
        basis = Basis(office, question)
        position = office.position
        person = id.text
        on = day.description
        nationality = row.nationality.code
        otherNationalities = office.lists.values(row.otherNationalities, of: SymbolRow.self).map { office.symbols[$0] }
        birthYear = row.birthYear.map(Int.init)
        sex = row.sex?.rawValue
        place = row.place.map { office.symbols[$0] }
        unaccompaniedMinor = row.isUnaccompaniedMinor
        registered = row.basis.rawValue
        external = row.external.map { office.symbols[$0] }
        restricted = ids.contains { office.people[$0].isRestricted }
        erased = row.isErased
        switch office.residence(of: ids, on: day) {
        case .valid(let until): (status, validUntil, expired) = ("valid", until?.description, nil)
        case .expired(let since): (status, validUntil, expired) = ("expired", nil, since.description)
        case .unknown: (status, validUntil, expired) = ("unknown", nil, nil)
        }
        var papers: [Paper] = []
        var decisions: [Decision] = []
        for id in ids {
            office.forEachEvidence(of: id) { papers.append(Paper($0, day, office)) }
            for row in office.decisions.chain(from: office.people[id].lastDecision) where !row.isVoided {
                decisions.append(Decision(row, day, office))
            }
        }
        evidence = papers.sorted { $0.position < $1.position }
        let applied = Set(papers.compactMap(\.extendedBy))
        extensions = office.statusExtensions.filter { applied.contains($0.position) }.map {
            Extension(
                position: $0.position, expiringFrom: $0.expiringFrom.description,
                expiringTo: $0.expiringTo.description, validUntil: $0.validUntil.description)
        }
        decision = sets.decision(office, on: ref, covering: day).map { Decision($0, day, office) }
        self.decisions = decisions.sorted { $0.position < $1.position }
        linked = ids.filter { $0 != ref }.map { office.people.id($0) }.sorted()
        links = office.links.pairs.filter { ids.contains($0.key.a) }.map { pair, position in
            Link(position: Int(position), person: office.people.id(pair.a), same: office.people.id(pair.b))
        }.sorted { $0.position < $1.position }
        var own = question
        own.filters[.person] = id.text
        cases = try ListedCase.rows(office, own)
        contacts = try ListedContact.rows(office, own)
        services = Served.all(of: ids, sets, office, upTo: question.lastDay)
    }
}

extension PersonFile.Paper {
    fileprivate init(_ row: Evidence, _ day: Day, _ office: Office) {
        position = Int(row.position)
        person = office.people.id(row.person)
        kind = row.kind.rawValue
        residence = row.kind.isOfResidence
        from = row.from?.description
        to = row.to?.description
        let end = row.to.map { office.prolonged($0) }
        validUntil = end?.description
        extendedBy = end == row.to ? nil : row.to.flatMap { office.statusExtension(of: $0)?.position }
        valid = (row.from ?? .earliest) <= day && day <= (end ?? .latest)
    }
}

extension PersonFile.Decision {
    fileprivate init(_ row: EligibilityDecision, _ day: Day, _ office: Office) {
        position = Int(row.position)
        person = office.people.id(row.person)
        verdict = row.verdict.rawValue
        rule = office.symbols[row.rule]
        from = row.from.description
        to = row.to?.description
        covers = row.covers(day)
    }
}
