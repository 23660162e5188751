import CivilTime
import Office

extension Office {
    /// The services that count for the indicators, each with the person whom it may add to the count.
    ///
    /// Each person counts once in every figure, so the first of a person's services in a figure adds 1, and the others add 0.
    /// `Explanation` and `Diff` determine this once they know the figure.
    func personFacts(_ question: Question, _ plan: Plan) -> [Fact] {
        var facts: [Fact] = []
        forEachServed(question, plan) { service in
            guard service.counts else { return }
            facts.append(
                Fact(
                    measure: "personsServed", amount: 1, position: service.position, subject: .person(service.whole),
                    facets: service.facets))
        }
        return facts.sorted { $0.position < $1.position }
    }

    /// Calls `body` with every service on the requested days, whether it counts or not, in no particular order.
    func forEachServed(_ question: Question, _ plan: Plan, _ body: (ServedPerson) -> Void) {
        let linked = LinkedSets(links)
        let window = question.window
        var measures: [String: [String]] = [:]
        for measure in plan.measures {
            for code in measure.codes { measures[code.text, default: []].append(measure.id.text) }
        }
        forEachService(upTo: question.lastDay) { service in
            guard window.contains(service.on) else { return }
            let whole = linked.representative(service.person)
            body(
                ServedPerson(
                    person: service.person, whole: whole, on: service.on, position: service.position,
                    decision: linked.decision(self, on: service.person, covering: service.on),
                    facets: facets(of: service, to: whole, measures)))
        }
    }

    /// The facets of a service to a person; `measures` are those of the plan by the codes that they have.
    private func facets(of service: Service, to person: Ref<Person>, _ measures: [String: [String]]) -> [Facet] {
        let row = people[person]
        let year = service.on.parts.year
        var facets = [
            Facet(name: .line, value: symbols[service.line]),
            Facet(name: .place, value: symbols[service.place]),
            Facet(name: .quarter, value: Quarter(service.on).description),
            Facet(name: .age, value: (row.birthYear.map { AgeBand(age: year - Int($0)) } ?? .unknown).rawValue),
            Facet(name: .sex, value: row.sex?.rawValue ?? "unknown"),
            Facet(name: .nationality, value: row.nationality.code),
        ]
        var codes: [Symbol] = []
        switch service.codes {
        case .none: break
        case .one(let code): codes = [code]
        case .list(let list): forEachSymbol(of: list) { codes.append($0) }
        }
        for measure in Set(codes.flatMap { measures[symbols[$0]] ?? [] }) {
            facets.append(Facet(name: .measure, value: measure))
        }
        return facets
    }
}

/// A service, with whether it counts for the indicators.
struct ServedPerson {
    /// The id under which the person was served.
    let person: Ref<Person>
    /// The id that represents all that are linked with it.
    let whole: Ref<Person>
    let on: Day
    /// The position of the event that says so.
    let position: Int
    /// The decision that covers its day.
    let decision: EligibilityDecision?
    let facets: [Facet]

    var counts: Bool { decision?.verdict == .eligible }
}

extension [Fact] {
    /// Returns the facts with their amounts in one figure: only the first of a person's services adds 1.
    func countingPersonsOnce() -> [Fact] {
        var seen = Set<Fact.Subject>()
        return map { fact in
            guard case .person = fact.subject, !seen.insert(fact.subject).inserted else { return fact }
            return Fact(
                measure: fact.measure, amount: 0, position: fact.position, subject: fact.subject, facets: fact.facets)
        }
    }
}
