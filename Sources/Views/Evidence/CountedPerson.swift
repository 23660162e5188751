import CivilTime
import Office

/// A person who was served: counted in a figure, or why not.
///
/// Each id under which somebody was served has a row. Of linked ids, one row is that of the person and the others say so, so that
/// the rows that count are the figure, and those that do not count for a reason other than `linked` are the persons who were
/// served and not counted.
public struct CountedPerson: Described, Hashable {
    /// The id under which the person was served.
    public let person: String
    /// Whether the row is counted in the figure.
    public let counts: Bool
    /// Why it is not: `linked` if another id stands for the person; otherwise, what the decision that covers the day says,
    /// `not-eligible` or `undecided`. Without a decision, `outside-target` if all nationalities are those of the Union, whose
    /// citizens the fund is not for, else `no-decision`.
    public let reason: String?
    /// The id that stands for the person, if this one is linked with it.
    public let same: String?
    /// The day of the service that counts; if none does, of the first service.
    public let on: String
    /// The event of this service.
    public let event: Int
    /// The event of the decision that covers its day.
    public let decidedBy: Int?
    /// Legal residence on that day, according to the papers: `valid`, `expired` or `unknown`.
    public let status: String
    /// The services under this id that the figure is about.
    public let services: Int

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .person: .id(of: .person), .counts: .yesNo, .reason: .code.optional, .same: .id(of: .person).optional,
        .on: .day, .status: .code, .services: .count, .event: .position, .decidedBy: .position.optional,
    ]).all
}

extension Office {
    /// Returns a row for each id that was served by these services: those that count first, then the others, in the order of
    /// their services.
    func countedPersons(_ services: [ServedPerson]) -> [CountedPerson] {
        var served: [Ref<Person>: (best: ServedPerson, services: Int)] = [:]
        for service in services {
            guard let known = served[service.person] else {
                served[service.person] = (service, 1)
                continue
            }
            served[service.person] = (known.best.isBefore(service) ? known.best : service, known.services + 1)
        }
        var standsFor: [Ref<Person>: Ref<Person>] = [:]
        return served.values.sorted { $0.best.isBefore($1.best) }.map { service, services in
            let first = standsFor[service.whole]
            standsFor[service.whole] = first ?? service.person
            return CountedPerson(
                person: people.id(service.person), counts: service.counts && first == nil,
                reason: first == nil ? reason(why: service) : "linked", same: first.map { people.id($0) },
                on: service.on.description, event: service.position,
                decidedBy: service.decision.map { Int($0.position) },
                status: residence(of: links.everyone(linkedWith: service.person), on: service.on).word,
                services: services)
        }
    }

    /// Why a service does not count; nil if it does.
    private func reason(why service: ServedPerson) -> String? {
        if service.counts { return nil }
        if let decision = service.decision { return decision.verdict.rawValue }
        return isUnionCitizenOnly(service.person, on: service.on) ? "outside-target" : "no-decision"
    }
}

extension ServedPerson {
    /// Whether it speaks for its person rather than the other service: one that counts does, then the one recorded first.
    fileprivate func isBefore(_ other: ServedPerson) -> Bool {
        if counts != other.counts { return counts }
        return position == other.position ? person.index < other.person.index : position < other.position
    }
}
