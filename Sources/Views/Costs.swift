import CivilTime
public import Office

/// The exact cost of the hours on project funds, by worker, line and month together, and by each of the three.
///
/// An entry is charged at the rate of its day: among the rates that apply from that day or an earlier one, the latest recorded.
/// An hour costs 1/1,720 of the annual cost. Costs are added up as exact fractions and every figure is rounded once, so a total
/// may differ from the sum of its rounded rows; `caution` says so.
///
/// Each entry is in one of three states. **Approved**: the month was approved after the entry was logged and last adjusted;
/// only this may be claimed. **Pending**: the month was approved, but the entry was logged or adjusted afterwards, and its
/// whole present amount waits for the next approval. **Open**: the month was never approved, whether it is open, completed or
/// signed. The three add up to the total.
public struct Costs: View {
    /// The view's name.
    public static let name = "costs"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .workers, .hours]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days + [.line, .place, .worker, .month, .week]

    /// Minutes and their cost.
    public struct Amount: Described, Hashable {
        /// Net minutes on project funds.
        public let minutes: Int
        /// Cents, rounded once, half to even; nil, written as `null`, if some of the minutes have no rate.
        public let cents: Int?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([.minutes: .minutes, .cents: .cents]).all

        /// Writes `null` if a rate is missing; a missing field would mean that it does not apply.
        public func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(minutes, forKey: .minutes)
            try fields.encode(cents, forKey: .cents)
        }
    }

    /// A total and its three parts.
    public struct Sum: Described, Hashable {
        /// The total of the three.
        public let total: Amount
        /// The part that may be claimed.
        public let approved: Amount
        /// The part that waits for another approval of its month.
        public let pending: Amount
        /// The part in months that were never approved.
        public let open: Amount

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .total: .object(Amount.self), .approved: .object(Amount.self), .pending: .object(Amount.self),
            .open: .object(Amount.self),
        ]).all
    }

    /// The cost of a worker's hours on a line in a month.
    public struct Row: Described, Hashable {
        /// The worker's id.
        public let worker: String
        /// The line's id; nil for hours without a line, logged on a fund that only a later plan counts as a project fund.
        public let line: String?
        /// The month, as `2019-06`.
        public let month: String
        /// All net minutes.
        public let minutes: Int
        /// Their cost; nil, written as `null`, if some minutes have no rate.
        public let cents: Int?
        /// The part that may be claimed.
        public let approved: Amount
        /// The part that waits for another approval of the month.
        public let pending: Amount
        /// The part in a month that was never approved.
        public let open: Amount

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .worker: .id(of: .worker), .line: .id(of: .line).optional, .month: .month, .minutes: .minutes,
            .cents: .cents, .approved: .object(Amount.self), .pending: .object(Amount.self),
            .open: .object(Amount.self),
        ]).all

        /// Writes `null` if a rate is missing, as `Amount` does.
        public func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(worker, forKey: .worker)
            try fields.encodeIfPresent(line, forKey: .line)
            try fields.encode(month, forKey: .month)
            try fields.encode(minutes, forKey: .minutes)
            try fields.encode(cents, forKey: .cents)
            try fields.encode(approved, forKey: .approved)
            try fields.encode(pending, forKey: .pending)
            try fields.encode(open, forKey: .open)
        }
    }

    /// A worker's rate.
    public struct UsedRate: Described, Hashable {
        /// The event's position in the log.
        public let position: Int
        /// The worker's id.
        public let worker: String
        /// The annual gross employment cost.
        public let annualCostCents: Int
        /// The day from which it applies.
        public let from: String

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .worker: .id(of: .worker), .from: .day, .annualCostCents: .cents, .position: .position,
        ]).all
    }

    /// Minutes without a rate.
    public struct MissingRate: Described, Hashable {
        /// The worker's id.
        public let worker: String
        /// The first day on which a rate is missing.
        public let from: String
        /// The number of minutes without a rate.
        public let minutes: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([.worker: .id(of: .worker), .from: .day, .minutes: .minutes])
            .all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .annualHours: .count, .caution: .note, .asked: .object(Asked.self),
        .rows: .rows(Row.self), .total: .object(Sum.self), .byWorker: .by(id: .worker, .object(Sum.self)),
        .byLine: .by(id: .line, .object(Sum.self)), .byMonth: .by(.month, .object(Sum.self)),
        .rates: .rows(UsedRate.self), .missingRates: .rows(MissingRate.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The filters of the answer.
    public let asked: Asked
    /// The hours by which an annual cost is divided.
    public let annualHours: Int
    /// By worker, line and month.
    public let rows: [Row]
    /// The total.
    public let total: Sum
    /// By worker.
    public let byWorker: [String: Sum]
    /// By line; hours without a line are under `-`.
    public let byLine: [String: Sum]
    /// By month.
    public let byMonth: [String: Sum]
    /// The rates used, by worker and position.
    public let rates: [UsedRate]
    /// Workers with a missing rate.
    public let missingRates: [MissingRate]
    /// The word of the `Note` on its figures.
    public let caution: String

    /// Answers from the present office. Refuses an unknown worker, line or place.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        var byWorker: [Ref<Worker>: [LineMonth: CostTally]] = [:]
        var isUsed = Array(repeating: false, count: office.rates.count)
        var missing: [Ref<Worker>: (from: Day, minutes: Int)] = [:]
        try office.forEachCharge(question) { charge in
            let key = LineMonth(line: charge.line, month: charge.on.month)
            byWorker[charge.worker, default: [:]][key, default: CostTally()].add(charge)
            if let rate = charge.rate { isUsed[Int(rate.index)] = true }
            if charge.cost == nil {
                let known = missing[charge.worker] ?? (charge.on, 0)
                missing[charge.worker] = (min(known.from, charge.on), known.minutes + charge.minutes)
            }
        }
        basis = Basis(office, question)
        position = office.position
        asked = Asked(question)
        annualHours = ExactCents.annualHours
        var rows: [Row] = []
        var total = CostTally()
        var sums: [String: Sum] = [:]
        var byLine: [Symbol?: CostTally] = [:]
        var byMonth: [Month: CostTally] = [:]
        let workers = byWorker.map { (id: office.workers.id($0), tallies: $1) }.sorted { $0.id < $1.id }
        for (worker, tallies) in workers {
            var all = CostTally()
            let named = tallies.map { (line: $0.line.map { office.symbols[$0] }, key: $0, tally: $1) }
            for (line, key, tally) in named.sorted(by: {
                ($0.line ?? "", $0.key.month) < ($1.line ?? "", $1.key.month)
            }) {
                rows.append(Row(worker: worker, line: line, month: key.month, tally.sum))
                all.add(tally)
                byLine[key.line, default: CostTally()].add(tally)
                byMonth[key.month, default: CostTally()].add(tally)
            }
            sums[worker] = all.sum
            total.add(all)
        }
        self.rows = rows
        self.total = total.sum
        self.byWorker = sums
        self.byLine = Dictionary(uniqueKeysWithValues: byLine.map { ($0.map { office.symbols[$0] } ?? "-", $1.sum) })
        self.byMonth = Dictionary(uniqueKeysWithValues: byMonth.map { ($0.description, $1.sum) })
        rates = isUsed.indices.filter { isUsed[$0] }.map { UsedRate(office.rates[Ref($0)], office) }
            .sorted { ($0.worker, $0.position) < ($1.worker, $1.position) }
        missingRates = missing.map { worker, found in
            MissingRate(worker: office.workers.id(worker), from: found.from.description, minutes: found.minutes)
        }.sorted { $0.worker < $1.worker }
        caution = Note.roundedCents.rawValue
    }
}

extension Office {
    /// Calls `body` with the charge of every entry on project funds that the question selects, in the order of recording.
    ///
    /// All cost figures are sums of these charges alone, so a figure is explained by the charges with its key.
    package func forEachCharge(_ question: Question, _ body: (Charge) -> Void) throws(Refusal) {
        let selection = try Selection(self, question)
        hours.entries.forEach { ref, entry in
            if selection.admits(entry), let charge = charge(ref) { body(charge) }
        }
    }
}

/// What a worker's hours were for: a line, if they name one, and the month that is claimed.
private struct LineMonth: Hashable {
    let line: Symbol?
    let month: Month
}

/// Minutes and, if all of them have a rate, their exact cost.
private struct ExactAmount {
    private var minutes = 0
    private var cost: ExactCents? = .zero

    mutating func add(_ charge: Charge) { add(charge.minutes, charge.cost) }
    mutating func add(_ other: ExactAmount) { add(other.minutes, other.cost) }

    private mutating func add(_ minutes: Int, _ cost: ExactCents?) {
        self.minutes += minutes
        if let cost { self.cost? += cost } else { self.cost = nil }
    }

    var amount: Costs.Amount { Costs.Amount(minutes: minutes, cents: cost?.rounded) }
}

/// The charges of one row, or of many, by their state.
private struct CostTally {
    private var approved = ExactAmount()
    private var pending = ExactAmount()
    private var open = ExactAmount()

    mutating func add(_ charge: Charge) {
        switch charge.state {
        case .approved: approved.add(charge)
        case .pending: pending.add(charge)
        case .open: open.add(charge)
        }
    }

    mutating func add(_ other: CostTally) {
        approved.add(other.approved)
        pending.add(other.pending)
        open.add(other.open)
    }

    var sum: Costs.Sum {
        var total = approved
        total.add(pending)
        total.add(open)
        return Costs.Sum(total: total.amount, approved: approved.amount, pending: pending.amount, open: open.amount)
    }
}

extension Costs.Row {
    fileprivate init(worker: String, line: String?, month: Month, _ sum: Costs.Sum) {
        self.worker = worker
        self.line = line
        self.month = month.description
        minutes = sum.total.minutes
        cents = sum.total.cents
        approved = sum.approved
        pending = sum.pending
        open = sum.open
    }
}

extension Costs.UsedRate {
    init(_ row: Rate, _ office: Office) {
        position = Int(row.position)
        worker = office.workers.id(row.worker)
        annualCostCents = Int(row.annualCostCents)
        from = row.from.description
    }
}

// MARK: - Figures

extension Costs: CountedView {
    static let measures = [
        Measure(name: "minutes", unit: .minutes), Measure(name: "centFractions", unit: .centFractions),
    ]
    static let facets: [FacetName] = [.worker, .line, .month, .state, .place]
    static let states = Charge.State.allCases.map(\.rawValue)
    static let shapes: [[FacetName]] = [[.worker, .month], [.line], [.state]]

    static func facts(_ office: Office, _ question: Question, _ plan: Plan) throws(Refusal) -> [Fact] {
        try office.costFacts(question)
    }
}
