import Office

/// The contribution of one event to a figure: the smallest unit that the views count.
///
/// Figures are sums of facts: `explain` lists the facts of a figure, `diff` those that two figures do not share. The views
/// compute their figures directly, which is faster; tests compare the two.
struct Fact {
    /// The quantity, such as `delivered` or `personsServed`.
    let measure: String
    /// The amount.
    let amount: Int
    /// The event.
    let position: Int
    /// The subject of the event; other events about it may change the fact.
    let subject: Subject
    /// The facets of the rows in which it counts.
    var facets: [Facet]

    /// The subject of a fact.
    enum Subject: Hashable {
        case entry(Ref<Entry>)
        /// The charge of an entry. Its cost depends on rates, and whether it may be claimed on approvals.
        case charge(Ref<Entry>)
        case person(Ref<Person>)
        case `case`(Ref<Case>)
        case mediation(Ref<Mediation>)
        /// Any other record with an id: a contact, an orientation, an activity.
        case serviceRecord(Ref<ServiceRecord>)
        case worker(Ref<Worker>)
        case project
    }

    func has(_ facet: Facet) -> Bool { facets.contains(facet) }
}

/// A row or column in which something counts.
struct Facet: Hashable, Comparable {
    let name: FacetName
    let value: String

    static func < (a: Facet, b: Facet) -> Bool { (a.name.rawValue, a.value) < (b.name.rawValue, b.value) }
}

/// The names of facets, which identify figures. They equal the names of a question's parameters.
public enum FacetName: String, Sendable, Hashable, CaseIterable {
    /// A budget line of the plan.
    case line
    /// A place of the plan.
    case place
    /// A worker.
    case worker
    /// An ISO week, `2019-W45`.
    case week
    /// A month, `2019-11`.
    case month
    /// A phase of a case.
    case phase
    /// A state: `open` or `closed` for a case, the last step for a request, the approval for an entry.
    case state
    /// A kind of measure of the plan.
    case measure
    /// A quarter, `2019-Q4`.
    case quarter
    /// An age band, `18–24`.
    case age
    /// `F`, `M`, `X` or `unknown`.
    case sex
    /// A nationality's code.
    case nationality
    /// A language's code.
    case language
    /// The setting in which mediation was requested.
    case setting
    /// The contact, case, mediation, orientation or activity to which hours refer.
    case serviceRecord = "thing"
}
