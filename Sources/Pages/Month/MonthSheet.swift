import CivilTime
import Office

/// A worker's month as a grid: a day a row, a pair of line and place a column, with the hours that stand.
struct MonthSheet {
    /// Where hours go: the fund, line and place of a column.
    struct Pair: Hashable, Sendable {
        let fund: String
        let line: String?
        let place: String?
    }

    /// The hours of a day in a column.
    struct Cell: Sendable {
        /// Net minutes.
        var minutes = 0
        /// The entries with minutes, in the order of recording.
        var entries: [String] = []
    }

    /// A day of the month.
    struct OneDay: Sendable {
        let day: Day
        /// Its name, if it is a national holiday.
        let holiday: Holidays.Name?
        /// Absences on that day: of the whole day, or some minutes.
        let absences: [(kind: AbsenceKind, minutes: Int?)]
        /// Whether hours can be given: it has come, the worker works here then and is not away all day.
        let isOpen: Bool
        /// By column.
        let cells: [Pair: Cell]

        /// All minutes of the day.
        var minutes: Int { cells.values.reduce(0) { $0 + $1.minutes } }
        /// Whether it is a Saturday, a Sunday or a national holiday.
        var isFree: Bool { day.weekday > 5 || holiday != nil }
    }

    let office: Office
    let worker: Ref<Worker>
    let month: Month
    /// The columns: where the worker gave hours in the month, or most of them in the weeks before.
    let pairs: [Pair]
    /// The activity that the worker last gave for a column.
    let activities: [Pair: String]
    /// All days of the month.
    let days: [OneDay]

    /// The days before the month that are looked at for usual pairs: eight weeks.
    private static let daysBefore = 56
    /// The most usual pairs without hours in the month.
    private static let mostUsual = 5

    /// A worker's month, as it stands on `today`.
    init(_ office: Office, _ worker: Ref<Worker>, _ month: Month, today: Day) {
        self.office = office
        self.worker = worker
        self.month = month
        var minutes: [Pair: Int] = [:]
        var activities: [Pair: String] = [:]
        var inMonth = Set<Pair>()
        var cells: [Day: [Pair: Cell]] = [:]
        for day in month.firstDay.adding(-Self.daysBefore).through(month.lastDay) {
            var entries: [(Ref<Entry>, Entry)] = []
            office.hours.forEachEntry(of: worker, on: day) { entries.append(($0, $1)) }
            for (ref, entry) in entries.reversed() where entry.minutes > 0 {
                let pair = Pair(
                    fund: office.symbols[entry.fund], line: entry.line.map { office.symbols[$0] },
                    place: entry.place.map { office.symbols[$0] })
                minutes[pair, default: 0] += Int(entry.minutes)
                activities[pair] = office.symbols[entry.activity]
                guard day.month == month else { continue }
                inMonth.insert(pair)
                cells[day, default: [:]][pair, default: Cell()].minutes += Int(entry.minutes)
                cells[day, default: [:]][pair, default: Cell()].entries.append(office.hours.entries.id(ref))
            }
        }
        let usual = minutes.sorted { one, other in
            (other.value, one.key.sortKey) < (one.value, other.key.sortKey)
        }.map(\.key)
        let others = usual.filter { !inMonth.contains($0) }.prefix(max(0, Self.mostUsual - inMonth.count))
        pairs = usual.filter { inMonth.contains($0) || others.contains($0) }
        self.activities = activities
        days = month.firstDay.through(month.lastDay).map { day in
            let absences = office.absences.chain(from: office.workers[worker].lastAbsence).filter { row in
                !row.isVoided && row.from <= day && day <= row.to
            }
            return OneDay(
                day: day, holiday: Holidays.name(of: day),
                absences: absences.map { ($0.kind, $0.minutes.map(Int.init)) },
                isOpen: day <= today && office.works(worker, on: day)
                    && !absences.contains { $0.minutes == nil },
                cells: cells[day] ?? [:])
        }
    }

    /// The worker's id.
    var workerID: String { office.workers.id(worker) }

    /// What was declared of the month.
    var declared: Timesheet { office.hours.sheet(worker, month) }

    /// Whether the worker has signed it, so that hours need a reason.
    var isSigned: Bool { declared.state == .signed || declared.state == .approved }

    /// All minutes of the month.
    var minutes: Int { days.reduce(0) { $0 + $1.minutes } }

    /// The minutes of a week that the worker's contract states, if it does.
    func weeklyMinutes(on day: Day) -> Int? { office.term(of: worker, on: day) { $0.weeklyMinutes }.map(Int.init) }

    /// The minutes that a column's line owes at its place in the week of a day, by the plan, and those that all workers gave.
    func owed(_ pair: Pair, in week: ISOWeek) -> (owed: Int, delivered: Int)? {
        guard let plan = office.plan, let line = pair.line.flatMap({ ID($0) }).flatMap({ plan.line($0) }),
            line.weeklyMinutes != nil, let place = pair.place.flatMap({ ID($0) }).flatMap({ plan.place($0) }),
            plan.funds.contains(where: { $0.project && $0.id.text == pair.fund })
        else { return nil }
        let owed = office.owed(line, place, in: week, within: plan.period).rounded
        let delivered = office.symbols.find(line.id.text).flatMap { line in
            office.symbols.find(place.id.text).map { office.hours.minutes(of: LinePlace(line, $0), in: week) }
        }
        return (owed, delivered ?? 0)
    }
}

extension MonthSheet.Pair {
    fileprivate var sortKey: String { "\(line ?? "~") \(place ?? "~") \(fund)" }
}
