import CivilTime
public import Office

/// What the hours on project funds cost, exactly: by worker, line and month, and by each of them.
///
/// The rate of an entry is the one for its day: the latest recorded of those that hold from that day or an earlier one.
/// An hour costs a 1,720th of the year. Costs add up as exact fractions and every figure is rounded once, so that a
/// total may differ from the sum of rounded rows; `caution` says so.
///
/// Three amounts are kept apart, by entry. **Approved**: the month was approved after the entry was logged and last
/// adjusted; only this may be claimed. **Pending**: the month was approved, but the entry came or was adjusted since,
/// and waits, with its whole present amount, for the next approval. **Open**: the month was never approved, whether it
/// is open, completed or signed. The three make up the whole.
public struct Costs: View {
    /// The name under which it is asked.
    public static let name = "costs"
    /// What it can be asked with.
    public static let parameters: [Parameter] = .days + [.line, .place, .worker, .month, .week]

    /// Minutes with what they cost.
    public struct Amount: Described, Hashable {
        /// Net minutes on project funds.
        public let minutes: Int
        /// Cents, rounded once, half to even; nil, and `null` on the wire, where some of the minutes have no rate.
        public let cents: Int?

        /// Its fields, in reading order.
        public static let columns = [Column](of: CodingKeys.self, [.minutes: .minutes, .cents: .cents])

        /// Writes `null` where a rate is missing, so that it cannot be taken for a field that does not apply.
        public func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(minutes, forKey: .minutes)
            try fields.encode(cents, forKey: .cents)
        }
    }

    /// All of something, and its three parts.
    public struct Sum: Described, Hashable {
        /// All three together.
        public let total: Amount
        /// What may be claimed.
        public let approved: Amount
        /// What waits for another approval of its month.
        public let pending: Amount
        /// What belongs to months that were never approved.
        public let open: Amount

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self,
            [
                .total: .object(Amount.self), .approved: .object(Amount.self), .pending: .object(Amount.self),
                .open: .object(Amount.self),
            ])
    }

    /// What a worker's hours on a line cost in a month.
    public struct Row: Described, Hashable {
        /// The worker's id.
        public let worker: String
        /// The line's id; nil for hours that named none, on a fund that only a later plan made the project's.
        public let line: String?
        /// The month `2019-06`.
        public let month: String
        /// All net minutes.
        public let minutes: Int
        /// What they cost; nil, and `null` on the wire, where some have no rate.
        public let cents: Int?
        /// What may be claimed.
        public let approved: Amount
        /// What waits for another approval of the month.
        public let pending: Amount
        /// What was never approved.
        public let open: Amount

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self,
            [
                .worker: .id(of: .worker), .line: .id(of: .line).optional, .month: .month, .minutes: .minutes,
                .cents: .cents, .approved: .object(Amount.self), .pending: .object(Amount.self),
                .open: .object(Amount.self),
            ])

        /// Writes `null` where a rate is missing, as `Amount` does.
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

    /// A rate that was used.
    public struct UsedRate: Described, Hashable {
        /// The event's place in the log.
        public let position: Int
        /// The worker's id.
        public let worker: String
        /// The annual gross employment cost.
        public let annualCostCents: Int
        /// The day from which it holds.
        public let from: String

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self,
            [
                .worker: .id(of: .worker), .from: .day, .annualCostCents: .cents, .position: .position,
            ])
    }

    /// Minutes without a rate.
    public struct MissingRate: Described, Hashable {
        /// The worker's id.
        public let worker: String
        /// The first day on which a rate is missing.
        public let from: String
        /// How many minutes have none.
        public let minutes: Int

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self, [.worker: .id(of: .worker), .from: .day, .minutes: .minutes])
    }

    /// Its fields, in reading order.
    public static let columns = [Column](
        of: CodingKeys.self,
        [
            .basis: .basis, .position: .position, .annualHours: .count, .caution: .note, .asked: .object(Asked.self),
            .rows: .rows(Row.self), .total: .object(Sum.self), .byWorker: .by(.worker, .object(Sum.self)),
            .byLine: .by(.line, .object(Sum.self)), .byMonth: .by(.month, .object(Sum.self)),
            .rates: .rows(UsedRate.self), .missingRates: .rows(MissingRate.self),
        ])

    /// What the answer rests on.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// What the answer was narrowed to.
    public let asked: Asked
    /// The hours by which an annual cost is divided.
    public let annualHours: Int
    /// By worker, line and month.
    public let rows: [Row]
    /// Everything together.
    public let total: Sum
    /// By worker.
    public let byWorker: [String: Sum]
    /// By line; hours that named none under `-`.
    public let byLine: [String: Sum]
    /// By month.
    public let byMonth: [String: Sum]
    /// The rates used, by worker and position.
    public let rates: [UsedRate]
    /// Workers of whom a rate is missing.
    public let missingRates: [MissingRate]
    /// The word of the `Note` on its figures.
    public let caution: String

    /// Answers from the office as it stands. Refuses an unknown worker, line or place.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        var total = CostTally()
        var byRow: [RowKey: CostTally] = [:]
        var byWorker: [Ref<Worker>: CostTally] = [:]
        var byLine: [Symbol?: CostTally] = [:]
        var byMonth: [Month: CostTally] = [:]
        var used = Set<Ref<Rate>>()
        var missing: [Ref<Worker>: (from: Day, minutes: Int)] = [:]
        try office.forEachCharge(question) { charge in
            let month = charge.on.month
            let key = RowKey(worker: charge.worker, line: charge.line, month: month)
            total.add(charge)
            byRow[key, default: CostTally()].add(charge)
            byWorker[charge.worker, default: CostTally()].add(charge)
            byLine[charge.line, default: CostTally()].add(charge)
            byMonth[month, default: CostTally()].add(charge)
            if let rate = charge.rate { used.insert(rate) }
            if charge.cost == nil {
                let known = missing[charge.worker] ?? (charge.on, 0)
                missing[charge.worker] = (min(known.from, charge.on), known.minutes + charge.minutes)
            }
        }
        basis = Basis(office, question)
        position = office.position
        asked = Asked(question)
        annualHours = ExactCents.annualHours
        rows = byRow.map { key, tally in
            let sum = tally.sum
            return Row(
                worker: office.workers.id(key.worker), line: key.line.map { office.symbols[$0] },
                month: key.month.description, minutes: sum.total.minutes, cents: sum.total.cents,
                approved: sum.approved, pending: sum.pending, open: sum.open)
        }.sorted { ($0.worker, $0.line ?? "", $0.month) < ($1.worker, $1.line ?? "", $1.month) }
        self.total = total.sum
        self.byWorker = Dictionary(uniqueKeysWithValues: byWorker.map { (office.workers.id($0), $1.sum) })
        self.byLine = Dictionary(uniqueKeysWithValues: byLine.map { ($0.map { office.symbols[$0] } ?? "-", $1.sum) })
        self.byMonth = Dictionary(uniqueKeysWithValues: byMonth.map { ($0.description, $1.sum) })
        rates = used.map { UsedRate(office.rates[$0], office) }
            .sorted { ($0.worker, $0.position) < ($1.worker, $1.position) }
        missingRates = missing.map { worker, found in
            MissingRate(worker: office.workers.id(worker), from: found.from.description, minutes: found.minutes)
        }.sorted { $0.worker < $1.worker }
        caution = Note.roundedCents.rawValue
    }
}

extension Office {
    /// Calls `body` with the charge of every entry on project funds that the question is about, in recorded order.
    ///
    /// All figures of costs are made of these and of nothing else, so a figure is explained by the charges of its key.
    package func forEachCharge(_ question: Question, _ body: (Charge) -> Void) throws(Refusal) {
        let selection = try Selection(self, question)
        hours.entries.forEach { ref, entry in
            if selection.admits(entry), let charge = charge(ref) { body(charge) }
        }
    }
}

private struct RowKey: Hashable {
    let worker: Ref<Worker>
    let line: Symbol?
    let month: Month
}

/// Minutes and their exact cost, as long as all of them have one.
private struct ExactAmount {
    private var minutes = 0
    private var cost: ExactCents? = .zero

    mutating func add(_ charge: Charge) {
        minutes += charge.minutes
        if let more = charge.cost { cost? += more } else { cost = nil }
    }

    var amount: Costs.Amount { Costs.Amount(minutes: minutes, cents: cost?.rounded) }
}

private struct CostTally {
    private var total = ExactAmount()
    private var approved = ExactAmount()
    private var pending = ExactAmount()
    private var open = ExactAmount()

    mutating func add(_ charge: Charge) {
        total.add(charge)
        switch charge.state {
        case .approved: approved.add(charge)
        case .pending: pending.add(charge)
        case .open: open.add(charge)
        }
    }

    var sum: Costs.Sum {
        Costs.Sum(total: total.amount, approved: approved.amount, pending: pending.amount, open: open.amount)
    }
}

extension Costs.UsedRate {
    fileprivate init(_ row: Rate, _ office: Office) {
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
