import CivilTime
public import Office

/// Compares the hours logged with the records of the work that they were for.
///
/// For each service record and worker, it compares the net minutes of the worker's entries that name the record, on all funds,
/// with the minutes that the record itself states for that worker:
/// - a contact, orientation or activity: its minutes, for the worker whom it names;
/// - a case: the minutes of its notes, each for the worker whom it names;
/// - a mediation: the minutes of its deliveries and of its paid missed appointments, each for the mediator assigned when it was
///   recorded.
///
/// A record without minutes counts as 0. Each side is counted on its own day. The hours of a second worker at the same activity
/// have no counterpart, so they are exceeding. Hours that name no record are left out of the rows and totalled separately.
/// With a state, the rows and their totals are those in it. Worker, month and week may be given; line and place may not, because an entry and its record may differ in them.
public struct Reconciliation: View {
    /// The view's name.
    public static let name = "reconciliation"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .hours, .services]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days + [.worker, .month, .week, .state] + .places
    /// The states of rows, and `differing` for those that do not agree.
    public static let words: [Parameter: [String]] = [.state: ["agreeing", "missing", "exceeding", differing]]
    private static let differing = "differing"

    /// One service record and one worker.
    public struct Row: Described, Hashable {
        /// `contact`, `case`, `mediation`, `orientation` or `activity`.
        public let kind: String
        /// The record's id.
        public let about: String
        /// The worker's id.
        public let worker: String
        /// Net minutes of entries of hours.
        public let logged: Int
        /// Minutes that the record states.
        public let recorded: Int
        /// Logged minus recorded.
        public let difference: Int
        /// `agreeing`; `missing` if fewer minutes were logged than recorded, or none; `exceeding` if more were logged than
        /// recorded.
        public let state: String

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>(
            [
                .kind: .code, .about: .id(of: .serviceRecord), .worker: .id(of: .worker), .logged: .minutes,
                .recorded: .minutes, .difference: .minutes, .state: .code,
            ], essential: [.difference, .state]
        ).all
    }

    /// Number of rows by result.
    public struct Count: Described, Hashable {
        /// Rows.
        public internal(set) var rows = 0
        /// As many minutes logged as recorded.
        public internal(set) var agreeing = 0
        /// Fewer, or none.
        public internal(set) var missing = 0
        /// The missing rows for which no hours were logged at all.
        public internal(set) var withoutHours = 0
        /// More.
        public internal(set) var exceeding = 0
        /// Net minutes logged.
        public internal(set) var logged = 0
        /// Minutes recorded.
        public internal(set) var recorded = 0

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .rows: .count, .agreeing: .count, .missing: .count, .withoutHours: .count, .exceeding: .count,
            .logged: .minutes, .recorded: .minutes,
        ]).all
    }

    /// Hours about a record that was voided. To the views, a voided record never existed.
    public struct UnknownEntry: Described, Hashable {
        /// The event's position in the log.
        public let position: Int
        /// The id of the voided record.
        public let about: String
        /// The worker's id.
        public let worker: String
        /// The day.
        public let on: String
        /// Net minutes.
        public let minutes: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .on: .day, .worker: .id(of: .worker), .about: .id(of: .serviceRecord), .minutes: .minutes,
            .position: .position,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .unrelatedMinutes: .minutes, .asked: .object(Asked.self),
        .rowCount: .count.optional, .rows: .rows(Row.self), .total: .object(Count.self),
        .byKind: .by(.code, .object(Count.self)),
        .byWorker: .by(id: .worker, .object(Count.self)), .unknown: .rows(UnknownEntry.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The filters of the answer.
    public let asked: Asked
    /// The number of all rows, if the question asks for those of some places.
    public let rowCount: Int?
    /// All records for which minutes were logged or recorded, by kind, record and worker.
    public let rows: [Row]
    /// All rows.
    public let total: Count
    /// By kind.
    public let byKind: [String: Count]
    /// By worker.
    public let byWorker: [String: Count]
    /// Hours about a voided record, in the order of recording; they are in no row.
    public let unknown: [UnknownEntry]
    /// Net minutes of hours that name no record, on all funds.
    public let unrelatedMinutes: Int

    /// Answers from the present office. Refuses an unknown worker, and any line or place.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        var sums = Sums(serviceRecords: office.serviceRecords.count)
        var unknown: [UnknownEntry] = []
        try office.forEachTrace(question) { trace in
            switch trace.side {
            case .recorded: sums.record(trace)
            case .logged where office.isVoided(trace.serviceRecord):
                unknown.append(
                    UnknownEntry(
                        position: trace.position, about: office.serviceRecords.id(trace.serviceRecord),
                        worker: office.workers.id(trace.worker), on: trace.on.description, minutes: trace.minutes))
            case .logged: sums.log(trace)
            }
        }
        let selection = try Selection(office, question)
        var unrelated = 0
        office.hours.entries.forEach { _, entry in
            if entry.about == nil, selection.admits(entry.worker, on: entry.on) { unrelated += Int(entry.minutes) }
        }
        var total = Count()
        var byKind: [ServiceRecord.Kind: Count] = [:]
        var byWorker = [Count](repeating: Count(), count: office.workers.count)
        let state = question.facets[.state]
        try question.checkState(among: Self.words[.state] ?? [], of: Self.name)
        let found = sums.all.filter { sum in
            guard state == nil || sum.state == state || (state == Self.differing && sum.difference != 0) else {
                return false
            }
            total.add(sum)
            byKind[office.serviceRecords[sum.serviceRecord].kind, default: Count()].add(sum)
            byWorker[Int(sum.worker.index)].add(sum)
            return true
        }
        rowCount = question.count(ofAll: found.count)
        rows = Sums.inOrder(found, office, question)[question.places(among: found.count)]
        basis = Basis(office, question)
        position = office.position
        asked = Asked(question)
        self.total = total
        self.byKind = Dictionary(byKind.map { ($0.rawValue, $1) }) { first, _ in first }
        self.byWorker = Dictionary(
            byWorker.indices.filter { byWorker[$0].rows > 0 }.map { (office.workers.id(Ref($0)), byWorker[$0]) }
        ) { first, _ in first }
        self.unknown = unknown
        unrelatedMinutes = unrelated
    }
}

/// The minutes of both sides for one record and worker.
private struct Sum: BitwiseCopyable {
    let serviceRecord: Ref<ServiceRecord>
    let worker: Ref<Worker>
    var logged = 0
    var recorded = 0
    /// The index of the next sum of the same record, or -1.
    fileprivate let next: Int32

    /// A method and not the row's initialiser, which would keep a copy of the office for each.
    fileprivate func row(_ office: Office) -> Reconciliation.Row {
        Reconciliation.Row(
            kind: office.serviceRecords[serviceRecord].kind.rawValue, about: office.serviceRecords.id(serviceRecord),
            worker: office.workers.id(worker), logged: logged, recorded: recorded, difference: difference, state: state)
    }

    fileprivate var difference: Int { logged - recorded }
    fileprivate var state: String {
        logged == recorded ? "agreeing" : logged < recorded ? "missing" : "exceeding"
    }
}

/// The sums of all records, found by the record's number. Few records have more than one worker.
private struct Sums {
    private var firsts: [Int32]
    private var sums: [Sum] = []

    init(serviceRecords: Int) {
        firsts = Array(repeating: -1, count: serviceRecords)
        sums.reserveCapacity(serviceRecords)
    }

    mutating func log(_ trace: MinuteRecord) { sums[number(trace.serviceRecord, trace.worker)].logged += trace.minutes }
    mutating func record(_ trace: MinuteRecord) {
        sums[number(trace.serviceRecord, trace.worker)].recorded += trace.minutes
    }

    private mutating func number(_ serviceRecord: Ref<ServiceRecord>, _ worker: Ref<Worker>) -> Int {
        var number = firsts[Int(serviceRecord.index)]
        while number >= 0 {
            if sums[Int(number)].worker == worker { return Int(number) }
            number = sums[Int(number)].next
        }
        sums.append(Sum(serviceRecord: serviceRecord, worker: worker, next: firsts[Int(serviceRecord.index)]))
        firsts[Int(serviceRecord.index)] = Int32(sums.count - 1)
        return sums.count - 1
    }

    /// The sums that are not zero.
    var all: [Sum] { sums.filter { $0.logged != 0 || $0.recorded != 0 } }

    /// Returns the rows of sums by kind, record id and worker id.
    static func inOrder(_ sums: [Sum], _ office: Office, _ question: Question) -> SelectedRows<Reconciliation.Row> {
        let keys = sums.map {
            Place(
                kind: TextPrefix(office.serviceRecords[$0.serviceRecord].kind.rawValue),
                record: TextPrefix(office.serviceRecords.id($0.serviceRecord)), sum: $0)
        }
        return SelectedRows(keys, in: question) { a, b in
            if a.kind != b.kind { return a.kind < b.kind }
            if a.record != b.record { return a.record < b.record }
            return (office.serviceRecords.id(a.sum.serviceRecord), office.workers.id(a.sum.worker))
                < (office.serviceRecords.id(b.sum.serviceRecord), office.workers.id(b.sum.worker))
        } _: {
            $0.sum.row(office)
        }
    }

    /// A sum with what decides its place.
    private struct Place {
        let kind: TextPrefix
        let record: TextPrefix
        let sum: Sum
    }
}

extension Reconciliation.Count {
    fileprivate mutating func add(_ sum: Sum) {
        rows += 1
        if sum.difference == 0 { agreeing += 1 }
        if sum.difference < 0 { missing += 1 }
        if sum.logged == 0 { withoutHours += 1 }
        if sum.difference > 0 { exceeding += 1 }
        logged += sum.logged
        recorded += sum.recorded
    }
}

// MARK: - Figures

extension Reconciliation: CountedView {
    static let measures = [Measure(name: "logged", unit: .minutes), Measure(name: "recorded", unit: .minutes)]
    static let facets: [FacetName] = [.serviceRecord, .worker]
    static let shapes: [[FacetName]] = []

    static func facts(_ office: Office, _ question: Question, _ plan: Plan) throws(Refusal) -> [Fact] {
        try office.reconciliationFacts(question)
    }
}
