import CivilTime
import Office

extension Office {
    /// The services that count for the indicators, each with the person whom it may add to the count.
    ///
    /// Each person counts once in every figure, so the first of a person's services in a figure adds 1, and the others add 0.
    /// `Explanation` and `Diff` determine this once they know the figure.
    func personFacts(_ question: Question, _ plan: Plan) -> [Fact] {
        let linked = LinkedSets(links)
        let window = question.window
        var measures: [String: [String]] = [:]
        for measure in plan.measures {
            for code in measure.codes { measures[code.text, default: []].append(measure.id.text) }
        }
        var facts: [Fact] = []
        forEachService(upTo: question.lastDay) { service in
            guard window.contains(service.on),
                linked.decision(self, on: service.person, covering: service.on)?.verdict == .eligible
            else { return }
            let person = linked.representative(service.person)
            let row = people[person]
            let year = service.on.parts.year
            var facets = [
                Facet(name: .line, value: symbols[service.line]),
                Facet(name: .place, value: symbols[service.place]),
                Facet(name: .quarter, value: Quarter(service.on).description),
                Facet(
                    name: .age, value: (row.birthYear.map { AgeBand(age: year - Int($0)) } ?? .unknown).rawValue),
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
            facts.append(
                Fact(
                    measure: "personsServed", amount: 1, position: service.position, subject: .person(person),
                    facets: facets))
        }
        return facts.sorted { $0.position < $1.position }
    }
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
