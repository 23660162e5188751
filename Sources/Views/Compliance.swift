import CivilTime
public import Office

/// The hours owed, the hours delivered and the balance of each line at each place, in total and by week, month or period.
///
/// Owed minutes are added up as exact fractions and rounded once in each figure, so a total may differ from the sum of rounded
/// rows. Delivered minutes are the net minutes of entries on project funds.
public struct Compliance: View {
    /// The view's name.
    public static let name = "compliance"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .hours]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days + [.line, .place]

    /// A line at a place, over all requested days.
    public struct Row: Described, Hashable {
        /// The line's id.
        public let line: String
        /// The place's id.
        public let place: String
        /// Minutes owed; nil for a line on request.
        public let owed: Int?
        /// Minutes delivered.
        public let delivered: Int
        /// Delivered minus owed, from the exact figures; nil for a line on request.
        public let balance: Int?
        /// The requirement for the rest of the window; nil for a line on request, or without `on`.
        public let forecast: Forecast?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .line: .id(of: .line), .place: .id(of: .place), .owed: .minutes.optional, .delivered: .minutes,
            .balance: .minutes.optional, .forecast: .object(Forecast.self).optional,
        ]).all
    }

    /// A line at a place in one week, month or quarter.
    public struct Part: Described, Hashable {
        /// The line's id.
        public let line: String
        /// The place's id.
        public let place: String
        /// The ISO week, as `2019-W23`, in `weeks`.
        public let week: String?
        /// The month, as `2019-06`, in `months`.
        public let month: String?
        /// Minutes owed.
        public let owed: Int
        /// Minutes delivered.
        public let delivered: Int
        /// Delivered minus owed.
        public let balance: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .week: .week.optional, .month: .month.optional, .line: .id(of: .line), .place: .id(of: .place),
            .owed: .minutes, .delivered: .minutes, .balance: .minutes,
        ]).all
    }

    /// The minutes that remain after `on`, and the weekly rate that they require.
    public struct Forecast: Described, Hashable {
        /// Minutes owed in the whole window.
        public let owedInAll: Int
        /// Minutes still to be delivered; 0 if the obligation is met.
        public let missing: Int
        /// Working days left after `on`, without the suspensions known now.
        public let workingDaysLeft: Int
        /// Minutes per week of five working days that would meet the obligation, rounded up; nil if no day is left.
        public let weeklyMinutesNeeded: Int?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .owedInAll: .minutes, .missing: .minutes, .workingDaysLeft: .days,
            .weeklyMinutesNeeded: .minutes.optional,
        ]).all
    }

    /// The titles of lines and the names of places, to display.
    public struct Names: Described, Hashable {
        /// Titles of lines by id, in Italian.
        public let lines: [String: String]
        /// Names of places by id.
        public let places: [String: String]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .lines: .by(id: .line, .text), .places: .by(id: .place, .text),
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .policy: .code, .rounding: .note, .rows: .rows(Row.self),
        .total: .object(Total.self), .weeks: .rows(Part.self), .months: .rows(Part.self),
        .suspensions: .rows(SuspensionNote.self), .names: .object(Names.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The policy by which owed minutes were computed.
    public let policy: String
    /// One row for each line and place, for lines of kind hours, and for other lines if anything was delivered.
    public let rows: [Row]
    /// The total of all rows of lines of kind hours, added before rounding.
    public let total: Total
    /// By ISO week, for lines of kind hours.
    public let weeks: [Part]
    /// By month, for lines of kind hours. Day policies count days; week policies assign a week to the month of its Thursday.
    public let months: [Part]
    /// The suspensions that overlap the requested days and, if given, apply to the line and place.
    public let suspensions: [SuspensionNote]
    /// Names to display.
    public let names: Names
    /// The word of the `Note` on its figures.
    public let rounding: String

    /// All lines of kind hours together.
    public struct Total: Described, Hashable {
        /// Minutes owed.
        public let owed: Int
        /// Minutes delivered.
        public let delivered: Int
        /// Delivered minus owed.
        public let balance: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([.owed: .minutes, .delivered: .minutes, .balance: .minutes]).all
    }

    /// A suspension that reduces the minutes owed.
    public struct SuspensionNote: Described, Hashable {
        /// Its id.
        public let suspension: String
        /// The first day.
        public let from: String
        /// The last day, if known.
        public let to: String?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .suspension: .id(of: .suspension), .from: .day, .to: .day.optional,
        ]).all
    }

    /// Answers from the present office. Refuses names that the office does not know, and any question before a plan is adopted.
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
                guard line.kind == .hours else {
                    let delivered = sheet.delivered(line.id, id)
                    if delivered != 0 {
                        rows.append(
                            Row(
                                line: line.id.text, place: id.text, owed: nil, delivered: delivered, balance: nil,
                                forecast: nil))
                    }
                    continue
                }
                let figures = sheet.figures(line, place)
                owedInAll += figures.owed
                deliveredInAll += figures.delivered
                rows.append(
                    Row(
                        line: line.id.text, place: id.text, owed: figures.owed.rounded, delivered: figures.delivered,
                        balance: figures.owed.roundedBalance(of: figures.delivered), forecast: figures.forecast))
                weeks += figures.weeks.map { Part(line.id, id, $0, week: $0.time.description, month: nil) }
                months += figures.months.map { Part(line.id, id, $0, week: nil, month: $0.time.description) }
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
            // A suspension that ends before it begins was lifted on its first day and affects no day.
            return suspension.from <= (suspension.to ?? .latest)
                && Plan.Period(from: suspension.from, to: suspension.to ?? .latest).intersection(window) != nil
        }.map { SuspensionNote(suspension: $0.id.text, from: $0.from.description, to: $0.to?.description) }
    }
}

extension Compliance.Part {
    fileprivate init<Time>(
        _ line: ID, _ place: ID, _ part: ComplianceSheet.Figures.Part<Time>, week: String?, month: String?
    ) {
        self.init(
            line: line.text, place: place.text, week: week, month: month, owed: part.owed.rounded,
            delivered: part.delivered, balance: part.owed.roundedBalance(of: part.delivered))
    }
}

extension Compliance.Names {
    init(_ plan: Plan) {
        lines = Dictionary(plan.lines.map { ($0.id.text, $0.title.it.text) }) { first, _ in first }
        places = Dictionary(plan.places.map { ($0.id.text, $0.name.text) }) { first, _ in first }
    }
}

extension Refusal {
    /// The refusal of any question before a plan is adopted.
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

    /// The minutes owed depend on adoptions of plans, suspensions and their ends.
    static func decidedBy(_ office: Office) -> [Int] { office.planEvents }
}
