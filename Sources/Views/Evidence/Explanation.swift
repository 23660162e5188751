public import Office

/// What a figure rests on: the events that add up to it, in the order of recording.
public struct Explanation: Answer {
    /// The name under which it is asked.
    public static let name = "explain"
    /// What it can be asked with: of the facets, each figure has some.
    public static let parameters: [Parameter] =
        [.of, .counted] + .days + Parameter.allCases.filter { $0.facet != nil }
    /// The view that has the figure.
    public static let required: [Parameter] = [.of]

    /// One event and what it adds.
    public struct Row: Described, Hashable {
        /// What it adds to the figure; 0 where it only moved what is counted, or counts someone who was counted before.
        public let amount: Int
        /// The event.
        public let event: EventNote

        /// Its fields, in reading order.
        public static let columns = [Column](of: CodingKeys.self, [.event: .object(EventNote.self), .amount: .figure])
    }

    /// What can be explained of a view: what it counts, and by which parameters its figures are told apart.
    public typealias Explained = (view: String, counted: [String], parameters: [Parameter])

    /// The views whose figures can be explained.
    public static let explained: [Explained] = Catalogue.counted.map { view in
        (view.name, view.explained, Parameter.allCases.filter { $0.facet.map(view.facets.contains) ?? false })
    }

    /// Its fields, in reading order.
    public static let columns = [Column](
        of: CodingKeys.self,
        [
            .basis: .basis, .position: .position, .of: .code, .counted: .code, .figure: .figure,
            .narrowed: .by(.code, .text), .rows: .rows(Row.self), .owedBy: .events,
        ])

    /// What the answer rests on.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The view that has the figure.
    public let of: String
    /// What is counted.
    public let counted: String
    /// By which lines, places, weeks and so on it is narrowed.
    public let narrowed: [String: String]
    /// The figure: the sum of the rows.
    public let figure: Int
    /// The events.
    public let rows: [Row]
    /// What else decides the figure's meaning: the plan's events, for hours that are owed.
    public let owedBy: [EventNote]

    /// Explains a figure: `question.of` names the view, `question.counted` what it counts, the facets which row.
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
        let facts = try view.facts(office, question).filter { fact in
            fact.measure == counted && facets.allSatisfy { fact.has($0) }
        }.sorted { $0.position < $1.position }.countingPersonsOnce()
        var rows: [Row] = []
        rows.reserveCapacity(facts.count)
        for fact in facts { rows.append(Row(amount: fact.amount, event: try past.event(at: fact.position))) }
        var plan: [EventNote] = []
        for event in view.decidedBy(office) { plan.append(try past.event(at: event)) }
        basis = Basis(office, question)
        position = office.position
        of = view.name
        self.counted = counted
        narrowed = Dictionary(uniqueKeysWithValues: question.facets.map { ($0.key.rawValue, $0.value) })
        figure = facts.reduce(0) { $0 + $1.amount }
        self.rows = rows
        owedBy = plan
    }
}

extension Question {
    /// Refuses facets that the figures of a view do not have, and values that cannot be.
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
    /// The positions of the events that say what is owed: adoptions of plans, suspensions and their ends.
    var planEvents: [Int] {
        var found: [Int] = []
        records.forEach { position, record in if record.kind == .plan { found.append(position) } }
        return found
    }
}
