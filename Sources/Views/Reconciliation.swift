public import Office

/// Hours logged against what they were for: do the minutes agree?
///
/// Compared are, for each thing and worker, the net minutes of the worker's entries that say they are about the thing,
/// on all funds, with the minutes that the thing itself records of that worker:
/// - a contact, orientation or activity: its minutes, of the worker whom it names;
/// - a case: the minutes of the notes on it, of the worker whom each names;
/// - a mediation: the minutes of its deliveries and of missed appointments paid all the same, of the mediator assigned
///   when each was recorded.
///
/// What says no minutes records none. Both sides count by their own day. Hours of a second worker at the same activity
/// have nothing to stand against, and are exceeding. Hours about nothing in particular are left out, and added up
/// apart. A worker, month or week may be asked for; a line or place may not, since hours and what they are about may
/// differ in it.
public struct Reconciliation: View {
    /// The name under which it is asked.
    public static let name = "reconciliation"

    /// One thing and one worker.
    public struct Row: Codable, Sendable, Hashable {
        /// `contact`, `case`, `mediation`, `orientation` or `activity`.
        public let kind: String
        /// The thing's id.
        public let about: String
        /// The worker's id.
        public let worker: String
        /// Net minutes of entries of hours.
        public let logged: Int
        /// Minutes that the thing records.
        public let recorded: Int
        /// Logged less recorded.
        public let difference: Int
        /// `agreeing`; `missing`, fewer logged than recorded, or none; `exceeding`, more logged than recorded.
        public let state: String
    }

    /// Rows counted by what came of them.
    public struct Count: Codable, Sendable, Hashable {
        /// Rows.
        public internal(set) var rows = 0
        /// As many minutes logged as recorded.
        public internal(set) var agreeing = 0
        /// Fewer, or none.
        public internal(set) var missing = 0
        /// Those of the missing of which no hours were logged at all.
        public internal(set) var withoutHours = 0
        /// More.
        public internal(set) var exceeding = 0
        /// Net minutes logged.
        public internal(set) var logged = 0
        /// Minutes recorded.
        public internal(set) var recorded = 0
    }

    /// Hours about something that was voided: as far as the views know, it never was.
    public struct UnknownEntry: Codable, Sendable, Hashable {
        /// The event's place in the log.
        public let position: Int
        /// The id of what was voided.
        public let about: String
        /// The worker's id.
        public let worker: String
        /// The day.
        public let on: String
        /// Net minutes.
        public let minutes: Int
    }

    /// What the answer rests on.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// What the answer was narrowed to.
    public let asked: Asked
    /// By kind, thing and worker: everything of which minutes were logged or recorded.
    public let rows: [Row]
    /// All rows.
    public let total: Count
    /// By kind.
    public let byKind: [String: Count]
    /// By worker.
    public let byWorker: [String: Count]
    /// Hours about something that was voided, in recorded order; in no row.
    public let unknown: [UnknownEntry]
    /// Net minutes about nothing in particular, on all funds.
    public let unrelatedMinutes: Int

    /// Answers from the office as it stands. Refuses an unknown worker, and a line or place.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        var pairs: [Pair: (logged: Int, recorded: Int)] = [:]
        var unknown: [UnknownEntry] = []
        try office.forEachTrace(question) { trace in
            let pair = Pair(thing: trace.thing, worker: trace.worker)
            switch trace.side {
            case .recorded: pairs[pair, default: (0, 0)].recorded += trace.minutes
            case .logged where office.isVoided(trace.thing):
                unknown.append(
                    UnknownEntry(
                        position: trace.position, about: office.things.id(trace.thing),
                        worker: office.workers.id(trace.worker), on: trace.on.description, minutes: trace.minutes))
            case .logged: pairs[pair, default: (0, 0)].logged += trace.minutes
            }
        }
        let selection = try Selection(office, question)
        var unrelated = 0
        office.hours.entries.forEach { _, entry in
            if entry.about == nil, selection.admits(entry.worker, on: entry.on) { unrelated += Int(entry.minutes) }
        }
        basis = Basis(office, question)
        position = office.position
        asked = Asked(question)
        rows = pairs.filter { $0.value != (0, 0) }.map { pair, minutes in
            Row(
                kind: office.things[pair.thing].kind.name, about: office.things.id(pair.thing),
                worker: office.workers.id(pair.worker), logged: minutes.logged, recorded: minutes.recorded)
        }.sorted { ($0.kind, $0.about, $0.worker) < ($1.kind, $1.about, $1.worker) }
        var total = Count()
        var byKind: [String: Count] = [:]
        var byWorker: [String: Count] = [:]
        for row in rows {
            total.add(row)
            byKind[row.kind, default: Count()].add(row)
            byWorker[row.worker, default: Count()].add(row)
        }
        self.total = total
        self.byKind = byKind
        self.byWorker = byWorker
        self.unknown = unknown
        unrelatedMinutes = unrelated
    }
}

private struct Pair: Hashable {
    let thing: Ref<Thing>
    let worker: Ref<Worker>
}

extension Reconciliation.Row {
    fileprivate init(kind: String, about: String, worker: String, logged: Int, recorded: Int) {
        self.init(
            kind: kind, about: about, worker: worker, logged: logged, recorded: recorded,
            difference: logged - recorded,
            state: logged == recorded ? "agreeing" : logged < recorded ? "missing" : "exceeding")
    }
}

extension Reconciliation.Count {
    fileprivate mutating func add(_ row: Reconciliation.Row) {
        rows += 1
        if row.difference == 0 { agreeing += 1 }
        if row.difference < 0 { missing += 1 }
        if row.logged == 0 { withoutHours += 1 }
        if row.difference > 0 { exceeding += 1 }
        logged += row.logged
        recorded += row.recorded
    }
}

extension Thing.Kind {
    /// The word under which answers name it.
    fileprivate var name: String {
        switch self {
        case .contact: "contact"
        case .case: "case"
        case .mediation: "mediation"
        case .orientation: "orientation"
        case .activity: "activity"
        }
    }
}
