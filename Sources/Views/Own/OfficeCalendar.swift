import CivilTime
public import Office

/// What falls due in the office, and when: reports, months, papers, judicial measures and the ends of the plan; and what waits or
/// runs out without a day of its own.
///
/// The day is the one on which it is asked, or `on`. Without `until`, it looks 60 days ahead. What is overdue comes first.
public struct OfficeCalendar: View {
    /// The view's name.
    public static let name = "calendar"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = .everything
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.asOf, .on, .until] + .places
    /// Its day is that of the asker.
    public static let dependsOnAsker = true
    /// How far it looks ahead.
    private static let daysAhead = 60

    /// An amount of hours of which at least nine tenths are used.
    public struct Ceiling: Described, Hashable {
        /// `line`: its budget. `worker`: the 1,720 hours of the calendar year. `mediation`: the authorised hours of a request that
        /// is not finished.
        public let kind: String
        /// The id of the line, the worker or the mediation.
        public let about: String
        /// Minutes used up to the day.
        public let minutes: Int
        /// The minutes that there are.
        public let ceiling: Int
        /// The remainder; negative if exceeded.
        public let left: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .kind: .code, .about: .id(of: nil), .minutes: .minutes, .ceiling: .minutes, .left: .minutes,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .day: .day, .until: .day, .rows: .rows(Deadline.self),
        .waitingRequests: .rows(DaySummary.WaitingRequest.self), .ceilings: .rows(Ceiling.self),
        .rowCounts: .by(.code, .count).optional,
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The day from which it looks ahead.
    public let day: String
    /// The last day that it looks at.
    public let until: String
    /// By day.
    public let rows: [Deadline]
    /// Requests for mediation without any delivery, the longest waiting first.
    public let waitingRequests: [DaySummary.WaitingRequest]
    /// Ceilings that are nearly used up or exceeded, the least left first.
    public let ceilings: [Ceiling]
    /// The number of all rows of each list by its name, if the question asks for those of some places.
    public let rowCounts: [String: Int]?

    /// Answers from the present office. Refuses an `until` before the day.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        let day = question.on ?? question.asker.day(in: office)
        let until = question.until ?? day.adding(Self.daysAhead)
        guard day <= until else {
            throw Refusal(
                .calendar(.reversed(from: day, to: until)), field: Parameter.until.rawValue, value: "\(until)")
        }
        var deadlines = Deadlines(office, on: day, until: until)
        deadlines.collectCases()
        deadlines.collectReports()
        deadlines.collectMonths(WorkedMonths(office, before: day))
        deadlines.collectTerms()
        basis = Basis(office, question)
        position = office.position
        self.day = day.description
        self.until = until.description
        var parts = ListParts(question)
        rows = parts.take(deadlines.rows, as: CodingKeys.rows)
        waitingRequests = parts.take(office.waitingRequests(on: day, question), as: CodingKeys.waitingRequests)
        ceilings = parts.take(office.ceilings(on: day), as: CodingKeys.ceilings)
        rowCounts = parts.rowCounts
    }
}

extension Office {
    /// Returns the ceilings of which nine tenths are used on a day.
    fileprivate func ceilings(on day: Day) -> [OfficeCalendar.Ceiling] {
        var found: [OfficeCalendar.Ceiling] = []
        func isNear(_ minutes: Int, _ ceiling: Int) -> Bool { minutes * 10 >= ceiling * 9 }
        func add(_ kind: Reference, _ id: String, _ minutes: Int, of ceiling: Int) {
            guard isNear(minutes, ceiling) else { return }
            found.append(
                .init(kind: kind.rawValue, about: id, minutes: minutes, ceiling: ceiling, left: ceiling - minutes))
        }
        for line in plan?.lines ?? [] {
            guard let budget = line.budgetMinutes else { continue }
            let symbol = symbols.find(line.id.text)
            let minutes = hours.delivered.places.lazy.filter { $0.line == symbol }.reduce(0) {
                $0 + (hours.delivered[$1]?.sum(from: .earliest, to: day) ?? 0)
            }
            add(.line, line.id.text, minutes, of: budget)
        }
        let limit = ExactCents.annualHours * 60
        let newYear = Month(year: day.year, month: 1).firstDay
        for index in 0..<workers.count {
            let worker = Ref<Worker>(index)
            // The days are only looked at where the whole year has enough.
            guard isNear(hours.minutes(of: worker, inYear: day.year), limit) else { continue }
            let minutes = newYear.through(day).reduce(0) { $0 + self.minutes(of: worker, on: $1) }
            add(.worker, workers.id(worker), minutes, of: limit)
        }
        mediations.forEach { ref, row in
            guard row.on <= day else { return }
            let state = state(of: ref, upTo: day)
            guard let ceiling = state.ceiling, state.deliveries > 0, !state.isFinished, state.stage != .cancelled
            else { return }
            add(.mediation, serviceRecords.id(row.serviceRecord), state.deliveredMinutes, of: ceiling)
        }
        return found.sorted { ($0.left, $0.kind, $0.about) < ($1.left, $1.kind, $1.about) }
    }
}
