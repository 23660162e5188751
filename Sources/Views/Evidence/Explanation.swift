public import Office

/// The explanation of a figure: the events that add up to it, in the order of recording.
public struct Explanation: Answer {
    /// The view's name.
    public static let name = "explain"
    /// The log as a whole.
    public static let needs: OfficeParts? = nil
    /// What it can be asked with: of the facets, each figure has some.
    public static let parameters: [Parameter] =
        [.of, .counted] + .days + Parameter.allCases.filter { $0.facet != nil }
    /// The view that the figure comes from.
    public static let required: [Parameter] = [.of]

    /// One event and its contribution.
    public struct Row: Described, Hashable {
        /// Its contribution to the figure; 0 if it only moved something already counted, or is about a person already counted.
        public let amount: Int
        /// The event.
        public let event: EventNote

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>(
            [.event: .object(EventNote.self), .amount: .figure], essential: [.amount]
        ).all
    }

    /// What can be explained in a view: its quantities, and the parameters that identify its figures.
    public typealias Explained = (view: String, counted: [String], parameters: [Parameter])

    /// The views whose figures can be explained.
    public static let explained: [Explained] = Catalogue.counted.map { view in
        (view.name, view.explained, Parameter.allCases.filter { $0.facet.map(view.facets.contains) ?? false })
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .of: .code, .counted: .code, .figure: .figure,
        .narrowed: .by(.code, .text), .persons: .rows(CountedPerson.self).optional,
        .absences: .rows(AwayWorker.self).optional, .rows: .rows(Row.self), .owedBy: .events,
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The view that the figure comes from.
    public let of: String
    /// The quantity.
    public let counted: String
    /// Its filters, such as lines, places and weeks.
    public let narrowed: [String: String]
    /// The figure: the sum of the rows.
    public let figure: Int
    /// The events.
    public let rows: [Row]
    /// The other events that determine the figure: for owed hours, those about the plan that touch the days, line and place.
    public let owedBy: [EventNote]
    /// For a figure that counts persons: everyone who was served, whether counted, and why not.
    public let persons: [CountedPerson]?
    /// For hours delivered from a first day on: who of the workers of the line and place was absent on these days.
    public let absences: [AwayWorker]?

    /// Explains a figure: `question.of` names the view, `question.counted` the quantity, and the facets the row.
    ///
    /// - Throws: `Refusal` for a view without figures, a facet that it does not have, and a line or place that the plan
    ///   does not know.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        guard let view = Catalogue.counted.first(where: { $0.name == question.of }) else {
            throw Refusal(
                .question(.notExplained(views: Catalogue.counted.map { $0.name })), field: "of", value: question.of)
        }
        let counted = question.counted ?? view.measures[0].name
        guard view.explained.contains(counted) else {
            throw Refusal(
                .question(.notCounted(view: view.name, measures: view.explained)), field: "counted", value: counted)
        }
        try question.checkFacets(view, office)
        let facets = question.facets.map { Facet(name: $0.key, value: $0.value) }
        let countsPersons = view.measures.contains { $0.name == counted && $0.unit == .persons }
        var facts: [Fact]
        if countsPersons, let plan = office.plan {
            // A question about everyone has many services: they are walked through once.
            let services = office.served(question, plan, facets)
            facts = services.filter(\.counts).map(\.fact)
            persons = office.countedPersons(services)
        } else {
            facts = try view.facts(office, question).filter { fact in
                fact.measure == counted && facets.allSatisfy { fact.has($0) }
            }
            persons = nil
        }
        facts = facts.sorted { $0.position < $1.position }.countingPersonsOnce()
        basis = Basis(office, question)
        position = office.position
        of = view.name
        self.counted = counted
        narrowed = basis.narrowed ?? [:]
        figure = facts.sum
        rows = try facts.map { fact throws(Refusal) in
            try Row(amount: fact.amount, event: past.event(at: fact.position))
        }
        absences = view == Compliance.self ? try office.awayWorkers(question) : nil
        var owedBy: [EventNote] = []
        for position in view.decidedBy(office) {
            let event = try past.event(at: position)
            if try office.mayChangeOwed(event, question) { owedBy.append(event) }
        }
        self.owedBy = owedBy
    }
}

extension Question {
    /// Refuses facets that the view's figures do not have, and impossible values.
    func checkFacets(_ view: any CountedView.Type, _ office: Office) throws(Refusal) {
        for (name, value) in facets.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard view.facets.contains(name) else {
                throw Refusal(
                    .question(.noSuchFacet(name.rawValue, view: view.name, facets: view.facets.map(\.rawValue))),
                    field: name.rawValue, value: String(value.prefix(64)))
            }
        }
        if let state = facets[.state], !view.states.contains(state) {
            throw Refusal(
                .question(.noSuchState(String(state.prefix(64)), view: view.name, states: view.states)), field: "state",
                value: String(state.prefix(64)))
        }
        if let from, view.isOfOneDay {
            throw Refusal(.question(.casesHaveNoFirstDay), field: "from", value: "\(from)")
        }
        try checkNames(in: office)
    }
}

extension Office {
    /// The positions of the events that determine the minutes owed: adoptions of plans, suspensions and their ends.
    var planEvents: [Int] {
        var found: [Int] = []
        records.forEach { position, record in if record.kind == .plan { found.append(position) } }
        return found
    }
}
