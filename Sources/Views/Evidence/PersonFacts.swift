import CivilTime
import Office

extension Office {
    /// The services that count for the indicators, each with the person whom it may add to the count.
    ///
    /// Each person counts once in every figure, so the first of a person's services in a figure adds 1, and the others add 0.
    /// `Explanation` and `Diff` determine this once they know the figure.
    func personFacts(_ question: Question, _ plan: Plan) -> [Fact] {
        var facts: [Fact] = []
        forEachServed(question, plan, Indicators.facets) { service in
            if service.counts { facts.append(service.fact) }
        }
        return facts.sorted { $0.position < $1.position }
    }

    /// Returns every service with these facets on the requested days, whether it counts or not, in no particular order.
    func served(_ question: Question, _ plan: Plan, _ facets: [Facet]) -> [ServedPerson] {
        var services: [ServedPerson] = []
        forEachServed(question, plan, facets.map(\.name)) { service in
            if facets.allSatisfy(service.facets.contains) { services.append(service) }
        }
        return services
    }

    /// Calls `body` with every service on the requested days, whether it counts or not, in no particular order. Of its facets, it
    /// has those of these names.
    private func forEachServed(
        _ question: Question, _ plan: Plan, _ names: [FacetName], _ body: (ServedPerson) -> Void
    ) {
        let linked = LinkedSets(links)
        let window = question.window
        var measures: [Symbol: [String]] = [:]
        for measure in plan.measures {
            for code in measure.codes.compactMap({ symbols.find($0.text) }) {
                measures[code, default: []].append(measure.id.text)
            }
        }
        forEachService(upTo: question.lastDay) { service in
            guard window.contains(service.on) else { return }
            let whole = linked.representative(service.person)
            body(
                ServedPerson(
                    person: service.person, whole: whole, on: service.on, position: service.position,
                    decision: linked.decision(self, on: service.person, covering: service.on),
                    facets: facets(names, of: service, to: whole, measures)))
        }
    }

    /// The facets of these names of a service to a person; `measures` are those of the plan by the codes that they have.
    private func facets(
        _ names: [FacetName], of service: Service, to person: Ref<Person>, _ measures: [Symbol: [String]]
    ) -> [Facet] {
        var facets: [Facet] = []
        for name in names {
            switch name {
            case .line: facets.append(Facet(name: name, value: symbols[service.line]))
            case .place: facets.append(Facet(name: name, value: symbols[service.place]))
            case .quarter: facets.append(Facet(name: name, value: Quarter(service.on).description))
            case .age:
                let year = service.on.parts.year
                let band = people[person].birthYear.map { AgeBand(age: year - Int($0)) } ?? .unknown
                facets.append(Facet(name: name, value: band.rawValue))
            case .sex: facets.append(Facet(name: name, value: people[person].sex?.rawValue ?? "unknown"))
            case .nationality: facets.append(Facet(name: name, value: people[person].nationality.code))
            case .measure:
                for measure in Set(codes(of: service).flatMap { measures[$0] ?? [] }) {
                    facets.append(Facet(name: name, value: measure))
                }
            case .worker, .week, .month, .phase, .state, .language, .setting, .serviceRecord: continue
            }
        }
        return facets
    }

    private func codes(of service: Service) -> [Symbol] {
        var codes: [Symbol] = []
        switch service.codes {
        case .none: break
        case .one(let code): codes = [code]
        case .list(let list): forEachSymbol(of: list) { codes.append($0) }
        }
        return codes
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

    /// What it adds to a figure, if it counts.
    var fact: Fact {
        Fact(measure: "personsServed", amount: 1, position: position, subject: .person(whole), facets: facets)
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
