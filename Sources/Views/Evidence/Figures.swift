import CivilTime
import Office

/// The name of a figure, such as `indicators/place=chiari/personsServed`.
struct FigureName: Hashable, Comparable, CustomStringConvertible {
    /// The view's name.
    let view: String
    let facets: [Facet]
    let counted: String

    var description: String {
        ([view] + facets.map { "\($0.name.rawValue)=\($0.value)" } + [counted]).joined(separator: "/")
    }

    static func < (a: FigureName, b: FigureName) -> Bool { a.description < b.description }
}

/// The figures of some views, each with the facts that add up to it.
struct Figures: Sendable {
    private(set) var facts: [FigureName: [Fact]] = [:]
    /// The views that the figures come from.
    let views: [any CountedView.Type]

    /// Computes the figures of a report's subject for its days; if it is a claim of `entries`, of these alone.
    ///
    /// - Throws: `Refusal` if no plan was adopted.
    init(
        _ office: Office, _ kind: ReportKind, from: Day, to: Day, entries: Set<Ref<Entry>>?
    ) throws(Refusal) {
        try self.init(office, Self.views(of: kind, entries), Question(from: from, to: to), entries: entries)
    }

    /// Computes the figures of some views for the days of `question`; the costs only of `entries`, if given.
    ///
    /// - Throws: `Refusal` if no plan was adopted.
    init(
        _ office: Office, _ views: [any CountedView.Type], _ question: Question, entries: Set<Ref<Entry>>? = nil
    ) throws(Refusal) {
        self.views = views
        for view in views {
            let shapes = view.shapes
            for fact in try view.facts(office, question).sorted(by: { $0.position < $1.position })
            where fact.isOf(entries) {
                for facets in shapes.flatMap(fact.rows) {
                    facts[FigureName(view: view.name, facets: facets, counted: fact.measure), default: []].append(fact)
                }
            }
        }
        facts = facts.mapValues { $0.countingPersonsOnce() }
    }

    /// Returns the views whose figures a report contains. `entries` are the entries of a claim that covers these alone.
    static func views(of kind: ReportKind, _ entries: Set<Ref<Entry>>?) -> [any CountedView.Type] {
        switch kind {
        case .quarterly: [Compliance.self, Caseload.self, Mediations.self, Indicators.self]
        case .timesheets: [Timesheets.self]
        case .claim: entries == nil ? [Compliance.self, Costs.self] : [Costs.self]
        case .final: Catalogue.counted
        }
    }

    /// The figures by name.
    var values: [String: Int] {
        Dictionary(uniqueKeysWithValues: facts.map { ($0.key.description, $0.value.sum) })
    }
}

extension Fact {
    /// Returns the rows of a shape in which the fact counts. It can have several values of one facet, such as the measures of a
    /// service.
    fileprivate func rows(of shape: [FacetName]) -> [[Facet]] {
        var rows: [[Facet]] = [[]]
        for name in shape {
            let values = facets.filter { $0.name == name }
            rows = rows.flatMap { row in values.map { row + [$0] } }
        }
        return rows
    }

    /// Whether the fact is about one of these entries; always true if none are given.
    fileprivate func isOf(_ entries: Set<Ref<Entry>>?) -> Bool {
        guard let entries else { return true }
        if case .charge(let entry) = subject { return entries.contains(entry) }
        return false
    }
}

extension [Fact] {
    var sum: Int { reduce(0) { $0 + $1.amount } }
}
