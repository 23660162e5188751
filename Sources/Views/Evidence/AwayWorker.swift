import CivilTime
import Office

/// An absence of a worker on days whose hours are explained. Its kind is in the worker's own timesheet alone.
public struct AwayWorker: Described, Hashable {
    /// The worker.
    public let worker: String
    /// The first day, which may be before the days asked about.
    public let from: String
    /// The last day, which may be after them.
    public let to: String
    /// Minutes on each day; nil for whole days.
    public let minutes: Int?
    /// The event's position in the log.
    public let position: Int

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .worker: .id(of: .worker), .from: .day, .to: .day, .minutes: .minutes.optional, .position: .position,
    ]).all
}

extension Office {
    /// How many days before and after those asked about a worker has hours at a place, to be one of its workers.
    private static let daysAround = 28

    /// Returns the absences that touch the days of a question, of those workers who have hours on its line and at its place within
    /// four weeks of them, by worker and day; nil if the question has no first day.
    ///
    /// - Throws: `Refusal` if the question names something unknown.
    func awayWorkers(_ question: Question) throws(Refusal) -> [AwayWorker]? {
        guard question.week != nil || question.month != nil || question.from != nil else { return nil }
        let selection = try Selection(self, question)
        guard let days = selection.days else { return [] }
        let around = Plan.Period(
            from: days.from.adding(-Self.daysAround),
            to: min(days.to, .latest.adding(-Self.daysAround)).adding(Self.daysAround))
        var found = Set<Ref<Worker>>()
        hours.entries.forEach { _, entry in
            guard around.contains(entry.on), selection.admits(worker: entry.worker), selection.admits(line: entry.line),
                selection.admits(place: entry.place)
            else { return }
            found.insert(entry.worker)
        }
        var away: [AwayWorker] = []
        for worker in found {
            for absence in absences.chain(from: workers[worker].lastAbsence) where !absence.isVoided {
                guard Plan.Period(from: absence.from, to: absence.to).intersection(days) != nil else { continue }
                away.append(
                    AwayWorker(
                        worker: workers.id(worker), from: absence.from.description, to: absence.to.description,
                        minutes: absence.minutes.map(Int.init), position: Int(absence.position)))
            }
        }
        return away.sorted { ($0.worker, $0.from, $0.position) < ($1.worker, $1.from, $1.position) }
    }

    /// Whether an event about the plan may have changed what is owed on the days, line and place of a question: any adoption, and
    /// the suspensions that touch them, with their ends.
    ///
    /// - Throws: `Refusal` if the question names something unknown.
    func mayChangeOwed(_ event: EventNote, _ question: Question) throws(Refusal) -> Bool {
        let row = Int(records[event.position].row)
        guard ["project.suspended", "project.resumed"].contains(event.type), suspensions.indices.contains(row) else {
            return true
        }
        let suspension = suspensions[row]
        guard question.line.map({ suspension.lines.covers($0) }) ?? true,
            question.place.map({ suspension.places.covers($0) }) ?? true,
            let days = try Selection(self, question).days, suspension.from <= suspension.to ?? .latest
        else { return false }
        return Plan.Period(from: suspension.from, to: suspension.to ?? .latest).intersection(days) != nil
    }
}
