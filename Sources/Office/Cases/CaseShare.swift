package import CivilTime

/// Where a case belongs.
package struct CaseGroup: Sendable, Hashable, BitwiseCopyable {
    package let line: Symbol
    package let place: Symbol
    package let worker: Ref<Worker>
}

/// Cases of a group, and how often they were closed and reopened.
package struct CaseCounts: Counts {
    package var open: Int32 = 0
    package var closed: Int32 = 0
    /// Open cases opened for a minor.
    package var minors: Int32 = 0
    /// Those of them whose situation is complex.
    package var complexMinors: Int32 = 0
    package var closings: Int32 = 0
    package var reopenings: Int32 = 0

    static func += (sum: inout CaseCounts, added: CaseCounts) {
        sum.open += added.open
        sum.closed += added.closed
        sum.minors += added.minors
        sum.complexMinors += added.complexMinors
        sum.closings += added.closings
        sum.reopenings += added.reopenings
    }

    static prefix func - (counts: CaseCounts) -> CaseCounts {
        CaseCounts(
            open: -counts.open, closed: -counts.closed, minors: -counts.minors, complexMinors: -counts.complexMinors,
            closings: -counts.closings, reopenings: -counts.reopenings)
    }
}

/// Stays of cases in a phase.
package struct StayCounts: Counts {
    /// The days of the stays that ended, less the numbers of the days on which the others began. With the number of the
    /// present day for each of these it is the days of all stays, so that it need not change every day.
    var daysBeforeOpen: Int64 = 0
    /// The cases that are open and in the phase: each has a stay that has not ended.
    package var open: Int32 = 0
    /// All stays.
    package var stays: Int32 = 0

    /// Returns the days of all stays, of those that have not ended up to `today`.
    package func days(upTo today: Day) -> Int { Int(daysBeforeOpen) + Int(open) * Int(today.number) }

    static func += (sum: inout StayCounts, added: StayCounts) {
        sum.daysBeforeOpen += added.daysBeforeOpen
        sum.open += added.open
        sum.stays += added.stays
    }

    static prefix func - (counts: StayCounts) -> StayCounts {
        StayCounts(daysBeforeOpen: -counts.daysBeforeOpen, open: -counts.open, stays: -counts.stays)
    }
}

/// What a case adds to the sums of its group, after some of its steps.
struct CaseShare {
    private let row: Case
    private(set) var state: CaseState
    /// When the present stay in a phase began; nil while the case is closed.
    private(set) var since: Day?
    private var ended: [(phase: Symbol, counts: StayCounts)] = []
    private var closings: Int32 = 0
    private var reopenings: Int32 = 0

    /// A case as it was opened.
    init(opened row: Case) {
        self.row = row
        state = CaseState(opened: row)
        since = row.on
    }

    /// A case in a state that it reached by steps which left nothing else.
    init(_ row: Case, in group: CaseGroup, phase: Symbol, since: Day?) {
        self.row = row
        state = CaseState(
            phase: phase, line: group.line, place: group.place, worker: group.worker, isOpen: since != nil, members: [],
            lastDay: row.on)
        self.since = since
    }

    var group: CaseGroup { CaseGroup(line: state.line, place: state.place, worker: state.worker) }

    /// Takes the next step into account.
    mutating func take(_ step: CaseStep) {
        switch step.action {
        case .phase:
            endStay(on: step.on)
            since = step.on
        case .close:
            endStay(on: step.on)
            since = nil
            closings += 1
        case .reopen:
            since = step.on
            reopenings += 1
        case .assign, .transfer, .addMember, .removeMember, .refer, .closeReferral, .note, .measure, .endMeasure: break
        }
        state.take(step)
    }

    private mutating func endStay(on day: Day) {
        guard let since else { return }
        ended.append((state.phase, Self.stay(from: since, to: day)))
    }

    /// A stay that ended; its days are 0 if a backdated step makes it end before it began.
    private static func stay(from: Day, to: Day) -> StayCounts {
        StayCounts(daysBeforeOpen: Int64(max(0, to.days(since: from))), stays: 1)
    }

    var counts: CaseCounts {
        let isMinor: Int32 = state.isOpen && row.isMinor ? 1 : 0
        return CaseCounts(
            open: state.isOpen ? 1 : 0, closed: state.isOpen ? 0 : 1, minors: isMinor,
            complexMinors: row.complexity.count > 0 ? isMinor : 0, closings: closings, reopenings: reopenings)
    }

    /// The stays, phase by phase; a phase can come more than once.
    var stays: [(phase: Symbol, counts: StayCounts)] {
        guard let since else { return ended }
        guard let closedOn = state.closedOn else {
            return ended + [(state.phase, StayCounts(daysBeforeOpen: -Int64(since.number), open: 1, stays: 1))]
        }
        return ended + [(state.phase, Self.stay(from: since, to: closedOn))]
    }
}

/// The shares of a case at the end of the days on which something happened in it.
struct CaseCourse {
    let opened: Day
    private var shares: [(from: Day, share: CaseShare)] = []

    /// The course of a case through steps in their recorded order, which need not be that of their days.
    init(_ row: Case, _ steps: ArraySlice<CaseStep>) {
        opened = row.on
        for day in Set(steps.map { max($0.on, row.on) }).union([row.on]).sorted() {
            var share = CaseShare(opened: row)
            for step in steps where step.on <= day { share.take(step) }
            shares.append((day, share))
        }
    }

    /// The share after all steps.
    var last: CaseShare? { shares.last?.share }

    /// Calls `body` with each of the days in order, the share before it and the share from then on.
    func forEachChange(_ body: (Day, CaseShare?, CaseShare) -> Void) {
        var before: CaseShare?
        for (day, share) in shares {
            body(day, before, share)
            before = share
        }
    }
}

extension CaseStep.Action {
    /// Whether it can change what a case adds to the sums of its group.
    var isCounted: Bool {
        switch self {
        case .phase, .assign, .transfer, .close, .reopen: true
        case .addMember, .removeMember, .refer, .closeReferral, .note, .measure, .endMeasure: false
        }
    }
}
