import CivilTime
import Office

/// The filters of a question: its worker, line and place, resolved in the office, and its days.
struct Selection {
    /// One item, or all items.
    private struct Wanted<Value: Equatable> {
        let isNarrowed: Bool
        /// The item; nil if nothing was recorded for it.
        let value: Value?

        func admits(_ value: Value?) -> Bool { !isNarrowed || (value != nil && value == self.value) }
    }

    private let worker: Wanted<Ref<Worker>>
    private let line: Wanted<Symbol>
    private let place: Wanted<Symbol>
    private let fund: Wanted<Symbol>
    /// The ids of the requested person, all that are linked; nil if no person is requested.
    private let persons: [Ref<Person>]?
    /// The days that count: those in the window, the month and the week; nil if there are none.
    let days: Plan.Period?

    /// Refuses a worker, line or place that the office does not know.
    init(_ office: Office, _ question: Question) throws(Refusal) {
        try question.checkNames(in: office)
        worker = Wanted(
            isNarrowed: question.worker != nil, value: question.worker.flatMap { office.workers.find($0.text) })
        line = Wanted(isNarrowed: question.line != nil, value: question.line.flatMap { office.symbols.find($0.text) })
        place = Wanted(
            isNarrowed: question.place != nil, value: question.place.flatMap { office.symbols.find($0.text) })
        let fund = question.filters[.fund]
        self.fund = Wanted(isNarrowed: fund != nil, value: fund.flatMap { office.symbols.find($0) })
        persons = question.filters[.person].map { id in
            office.people.find(id).map { office.links.everyone(linkedWith: $0) } ?? []
        }
        var days: Plan.Period? = question.window
        if let month = question.month {
            days = days?.intersection(Plan.Period(from: month.firstDay, to: month.lastDay))
        }
        if let week = question.week { days = days?.intersection(Plan.Period(from: week.monday, to: week.sunday)) }
        self.days = days
    }

    /// Whether the question selects this entry.
    func admits(_ entry: Entry) -> Bool {
        admits(entry.worker, on: entry.on) && line.admits(entry.line) && place.admits(entry.place)
    }

    /// Whether the question selects this worker and day.
    func admits(_ worker: Ref<Worker>, on day: Day) -> Bool {
        self.worker.admits(worker) && (days?.contains(day) ?? false)
    }

    /// Whether the question selects this worker.
    func admits(worker: Ref<Worker>) -> Bool { self.worker.admits(worker) }

    /// Whether the question selects this day.
    func admits(_ day: Day) -> Bool { days?.contains(day) ?? false }

    /// Whether the question selects this fund.
    func admits(fund: Symbol) -> Bool { self.fund.admits(fund) }

    /// Whether the question selects this person.
    func admits(person: Ref<Person>?) -> Bool {
        persons.map { persons in person.map(persons.contains) ?? false } ?? true
    }

    /// Whether the question selects one of these persons.
    func admits(oneOf people: [Ref<Person>]) -> Bool { persons == nil || people.contains { admits(person: $0) } }

    /// Whether the question selects this line.
    func admits(line: Symbol?) -> Bool { self.line.admits(line) }

    /// Whether the question selects this place.
    func admits(place: Symbol?) -> Bool { self.place.admits(place) }
}

/// The filters of an answer, other than days. Only hours that match all of them count.
public struct Asked: Described, Hashable {
    /// One worker.
    public let worker: String?
    /// One line.
    public let line: String?
    /// One place.
    public let place: String?
    /// One month.
    public let month: String?
    /// One ISO week.
    public let week: String?

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .worker: .id(of: .worker).optional, .line: .id(of: .line).optional, .place: .id(of: .place).optional,
        .month: .month.optional, .week: .week.optional,
    ]).all

    init(_ question: Question) {
        worker = question.worker?.text
        line = question.line?.text
        place = question.place?.text
        month = question.month?.description
        week = question.week?.description
    }
}
