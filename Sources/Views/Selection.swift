import Office

/// The hours that a question is about: its worker, line and place as the office knows them, and its days.
struct Selection {
    let worker: Ref<Worker>?
    let line: Word?
    let place: Word?
    /// The days that count: those of the window, the month and the week at once; nil if none.
    let days: Plan.Period?

    /// Refuses a worker, line or place that the office never heard of.
    init(_ office: Office, _ question: Question) throws(Refusal) {
        worker = try question.knownWorker(in: office)
        line = try Self.word(question.line, "line", office)
        place = try Self.word(question.place, "place", office)
        var days: Plan.Period? = question.window
        if let month = question.month {
            days = days?.intersection(Plan.Period(from: month.firstDay, to: month.lastDay))
        }
        if let week = question.week { days = days?.intersection(Plan.Period(from: week.monday, to: week.sunday)) }
        self.days = days
    }

    /// Whether the question is about this entry.
    func admits(_ entry: Entry) -> Bool {
        admits(entry.worker, on: entry.on) && (line == nil || line == entry.line)
            && (place == nil || place == entry.place)
    }

    /// Whether the question is about what this worker did that day.
    func admits(_ worker: Ref<Worker>, on day: Day) -> Bool {
        (self.worker == nil || self.worker == worker) && (days?.contains(day) ?? false)
    }

    private static func word(_ id: ID?, _ field: String, _ office: Office) throws(Refusal) -> Word? {
        guard let id else { return nil }
        guard let word = office.words.find(id.text) else {
            throw Refusal(.unknown(field), field: field, value: id.text, "there is no \(field) \(id.text)")
        }
        return word
    }
}

/// What an answer was narrowed to, beside days: only hours of these count.
public struct Asked: Codable, Sendable, Hashable {
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

    init(_ question: Question) {
        worker = question.worker?.text
        line = question.line?.text
        place = question.place?.text
        month = question.month?.description
        week = question.week?.description
    }
}

extension Question {
    /// The worker asked for, or nil for all of them.
    func knownWorker(in office: Office) throws(Refusal) -> Ref<Worker>? {
        guard let id = worker else { return nil }
        guard let worker = office.workers.find(id.text) else {
            throw Refusal(.unknown("worker"), field: "worker", value: id.text, "there is no worker \(id.text)")
        }
        return worker
    }
}
