import CivilTime
public import Office

/// Whether each line's place gets its hours: owed, delivered and balance, in all and by week, month or period.
///
/// Owed minutes add up as exact fractions and are rounded once in each figure, so that a total may differ from the sum
/// of rounded rows. Delivered are the net minutes of entries on project funds.
public struct Compliance: View {
    /// The name under which it is asked.
    public static let name = "compliance"
    /// What it can be asked with.
    public static let parameters: [Parameter] = .days + [.line, .place]

    /// A line at a place, over all the days asked.
    public struct Row: Described, Hashable {
        /// The line's id.
        public let line: String
        /// The place's id.
        public let place: String
        /// Minutes owed; nil for a line on request.
        public let owed: Int?
        /// Minutes delivered.
        public let delivered: Int
        /// Delivered less owed, from the exact figures; nil for a line on request.
        public let balance: Int?
        /// What the rest of the window asks; nil for a line on request, or where no `on` was asked.
        public let forecast: Forecast?

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self,
            [
                .line: .id(of: .line), .place: .id(of: .place), .owed: .minutes.optional, .delivered: .minutes,
                .balance: .minutes.optional, .forecast: .object(Forecast.self).optional,
            ])
    }

    /// A line at a place in one week, month or quarter.
    public struct Part: Described, Hashable {
        /// The line's id.
        public let line: String
        /// The place's id.
        public let place: String
        /// The ISO week `2019-W23`, in `weeks`.
        public let week: String?
        /// The month `2019-06`, in `months`.
        public let month: String?
        /// Minutes owed.
        public let owed: Int
        /// Minutes delivered.
        public let delivered: Int
        /// Delivered less owed.
        public let balance: Int

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self,
            [
                .week: .week.optional, .month: .month.optional, .line: .id(of: .line), .place: .id(of: .place),
                .owed: .minutes, .delivered: .minutes, .balance: .minutes,
            ])
    }

    /// What is left to be done after `on`, and at what weekly rate it would be.
    public struct Forecast: Described, Hashable {
        /// Minutes owed in the whole window.
        public let owedInAll: Int
        /// Minutes still to be delivered to meet that; 0 where it is met.
        public let missing: Int
        /// Working days left after `on`, suspensions known now taken off.
        public let workingDaysLeft: Int
        /// Minutes a week, of five working days, that would meet it, rounded up; nil where no day is left.
        public let weeklyMinutesNeeded: Int?

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self,
            [
                .owedInAll: .minutes, .missing: .minutes, .workingDaysLeft: .days,
                .weeklyMinutesNeeded: .minutes.optional,
            ])
    }

    /// A line's title and its places' names, for people.
    public struct Names: Described, Hashable {
        /// Titles of lines by id, in Italian.
        public let lines: [String: String]
        /// Names of places by id.
        public let places: [String: String]

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self, [.lines: .by(.line, .text), .places: .by(.place, .text)])
    }

    /// Its fields, in reading order.
    public static let columns = [Column](
        of: CodingKeys.self,
        [
            .basis: .basis, .position: .position, .policy: .code, .rounding: .note, .rows: .rows(Row.self),
            .total: .object(Total.self), .weeks: .rows(Part.self), .months: .rows(Part.self),
            .suspensions: .rows(SuspensionNote.self), .names: .object(Names.self),
        ])

    /// What the answer rests on.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The policy that produced every owed figure.
    public let policy: String
    /// One row for each line and place: those of kind hours, and others where something was delivered.
    public let rows: [Row]
    /// All rows added before rounding: owed, delivered and balance of the lines of kind hours.
    public let total: Total
    /// By ISO week, for lines of kind hours.
    public let weeks: [Part]
    /// By month, for lines of kind hours: day policies count days, week policies put a week into its Thursday's month.
    public let months: [Part]
    /// The suspensions that touch the days asked, and the line and place where one was asked.
    public let suspensions: [SuspensionNote]
    /// Names for people.
    public let names: Names
    /// The word of the `Note` on its figures.
    public let rounding: String

    /// All lines of kind hours together.
    public struct Total: Described, Hashable {
        /// Minutes owed.
        public let owed: Int
        /// Minutes delivered.
        public let delivered: Int
        /// Delivered less owed.
        public let balance: Int

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self, [.owed: .minutes, .delivered: .minutes, .balance: .minutes])
    }

    /// A suspension that lowers what is owed.
    public struct SuspensionNote: Described, Hashable {
        /// Its id.
        public let suspension: String
        /// The first day.
        public let from: String
        /// The last day, where known.
        public let to: String?

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self, [.suspension: .id(of: .suspension), .from: .day, .to: .day.optional])
    }

    /// Answers from the office as it stands. Refuses what the office does not know, and where no plan was adopted.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        guard let plan = office.plan else { throw .noPlan }
        let sheet = try ComplianceSheet(office, plan, question)
        basis = Basis(office, question)
        position = office.position
        policy = plan.partWeek.rawValue
        rounding = Note.roundedMinutes.rawValue
        names = Names(plan)
        var rows: [Row] = []
        var weeks: [Part] = []
        var months: [Part] = []
        var owedInAll = ExactMinutes(zeroUnder: plan.partWeek)
        var deliveredInAll = 0
        for line in plan.lines where question.line == nil || question.line == line.id {
            for id in line.places where question.place == nil || question.place == id {
                guard let place = plan.place(id) else { continue }
                let delivered = sheet.delivered(line.id, id)
                guard line.kind == .hours else {
                    if delivered.total != 0 {
                        rows.append(
                            Row(
                                line: line.id.text, place: id.text, owed: nil, delivered: delivered.total, balance: nil,
                                forecast: nil))
                    }
                    continue
                }
                let owed = sheet.owed(line, place)
                owedInAll += owed.total
                deliveredInAll += delivered.total
                rows.append(
                    Row(
                        line: line.id.text, place: id.text, owed: owed.total.rounded, delivered: delivered.total,
                        balance: owed.total.roundedBalance(of: delivered.total),
                        forecast: sheet.forecast(line, place, delivered: delivered.total)))
                for week in Set(owed.weeks.keys).union(delivered.weeks.keys).sorted() {
                    let minutes = delivered.weeks[week] ?? 0
                    let exact = owed.weeks[week] ?? ExactMinutes(zeroUnder: plan.partWeek)
                    weeks.append(
                        Part(
                            line: line.id.text, place: id.text, week: week.description, month: nil, owed: exact.rounded,
                            delivered: minutes, balance: exact.roundedBalance(of: minutes)))
                }
                for month in Set(owed.months.keys).union(delivered.months.keys).sorted() {
                    let minutes = delivered.months[month] ?? 0
                    let exact = owed.months[month] ?? ExactMinutes(zeroUnder: plan.partWeek)
                    months.append(
                        Part(
                            line: line.id.text, place: id.text, week: nil, month: month.description,
                            owed: exact.rounded,
                            delivered: minutes, balance: exact.roundedBalance(of: minutes)))
                }
            }
        }
        self.rows = rows + sheet.rowsOutsidePlan()
        self.weeks = weeks
        self.months = months
        total = Total(
            owed: owedInAll.rounded, delivered: deliveredInAll, balance: owedInAll.roundedBalance(of: deliveredInAll))
        let window = question.window
        suspensions = office.suspensions.filter { suspension in
            guard question.line.map({ suspension.lines.covers($0) }) ?? true,
                question.place.map({ suspension.places.covers($0) }) ?? true
            else { return false }
            // A suspension that ends before it begins was lifted on its first day and touches none.
            return suspension.from <= (suspension.to ?? .latest)
                && Plan.Period(from: suspension.from, to: suspension.to ?? .latest).intersection(window) != nil
        }.map { SuspensionNote(suspension: $0.id.text, from: $0.from.description, to: $0.to?.description) }
    }
}

extension Compliance.Names {
    init(_ plan: Plan) {
        lines = Dictionary(plan.lines.map { ($0.id.text, $0.title.it.text) }) { first, _ in first }
        places = Dictionary(plan.places.map { ($0.id.text, $0.name.text) }) { first, _ in first }
    }
}

extension Refusal {
    /// No plan, no answer.
    static var noPlan: Refusal {
        Refusal(.plan(.noneForQuestion))
    }
}

// MARK: - Figures

extension Compliance: CountedView {
    static let measures = [
        Measure(name: "delivered", unit: .minutes), Measure(name: "owed", unit: .minutes, isExplained: false),
    ]
    static let facets: [FacetName] = [.line, .place, .week, .month, .worker]
    static let shapes: [[FacetName]] = [[.line, .place]]

    static func facts(_ office: Office, _ question: Question, _ plan: Plan) -> [Fact] {
        office.deliveredFacts(question, plan) + office.owedFacts(question, plan)
    }

    /// What is owed is decided by adoptions of plans, suspensions and their ends.
    static func decidedBy(_ office: Office) -> [Int] { office.planEvents }
}
