import CivilTime
public import Office

/// The list of persons, with what holds for them on the requested day.
public typealias Persons = Listing<ListedPerson>

/// A person under one pseudonym, without sealed data. They are listed by id.
///
/// Eligibility and residence are those of the person, whatever the linked id they were recorded for; cases and services are
/// those of this id alone.
public struct ListedPerson: ListedRow {
    /// The list's name.
    public static let list = "persons"
    /// The words of the command.
    public static let listCommand = "person list"
    /// The parts of the office on which the rows depend.
    public static let needs: OfficeParts = [.project, .people, .services, .today]
    /// The parameters that the list accepts.
    public static let filters: [Parameter] = .oneDay + [.place, .verdict, .status, .restricted]

    /// The person's id.
    public let person: String
    /// The place of residence, if registered.
    public let place: String?
    /// The decision that covers the day: `eligible`, `not-eligible` or `undecided`; nil without a decision.
    public let verdict: String?
    /// Legal residence on the day, according to the papers: `valid`, `expired` or `unknown`.
    public let status: String
    /// Whether the record of any of the ids is restricted.
    public let restricted: Bool
    /// Whether the person's sealed data was erased.
    public let erased: Bool
    /// The other ids of the same person.
    public let linked: [String]
    /// Open cases of the person or of whose household they are.
    public let openCases: Int
    /// All such cases.
    public let cases: Int
    /// Services received.
    public let services: Int
    /// The day of the last service.
    public let lastService: String?

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .person: .id(of: .person), .place: .id(of: .place).optional, .verdict: .code.optional, .status: .code,
        .openCases: .count, .cases: .count, .services: .count, .lastService: .day.optional, .restricted: .yesNo,
        .erased: .yesNo, .linked: .ids(of: .person),
    ]).all

    /// Returns the persons that a question selects. Refuses a place that the office does not know.
    public static func select(_ office: Office, _ question: Question) throws(Refusal) -> SelectedRows<ListedPerson> {
        let selection = try Selection(office, question)
        let day = question.lastDay(of: office)
        let last = question.lastDay
        let sets = LinkedSets(office.links)
        var found: [Ref<Person>] = []
        office.people.forEach { ref, row in
            guard selection.admits(place: row.place), question.admits(.verdict, sets.verdict(of: ref, on: day, office)),
                question.filters[.status] == nil
                    || question.admits(.status, sets.residence(of: ref, on: day, office).word),
                question.admits(.restricted, sets.isRestricted(ref, office))
            else { return }
            found.append(ref)
        }
        // Of all persons, the sums are made in one pass over the records.
        let sums = question.limit == nil ? PersonSums(office, upTo: last) : nil
        return SelectedRows(found, of: office.people, in: question) {
            let sum = sums?.sums[Int($0.index)] ?? PersonSums.Sum(of: $0, office, upTo: last)
            return ListedPerson($0, sum, sets, office, day)
        }
    }

    private init(_ ref: Ref<Person>, _ sum: PersonSums.Sum, _ sets: LinkedSets, _ office: Office, _ day: Day) {
        let row = office.people[ref]
        person = office.people.id(ref)
        place = row.place.map { office.symbols[$0] }
        verdict = sets.verdict(of: ref, on: day, office)
        status = sets.residence(of: ref, on: day, office).word
        restricted = sets.isRestricted(ref, office)
        erased = row.isErased
        linked = sets.everyone(linkedWith: ref).filter { $0 != ref }.map { office.people.id($0) }.sorted()
        openCases = sum.openCases
        cases = sum.cases
        services = sum.services
        lastService = sum.lastService?.description
    }
}

extension LinkedSets {
    fileprivate func verdict(of person: Ref<Person>, on day: Day, _ office: Office) -> String? {
        decision(office, on: person, covering: day)?.verdict.rawValue
    }

    fileprivate func residence(of person: Ref<Person>, on day: Day, _ office: Office) -> ResidenceStatus {
        office.residence(of: everyone(linkedWith: person), on: day)
    }

    fileprivate func isRestricted(_ person: Ref<Person>, _ office: Office) -> Bool {
        everyone(linkedWith: person).contains { office.people[$0].isRestricted }
    }
}

/// The number of cases and services of each person, by the person's number.
private struct PersonSums {
    struct Sum {
        var cases = 0
        var openCases = 0
        var services = 0
        var lastService: Day?

        init() {}

        /// The sum of one person, from what belongs to the id.
        init(of person: Ref<Person>, _ office: Office, upTo last: Day) {
            for ref in office.casesEver(of: person) {
                let row = office.cases[ref]
                guard row.on <= last, !row.isVoided else { continue }
                let state = office.state(of: ref, upTo: last)
                guard row.person == person || state.members.contains(person) else { continue }
                cases += 1
                if state.isOpen { openCases += 1 }
            }
            office.forEachService(to: person) { part in
                guard part.isKnown(on: last) else { return }
                services += 1
                lastService = max(lastService ?? part.service.on, part.service.on)
            }
        }
    }

    private(set) var sums: [Sum]

    init(_ office: Office, upTo last: Day) {
        var sums = Array(repeating: Sum(), count: office.people.count)
        let stepsByCase = StepsByCase(office, upTo: last)
        office.cases.forEach { ref, row in
            guard row.on <= last, !row.isVoided else { return }
            let state = office.state(of: ref, after: stepsByCase[ref])
            for person in Set([row.person] + state.members) {
                sums[Int(person.index)].cases += 1
                if state.isOpen { sums[Int(person.index)].openCases += 1 }
            }
        }
        office.forEachService(upTo: last) { service in
            let index = Int(service.person.index)
            sums[index].services += 1
            sums[index].lastService = max(sums[index].lastService ?? service.on, service.on)
        }
        self.sums = sums
    }
}

extension ResidenceStatus {
    /// The words of all.
    static let words = [ResidenceStatus.valid(until: nil), .expired(since: .earliest), .unknown].map(\.word)

    /// Its word in answers.
    var word: String {
        switch self {
        case .valid: "valid"
        case .expired: "expired"
        case .unknown: "unknown"
        }
    }
}
