import Office

/// A view whose figures can be taken apart: each is a sum of facts, told from its neighbours by facets.
///
/// The view counts by itself, and its facts are found independently of that; tests hold the two against each other.
protocol CountedView: Answer {
    /// What it counts; the first is meant where none is named.
    static var measures: [Measure] { get }
    /// By what its figures are told apart.
    static var facets: [FacetName] { get }
    /// The states by which its figures are told apart; empty where they are not.
    static var states: [String] { get }
    /// The rows of its figures: the facets by which those of a row stand beside each other.
    static var shapes: [[FacetName]] { get }
    /// Whether its figures are of what stands at the end of a day, so that no first day limits them.
    static var isOfOneDay: Bool { get }

    /// All facts of the view, in no particular order.
    static func facts(_ office: Office, _ question: Question, _ plan: Plan) throws(Refusal) -> [Fact]
    /// The positions of the events that decide the meaning of its figures without being counted in them.
    static func decidedBy(_ office: Office) -> [Int]
}

extension CountedView {
    static var states: [String] { [] }
    static var isOfOneDay: Bool { false }
    static func decidedBy(_ office: Office) -> [Int] { [] }

    /// All facts of the view, in no particular order. Refuses where no plan was adopted.
    static func facts(_ office: Office, _ question: Question) throws(Refusal) -> [Fact] {
        guard let plan = office.plan else { throw .noPlan }
        return try facts(office, question, plan)
    }

    /// The measures that can be explained by events.
    static var explained: [String] { measures.filter(\.isExplained).map(\.name) }
}

/// What a view counts.
struct Measure: Sendable, Hashable {
    /// Its name in figures: `delivered`, `personsServed`.
    let name: String
    let unit: Unit
    /// Whether events add up to it. What a plan owes is computed, not added up.
    var isExplained = true
}

extension Catalogue {
    /// The views whose figures can be taken apart, in their order.
    static let counted = views.compactMap { $0 as? any CountedView.Type }

    /// The unit of a figure, by its name; nil for a name that is not one of a figure.
    public static func unit(ofFigure name: String) -> Unit? {
        let parts = name.split(separator: "/")
        guard let view = parts.first, let measure = parts.last else { return nil }
        return unit(of: String(measure), countedBy: String(view))
    }

    /// The unit of what a view counts; nil for what it does not count.
    public static func unit(of measure: String, countedBy view: String) -> Unit? {
        counted.first { $0.name == view }?.measures.first { $0.name == measure }?.unit
    }
}
