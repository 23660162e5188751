import Office

/// The name of a figure: `indicators/place=chiari/personsServed`.
struct FigureName: Hashable, Comparable, CustomStringConvertible {
    let view: Countable
    let facets: [Facet]
    let counted: String

    var description: String {
        ([view.rawValue] + facets.map { "\($0.name.rawValue)=\($0.value)" } + [counted]).joined(separator: "/")
    }

    static func < (a: FigureName, b: FigureName) -> Bool { a.description < b.description }
}

/// The figures of some views, each with the facts that it is the sum of.
struct Figures: Sendable {
    private(set) var facts: [FigureName: [Fact]] = [:]
    /// The views that have these figures.
    let views: [Countable]

    /// The figures of what a report is about, for its days; those of `entries` alone where it is a claim of these.
    ///
    /// - Throws: `Refusal` where no plan was adopted.
    init(
        _ office: Office, _ kind: ReportKind, from: Day, to: Day, entries: Set<Ref<Entry>>?
    ) throws(Refusal) {
        try self.init(office, Self.views(of: kind, entries), Question(from: from, to: to), entries: entries)
    }

    /// The figures of some views, as `question` limits their days; of costs, those of `entries` alone where given.
    ///
    /// - Throws: `Refusal` where no plan was adopted.
    init(
        _ office: Office, _ views: [Countable], _ question: Question, entries: Set<Ref<Entry>>? = nil
    ) throws(Refusal) {
        self.views = views
        for view in views {
            for fact in try view.facts(office, question).sorted(by: { $0.position < $1.position })
            where fact.isOf(entries) {
                for shape in view.shapes { add(fact, shape, view) }
            }
        }
        facts = facts.mapValues { $0.countingPersonsOnce() }
    }

    private mutating func add(_ fact: Fact, _ shape: [FacetName], _ view: Countable) {
        // A fact can have several values of one name: the measures that a service is for.
        var rows: [[Facet]] = [[]]
        for name in shape {
            let values = fact.facets.filter { $0.name == name }
            rows = rows.flatMap { row in values.map { row + [$0] } }
        }
        for row in rows {
            facts[FigureName(view: view, facets: row, counted: fact.measure), default: []].append(fact)
        }
    }

    /// The views whose figures a report has; `entries` are those of a claim, where that is of its entries alone.
    private static func views(of kind: ReportKind, _ entries: Set<Ref<Entry>>?) -> [Countable] {
        switch kind {
        case .quarterly: [.compliance, .caseload, .mediations, .indicators]
        case .timesheets: [.timesheets]
        case .claim: entries == nil ? [.compliance, .costs] : [.costs]
        case .final: Countable.allCases
        }
    }

    /// The figures by name.
    var values: [String: Int] {
        Dictionary(uniqueKeysWithValues: facts.map { ($0.key.description, $0.value.sum) })
    }
}

extension Fact {
    /// Whether it is about one of these entries; where none are given, any fact is.
    fileprivate func isOf(_ entries: Set<Ref<Entry>>?) -> Bool {
        guard let entries else { return true }
        if case .charge(let entry) = subject { return entries.contains(entry) }
        return false
    }
}

extension [Fact] {
    var sum: Int { reduce(0) { $0 + $1.amount } }
}

extension Countable {
    /// The rows that it has: by which names figures stand beside each other.
    var shapes: [[FacetName]] {
        switch self {
        case .compliance: [[.line, .place]]
        case .timesheets: [[.worker, .month]]
        case .caseload: [[.state], [.state, .place], [.phase]]
        case .mediations: [[], [.place], [.state]]
        case .indicators: [[], [.line], [.place], [.measure], [.quarter], [.age], [.sex], [.nationality]]
        case .costs: [[.worker, .month], [.line], [.state]]
        case .reconciliation: []
        }
    }
}
