import CivilTime
import Office

/// What a question is narrowed to: its worker, line and place as the office knows them, and its days.
struct Selection {
    /// One of something, or all of them.
    private struct Wanted<Value: Equatable> {
        let isNarrowed: Bool
        /// Nil where nothing was recorded of the one that is wanted.
        let value: Value?

        func admits(_ value: Value?) -> Bool { !isNarrowed || (value != nil && value == self.value) }
    }

    private let worker: Wanted<Ref<Worker>>
    private let line: Wanted<Symbol>
    private let place: Wanted<Symbol>
    /// The days that count: those of the window, the month and the week at once; nil if none.
    let days: Plan.Period?

    /// Refuses a worker, line or place that the office does not know.
    init(_ office: Office, _ question: Question) throws(Refusal) {
        try question.checkNames(in: office)
        worker = Wanted(
            isNarrowed: question.worker != nil, value: question.worker.flatMap { office.workers.find($0.text) })
        line = Wanted(isNarrowed: question.line != nil, value: question.line.flatMap { office.symbols.find($0.text) })
        place = Wanted(
            isNarrowed: question.place != nil, value: question.place.flatMap { office.symbols.find($0.text) })
        var days: Plan.Period? = question.window
        if let month = question.month {
            days = days?.intersection(Plan.Period(from: month.firstDay, to: month.lastDay))
        }
        if let week = question.week { days = days?.intersection(Plan.Period(from: week.monday, to: week.sunday)) }
        self.days = days
    }

    /// Whether the question is about this entry.
    func admits(_ entry: Entry) -> Bool {
        admits(entry.worker, on: entry.on) && line.admits(entry.line) && place.admits(entry.place)
    }

    /// Whether the question is about what this worker did that day.
    func admits(_ worker: Ref<Worker>, on day: Day) -> Bool {
        self.worker.admits(worker) && (days?.contains(day) ?? false)
    }

    /// Whether the question is about this worker.
    func admits(worker: Ref<Worker>) -> Bool { self.worker.admits(worker) }

    /// Whether the question is about this line.
    func admits(line: Symbol?) -> Bool { self.line.admits(line) }

    /// Whether the question is about this place.
    func admits(place: Symbol?) -> Bool { self.place.admits(place) }
}

/// What an answer was narrowed to, beside days: only hours of these count.
public struct Asked: Described, Hashable {
    /// One worker's.
    public let worker: String?
    /// On one line.
    public let line: String?
    /// At one place.
    public let place: String?
    /// Of one month.
    public let month: String?
    /// Of one ISO week.
    public let week: String?

    /// Its fields, in reading order.
    public static let columns = [Column](
        of: CodingKeys.self,
        [
            .worker: .id(of: .worker).optional, .line: .id(of: .line).optional, .place: .id(of: .place).optional,
            .month: .month.optional, .week: .week.optional,
        ])

    init(_ question: Question) {
        worker = question.worker?.text
        line = question.line?.text
        place = question.place?.text
        month = question.month?.description
        week = question.week?.description
    }
}
