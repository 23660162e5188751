import CivilTime
public import Office

/// The list of cases, as they stand at the end of the requested day.
public typealias Cases = Listing<ListedCase>

/// A case. Open cases are listed before closed ones, those opened last before the others.
public struct ListedCase: ListedRow {
    /// The list's name.
    public static let list = "cases"
    /// The words of the command.
    public static let listCommand = "case list"
    /// The parts of the office on which the rows depend.
    public static let needs: OfficeParts = [.project, .people, .cases, .today]
    /// The parameters that the list accepts.
    public static let filters: [Parameter] =
        .oneDay + [.line, .place, .worker, .phase, .state, .outcome, .person, .silent, .minor, .restricted]
    /// The states and outcomes of cases.
    public static let words: [Parameter: [String]] = [
        .state: Caseload.states, .outcome: CaseOutcome.allCases.map(\.rawValue),
    ]

    /// The case's id.
    public let `case`: String
    /// The person's id.
    public let person: String
    /// `open` or `closed`.
    public let state: String
    /// The present phase.
    public let phase: String
    /// The present line.
    public let line: String
    /// The present place.
    public let place: String
    /// The present worker.
    public let worker: String
    /// The day of opening.
    public let opened: String
    /// The day of closing; nil while the case is open.
    public let closed: String?
    /// The outcome; nil while the case is open.
    public let outcome: String?
    /// The day of its last step or note.
    public let lastDay: String
    /// Days without activity; nil for a closed case.
    public let quietDays: Int?
    /// Whether it was opened for a minor.
    public let minor: Bool

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>(
        [
            .case: .id(of: .case), .person: .id(of: .person), .state: .code, .phase: .id(of: .phase),
            .line: .id(of: .line), .place: .id(of: .place), .worker: .id(of: .worker), .opened: .day,
            .closed: .day.optional, .outcome: .code.optional, .lastDay: .day, .quietDays: .days.optional,
            .minor: .yesNo,
        ], essential: [.person, .phase, .worker, .quietDays], minor: [.line, .lastDay, .minor]
    ).all

    /// Returns the cases that a question selects. Refuses names that the office does not know, and asking for silent cases
    /// before a plan is adopted.
    public static func select(_ office: Office, _ question: Question) throws(Refusal) -> SelectedRows<ListedCase> {
        let today = question.lastDay(of: office)
        let states = States(office, question, ofAll: question.limit == nil)
        var found: [Found] = []
        try forEach(office, question, states) { ref, row, standing in
            found.append(Found(ref: ref, opened: row.on, isOpen: standing.isOpen))
        }
        return SelectedRows(found, in: question) {
            $0.isListed(before: $1, office)
        } _: {
            ListedCase($0.ref, states[$0.ref], office, today)
        }
    }

    /// Returns how many days the open cases that a question selects have been without activity, as their `quietDays` say; they are
    /// named if they are at most `most`.
    ///
    /// - Throws: `Refusal` if the question names something unknown.
    public static func silence(
        _ office: Office, _ question: Question, naming most: Int
    ) throws(Refusal) -> LastingRecords {
        let today = question.lastDay(of: office)
        var open: [(found: Found, place: Symbol, days: Int)] = []
        try forEach(office, question, States(office, question, ofAll: false)) { ref, row, standing in
            guard standing.isOpen else { return }
            let found = Found(ref: ref, opened: row.on, isOpen: true)
            open.append((found, standing.group.place, today.days(since: standing.lastDay)))
        }
        return LastingRecords(open, naming: most, days: \.days) {
            $0.found.isListed(before: $1.found, office)
        } record: {
            (office.id(of: $0.found.ref), office.symbols[$0.place])
        }
    }

    /// A case that a question selects.
    private struct Found {
        let ref: Ref<Case>
        let opened: Day
        let isOpen: Bool

        func isListed(before other: Found, _ office: Office) -> Bool {
            if isOpen != other.isOpen { return isOpen }
            guard opened == other.opened else { return opened > other.opened }
            return office.id(of: ref) < office.id(of: other.ref)
        }
    }

    /// The states of cases on the last day of a question.
    private struct States {
        private let office: Office
        private let last: Day
        /// The steps of all cases, if those of most are needed; the steps of a few are found by their chains.
        private let stepsByCase: StepsByCase?
        /// Whether a filter asks for more than where a case stands.
        let areFiltered: Bool

        init(_ office: Office, _ question: Question, ofAll: Bool) {
            (self.office, last) = (office, question.lastDay)
            areFiltered =
                question.facets[.phase] != nil
                || [.person, .outcome, .restricted].contains { question.filters[$0] != nil }
            stepsByCase = ofAll || areFiltered ? StepsByCase(office, upTo: last) : nil
        }

        subscript(ref: Ref<Case>) -> CaseState {
            stepsByCase.map { office.state(of: ref, after: $0[ref]) } ?? office.state(of: ref, upTo: last)
        }
    }

    /// Calls `body` with each case that a question selects, in the order of recording.
    private static func forEach(
        _ office: Office, _ question: Question, _ states: States, _ body: (Ref<Case>, Case, CaseStanding) -> Void
    ) throws(Refusal) {
        let selection = try Selection(office, question)
        try question.checkState(among: Caseload.states, of: list)
        let silentDays = office.plan?.limits.silentCaseDays
        guard silentDays != nil || question.filters[.silent] == nil else { throw .noPlan }
        let last = question.lastDay
        let today = question.lastDay(of: office)
        // Looked up once: there are many cases.
        let isOpen = question.facets[.state].map { $0 == "open" }
        let isMinor = question.filters[.minor].map { $0 == "true" }
        let isSilent = question.filters[.silent].map { $0 == "true" }
        office.cases.forEach { ref, row in
            guard row.on <= last, !row.isVoided, isMinor == nil || isMinor == row.isMinor else { return }
            let now = office.caseload.standing(of: ref)
            let standing = now.lastDay <= last ? now : CaseStanding(states[ref])
            guard selection.admits(standing.group), isOpen == nil || isOpen == standing.isOpen else { return }
            if let isSilent {
                let quiet = today.days(since: standing.lastDay)
                guard isSilent == (standing.isOpen && quiet > silentDays ?? .max) else { return }
            }
            if states.areFiltered {
                let state = states[ref]
                let persons = [row.person] + state.members
                guard question.admits(facet: .phase, office.symbols[state.phase]), selection.admits(oneOf: persons),
                    question.admits(.outcome, state.outcome?.rawValue),
                    question.admits(.restricted, persons.contains { office.restrictedID(of: $0) != nil })
                else { return }
            }
            body(ref, row, standing)
        }
    }

    private init(_ ref: Ref<Case>, _ state: CaseState, _ office: Office, _ today: Day) {
        let row = office.cases[ref]
        `case` = office.id(of: ref)
        person = office.people.id(row.person)
        self.state = state.isOpen ? "open" : "closed"
        phase = office.symbols[state.phase]
        line = office.symbols[state.line]
        place = office.symbols[state.place]
        worker = office.workers.id(state.worker)
        opened = row.on.description
        closed = state.closedOn?.description
        outcome = state.outcome?.rawValue
        lastDay = state.lastDay.description
        quietDays = state.isOpen ? today.days(since: state.lastDay) : nil
        minor = row.isMinor
    }
}

extension Office {
    fileprivate func id(of ref: Ref<Case>) -> String { serviceRecords.id(cases[ref].serviceRecord) }
}
