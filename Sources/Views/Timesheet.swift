import CivilTime
public import Office

/// One worker's month, day by day: the timesheet that is printed, signed and filed.
///
/// Requested days select hours and absences; the declarations on the month are always included.
public struct Timesheet: View {
    /// The view's name.
    public static let name = "timesheet"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .workers, .hours]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.worker, .month] + .days
    /// The question must name a worker and a month.
    public static let required: [Parameter] = [.worker, .month]
    /// The words of the command.
    public static let command = "timesheet show"

    /// A day of the month.
    public struct OneDay: Described, Hashable {
        /// The day.
        public let on: String
        /// Whether it is a Saturday, a Sunday or a national holiday.
        public let free: Bool
        /// Net minutes on project funds.
        public internal(set) var projectMinutes = 0
        /// Net minutes on other funds.
        public internal(set) var otherMinutes = 0
        /// All net minutes.
        public internal(set) var minutes = 0
        /// The kind of absence, if it covers the whole day.
        public internal(set) var absence: String?
        /// Minutes of absence, if it covers part of the day.
        public internal(set) var absentMinutes = 0
        /// The ids of the day's entries, in the order of recording.
        public internal(set) var entries: [String] = []

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .on: .day, .free: .yesNo, .minutes: .minutes, .projectMinutes: .minutes, .otherMinutes: .minutes,
            .absence: .code.optional, .absentMinutes: .minutes, .entries: .ids(of: .entry),
        ]).all
    }

    /// An adjusted entry.
    public struct AdjustedEntry: Described, Hashable {
        /// The entry's id.
        public let entry: String
        /// The day to which it counts.
        public let on: String
        /// The logged amount.
        public let logged: Int
        /// The present amount.
        public let minutes: Int
        /// The adjustments, in the order of recording.
        public let adjustments: [Adjustment]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .entry: .id(of: .entry), .on: .day, .logged: .minutes, .minutes: .minutes,
            .adjustments: .rows(Adjustment.self),
        ]).all
    }

    /// An adjustment of an entry.
    public struct Adjustment: Described, Hashable {
        /// The event's position in the log.
        public let position: Int
        /// The day on which it was adjusted.
        public let on: String
        /// The amount before.
        public let before: Int
        /// The amount after.
        public let minutes: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .position: .position, .on: .day, .before: .minutes, .minutes: .minutes,
        ]).all
    }

    /// An absence of days or hours.
    public struct Absence: Described, Hashable {
        /// The event's position in the log.
        public let position: Int
        /// The first day, which may be before the month.
        public let from: String
        /// The last day, which may be after the month.
        public let to: String
        /// `leave`, `sick` or `other`.
        public let kind: String
        /// Minutes on each day; nil for whole days.
        public let minutes: Int?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .from: .day, .to: .day, .kind: .code, .minutes: .minutes.optional, .position: .position,
        ]).all
    }

    /// A declaration on the month that is in force.
    public struct Declaration: Described, Hashable {
        /// The event's position in the log.
        public let position: Int
        /// When it was recorded.
        public let time: String
        /// The worker who approved, or who signed with their own account. Nil if the office does not store who it was; the
        /// event names the account.
        public let by: String?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .time: .instant, .by: .id(of: .worker).optional, .position: .position,
        ]).all
    }

    /// The totals of all counted days.
    public struct Total: Described, Hashable {
        /// Net minutes on project funds.
        public let projectMinutes: Int
        /// Net minutes on other funds.
        public let otherMinutes: Int
        /// All net minutes.
        public let minutes: Int
        /// Days of whole-day absences.
        public let absentDays: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .minutes: .minutes, .projectMinutes: .minutes, .otherMinutes: .minutes, .absentDays: .days,
        ]).all
    }

    /// The part of the 1,720 hours, by which the annual cost is divided, that the worker has worked.
    public struct Annual: Described, Hashable {
        /// The calendar year.
        public let year: Int
        /// Net minutes on all funds, from 1 January to the last counted day of the month.
        public let minutes: Int
        /// 1,720 hours.
        public let limit: Int
        /// The remainder; negative if exceeded.
        public let left: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .year: .year, .minutes: .minutes, .limit: .minutes, .left: .minutes,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .worker: .id(of: .worker), .month: .month, .state: .code,
        .pending: .yesNo, .completed: .object(Declaration.self).optional,
        .signed: .object(Declaration.self).optional, .approved: .object(Declaration.self).optional,
        .days: .rows(OneDay.self), .total: .object(Total.self), .hours: .rows(ListedEntry.self),
        .absences: .rows(Absence.self),
        .adjusted: .rows(AdjustedEntry.self), .annual: .object(Annual.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The worker's id.
    public let worker: String
    /// The month, as `2019-06`.
    public let month: String
    /// `open`, `completed`, `signed` or `approved`.
    public let state: String
    /// Whether anything recorded after the signature has not been approved.
    public let pending: Bool
    /// The declaration that it is complete, unless it was reopened.
    public let completed: Declaration?
    /// The signature.
    public let signed: Declaration?
    /// The last approval.
    public let approved: Declaration?
    /// The counted days of the month, in order.
    public let days: [OneDay]
    /// The totals of the days.
    public let total: Total
    /// The entries of these days, by day and start; on a day, those without a start come last.
    public let hours: [ListedEntry]
    /// Absences that overlap these days, in the order of recording.
    public let absences: [Absence]
    /// Entries of these days that were adjusted, by day.
    public let adjusted: [AdjustedEntry]
    /// The worker's progress through a working year.
    public let annual: Annual

    /// Answers from the present office. Refuses a question without worker and month, and an unknown worker.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        try question.checkNames(in: office)
        let worker = try Question.required(
            question.worker.flatMap { office.workers.find($0.text) }, .worker, .worker)
        let month = try Question.required(question.month, .month, .month)
        let span = question.window.intersection(Plan.Period(from: month.firstDay, to: month.lastDay))
        var book = MonthBook(office, worker)
        if let span { book.collect(span) }
        basis = Basis(office, question)
        position = office.position
        self.worker = office.workers.id(worker)
        self.month = month.description
        let sheet = office.hours.sheet(worker, month)
        state = sheet.state.rawValue
        pending = sheet.isPending
        completed = sheet.state == .open ? nil : Declaration(sheet.completed, sheet.completedAt, by: nil)
        let isSigned = sheet.state == .signed || sheet.state == .approved
        let signer = office.signedThemselves(worker, sheet.signed, sheet.signedAt) ? office.workers.id(worker) : nil
        signed = isSigned ? Declaration(sheet.signed, sheet.signedAt, by: signer) : nil
        let approver = sheet.approver.map { office.workers.id($0) }
        approved = sheet.state == .approved ? Declaration(sheet.approved, sheet.approvedAt, by: approver) : nil
        days = book.days
        hours = book.hours.sorted { ($0.on, $0.start ?? "~") < ($1.on, $1.start ?? "~") }
        absences = book.absences.sorted { $0.position < $1.position }
        adjusted = book.adjusted
        total = Total(
            projectMinutes: days.reduce(0) { $0 + $1.projectMinutes },
            otherMinutes: days.reduce(0) { $0 + $1.otherMinutes }, minutes: days.reduce(0) { $0 + $1.minutes },
            absentDays: days.count { $0.absence != nil })
        let yearSoFar = Month(year: month.year, month: 1).firstDay.through(min(month.lastDay, question.lastDay))
        let year = yearSoFar.reduce(0) { $0 + office.minutes(of: worker, on: $1) }
        let limit = ExactCents.annualHours * 60
        annual = Annual(year: month.year, minutes: year, limit: limit, left: limit - year)
    }
}

extension Absence {
    /// The absence as answers list it.
    var listed: Timesheet.Absence {
        Timesheet.Absence(
            position: Int(position), from: from.description, to: to.description, kind: kind.rawValue,
            minutes: minutes.map(Int.init))
    }
}

extension Timesheet.Declaration {
    fileprivate init?(_ position: Int32?, _ time: Instant?, by: String?) {
        guard let position, let time else { return nil }
        self.init(position: Int(position), time: time.description, by: by)
    }
}

extension Office {
    /// Whether the signature at that position is the worker's own: if the worker had an account by then, nobody else could
    /// sign.
    fileprivate func signedThemselves(_ worker: Ref<Worker>, _ position: Int32?, _ time: Instant?) -> Bool {
        guard let position, let time else { return false }
        return term(of: worker, on: EuropeRome.day(of: time)) { $0.position < position ? $0.account : nil } != nil
    }
}

/// Collects a worker's days.
private struct MonthBook {
    private let office: Office
    private let worker: Ref<Worker>
    var days: [Timesheet.OneDay] = []
    var absences: [Timesheet.Absence] = []
    var adjusted: [Timesheet.AdjustedEntry] = []
    var hours: [ListedEntry] = []

    init(_ office: Office, _ worker: Ref<Worker>) {
        self.office = office
        self.worker = worker
    }

    mutating func collect(_ span: Plan.Period) {
        for day in span.from.through(span.to) { collect(day) }
        for row in office.absences.chain(from: office.workers[worker].lastAbsence) {
            guard !row.isVoided, let common = Plan.Period(from: row.from, to: row.to).intersection(span) else {
                continue
            }
            absences.append(row.listed)
            for index in common.from.days(since: span.from)...common.to.days(since: span.from) {
                if let minutes = row.minutes {
                    days[index].absentMinutes += Int(minutes)
                } else {
                    days[index].absence = days[index].absence ?? row.kind.rawValue
                }
            }
        }
    }

    private mutating func collect(_ day: Day) {
        var row = Timesheet.OneDay(
            on: day.description, free: day.weekday > 5 || Holidays.isNational(day))
        var refs: [Ref<Entry>] = []
        office.hours.forEachEntry(of: worker, on: day) { ref, _ in refs.append(ref) }
        for ref in refs.reversed() {
            let entry = office.hours.entries[ref]
            if office.hours.projectFunds.contains(entry.fund) {
                row.projectMinutes += Int(entry.minutes)
            } else {
                row.otherMinutes += Int(entry.minutes)
            }
            row.minutes += Int(entry.minutes)
            row.entries.append(office.hours.entries.id(ref))
            hours.append(ListedEntry(ref, office))
            collectAdjustments(of: ref, entry)
        }
        days.append(row)
    }

    private mutating func collectAdjustments(of ref: Ref<Entry>, _ entry: Entry) {
        let found = office.hours.adjustments.chain(from: entry.lastAdjustment).map { row in
            Timesheet.Adjustment(
                position: Int(row.position), on: row.on.description, before: Int(row.before),
                minutes: Int(row.minutes))
        }
        guard let first = found.last else { return }
        adjusted.append(
            Timesheet.AdjustedEntry(
                entry: office.hours.entries.id(ref), on: entry.on.description, logged: first.before,
                minutes: Int(entry.minutes), adjustments: found.reversed()))
    }
}
