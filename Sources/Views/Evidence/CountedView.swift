import Office

/// A view whose figures can be explained: each figure is a sum of facts, and facets identify it among the others.
///
/// The view computes its figures without its facts, and the facts are determined independently; tests compare the two.
protocol CountedView: Answer {
    /// The quantities that it counts; the first is the default.
    static var measures: [Measure] { get }
    /// The facets that identify its figures.
    static var facets: [FacetName] { get }
    /// The states that identify its figures; empty if states do not.
    static var states: [String] { get }
    /// The shapes of its rows: the facets that the figures of a row have.
    static var shapes: [[FacetName]] { get }
    /// Whether its figures describe the situation at the end of a day, so that a first day has no meaning.
    static var isOfOneDay: Bool { get }

    /// All facts of the view, in no particular order.
    static func facts(_ office: Office, _ question: Question, _ plan: Plan) throws(Refusal) -> [Fact]
    /// The positions of the events that determine its figures without being counted in them.
    static func decidedBy(_ office: Office) -> [Int]
}

extension CountedView {
    static var states: [String] { [] }
    static var isOfOneDay: Bool { false }
    static func decidedBy(_ office: Office) -> [Int] { [] }

    /// Returns all facts of the view, in no particular order. Refuses if no plan was adopted.
    static func facts(_ office: Office, _ question: Question) throws(Refusal) -> [Fact] {
        guard let plan = office.plan else { throw .noPlan }
        return try facts(office, question, plan)
    }

    /// The quantities that events can explain.
    static var explained: [String] { measures.filter(\.isExplained).map(\.name) }
}

/// A quantity that a view counts.
struct Measure: Sendable, Hashable {
    /// Its name in figures, such as `delivered` or `personsServed`.
    let name: String
    let unit: Unit
    /// Whether it is a sum of events. The minutes owed under a plan are computed instead.
    var isExplained = true
}

extension Catalogue {
    /// The views whose figures can be explained, in order.
    static let counted = views.compactMap { $0 as? any CountedView.Type }

    /// Returns the unit of the figure with that name; nil if there is no such figure.
    public static func unit(ofFigure name: String) -> Unit? {
        let parts = name.split(separator: "/")
        guard let view = parts.first, let measure = parts.last else { return nil }
        return unit(of: String(measure), countedBy: String(view))
    }

    /// Returns the unit of a quantity of a view; nil if the view does not count it.
    public static func unit(of measure: String, countedBy view: String) -> Unit? {
        counted.first { $0.name == view }?.measures.first { $0.name == measure }?.unit
    }
}
