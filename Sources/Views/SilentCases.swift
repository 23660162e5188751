import CivilTime
import Office

/// The open cases without recent activity that a question to the caseload selects.
struct SilentCases {
    private let office: Office
    private let selection: Selection
    private let last: Day
    private let today: Day
    private let days: Int
    /// The number of cases by the day of their last activity, from `Day.earliest` on.
    private var countByDay: [Int] = []
    /// The number of cases.
    private(set) var count = 0

    /// Counts the cases that are silent for more than `days` days, by their steps up to `last`.
    init(_ office: Office, _ selection: Selection, on last: Day, today: Day, days: Int) {
        (self.office, self.selection, self.last, self.today, self.days) = (office, selection, last, today, days)
        var counts: [Int] = []
        forEach { span in
            let day = span.from.days(since: .earliest)
            while counts.count <= day { counts.append(0) }
            counts[day] += 1
        }
        countByDay = counts
        count = counts.reduce(0, +)
    }

    private func forEach(_ body: (QuietSpan) -> Void) {
        let before = today.days(since: .earliest) - days
        guard before > 0 else { return }
        office.caseload.forEachQuietSpan(on: last, from: Day.earliest.adding(before)) { span in
            if selection.admits(span.group) { body(span) }
        }
    }

    /// Returns the rows at these places of all, the longest silent first. Only cases with the same last days as these are put in
    /// order.
    func rows(_ places: Range<Int>) -> [Caseload.SilentCase] {
        guard !places.isEmpty else { return [] }
        var lastDays: ClosedRange<Day>?
        var offset = 0
        var start = 0
        for (index, count) in countByDay.enumerated() where count > 0 {
            if start < places.upperBound, places.lowerBound < start + count {
                let day = Day.earliest.adding(index)
                if lastDays == nil { offset = start }
                lastDays = (lastDays?.lowerBound ?? day)...day
            }
            start += count
        }
        guard let lastDays else { return [] }
        var found: [(id: String, span: QuietSpan)] = []
        forEach { span in
            guard lastDays.contains(span.from) else { return }
            found.append((office.serviceRecords.id(office.cases[span.case].serviceRecord), span))
        }
        found.sort { a, b in (a.span.from, a.id) < (b.span.from, b.id) }
        return found[places.lowerBound - offset..<places.upperBound - offset].map { id, span in
            Caseload.SilentCase(
                case: id, place: office.symbols[span.group.place], worker: office.workers.id(span.group.worker),
                since: span.from.description, days: today.days(since: span.from))
        }
    }
}

extension Selection {
    /// Whether the question selects the cases of a group.
    func admits(_ group: CaseGroup) -> Bool {
        admits(line: group.line) && admits(place: group.place) && admits(worker: group.worker)
    }
}
