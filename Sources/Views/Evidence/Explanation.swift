public import Office

/// What a figure rests on: the events that add up to it, in the order of recording.
public struct Explanation: Answer {
    /// The name under which it is asked.
    public static let name = "explain"

    /// One event and what it adds.
    public struct Row: Codable, Sendable, Hashable {
        /// What it adds to the figure; 0 where it only moved what is counted, or counts someone who was counted before.
        public let amount: Int
        /// The event.
        public let event: EventNote
    }

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
        guard let view = question.of.flatMap({ Countable(rawValue: $0) }) else {
            throw Refusal(
                .invalidValue, field: "of", value: question.of, "that is no view whose figures can be explained",
                accepted: Countable.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let counted = question.counted ?? view.firstMeasure
        guard view.measures.contains(counted) else {
            throw Refusal(
                .invalidValue, field: "counted", value: counted, "\(view.rawValue) does not count that",
                accepted: view.measures.joined(separator: ", "))
        }
        try question.checkFacets(view.facets, office)
        let facets = question.facets.map { Facet(name: $0.key, value: $0.value) }
        let facts = try view.facts(office, question).filter { fact in
            fact.measure == counted && facets.allSatisfy { fact.has($0) }
        }.sorted { $0.position < $1.position }.countingPersonsOnce()
        var rows: [Row] = []
        rows.reserveCapacity(facts.count)
        for fact in facts { rows.append(Row(amount: fact.amount, event: try past.event(at: fact.position))) }
        var plan: [EventNote] = []
        if view == .compliance { for event in office.planEvents { plan.append(try past.event(at: event)) } }
        basis = Basis(office, question)
        position = office.position
        of = view.rawValue
        self.counted = counted
        narrowed = Dictionary(uniqueKeysWithValues: question.facets.map { ($0.key.rawValue, $0.value) })
        figure = facts.reduce(0) { $0 + $1.amount }
        self.rows = rows
        owedBy = plan
    }
}

extension Question {
    /// Refuses facets that a view does not have, and values that cannot be.
    func checkFacets(_ allowed: [FacetName], _ office: Office) throws(Refusal) {
        guard let plan = office.plan else { throw .noPlan }
        for (name, value) in facets.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            func refusal(_ code: Refusal.Code, _ detail: String, _ accepted: String) -> Refusal {
                Refusal(code, field: name.rawValue, value: String(value.prefix(64)), detail, accepted: accepted)
            }
            guard allowed.contains(name) else {
                throw refusal(
                    .unknownField, "this figure is not told apart by \(name.rawValue)",
                    allowed.map(\.rawValue).joined(separator: ", "))
            }
            switch name {
            case .line where !plan.lines.contains { $0.id.text == value }:
                throw refusal(
                    .unknown("line"), "there is no line \(value)", plan.lines.map(\.id.text).joined(separator: " "))
            case .place where !plan.places.contains { $0.id.text == value }:
                throw refusal(
                    .unknown("place"), "there is no place \(value)", plan.places.map(\.id.text).joined(separator: " "))
            case .worker where office.workers.find(value) == nil:
                throw refusal(.unknown("worker"), "there is no worker \(value)", "the id of an enrolled worker")
            case .week where ISOWeek(value) == nil:
                throw refusal(.invalidValue, "that is not a week of ISO 8601", "YYYY-Www, such as 2019-W45")
            case .month where Month(value) == nil:
                throw refusal(.invalidValue, "that is not a month of the calendar", "YYYY-MM")
            case .phase where !plan.phases.contains { $0.id.text == value }:
                throw refusal(
                    .phaseUnknown, "the plan has no phase \(value)", plan.phases.map(\.id.text).joined(separator: " "))
            case .measure where !plan.measures.contains { $0.id.text == value }:
                throw refusal(
                    .unknown("measure"), "the plan has no measure \(value)",
                    plan.measures.map(\.id.text).joined(separator: " "))
            default: continue
            }
        }
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
