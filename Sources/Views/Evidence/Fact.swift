import Office

/// What one event gives to a figure: the smallest thing that the views count.
///
/// Figures are sums of facts, so that each can be taken apart again: `explain` lists the facts behind a figure, `diff`
/// those by which two figures differ. The views count by themselves, faster; tests hold the two against each other.
struct Fact {
    /// What is counted: `delivered`, `personsServed`.
    let measure: String
    /// How much.
    let amount: Int
    /// The event that says so.
    let position: Int
    /// What the event is about: whatever else happens to it may change the fact.
    let subject: Subject
    /// In which rows it counts.
    var facets: [Facet]

    /// What facts are about.
    enum Subject: Hashable {
        case entry(Ref<Entry>)
        /// An entry as it is charged: what it costs depends on rates, whether it may be claimed on approvals.
        case charge(Ref<Entry>)
        case person(Ref<Person>)
        case `case`(Ref<Case>)
        case mediation(Ref<Mediation>)
        /// One of the others with an id: a contact, an orientation, an activity.
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

/// By what figures are told apart. The names are those of a question's parameters.
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
    /// A state: of a case `open`·`closed`, of a request its last step, of an entry its approval.
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
    /// Where mediation was asked for.
    case setting
    /// The contact, case, mediation, orientation or activity that hours are about.
    case serviceRecord = "thing"
}
