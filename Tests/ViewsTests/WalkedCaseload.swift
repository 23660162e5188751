import CivilTime
import Office

@testable import Views

/// A case of a list, and where it stands.
struct Listed: Equatable {
    let id: String
    let isOpen: Bool
    let opened: Day
    let lastDay: Day
    let words: [String]

    /// Its phase, line, place and worker, and when it was closed.
    init(_ row: ListedCase) {
        (id, isOpen) = (row.case, row.state == "open")
        (opened, lastDay) = (Day(row.opened) ?? .latest, Day(row.lastDay) ?? .latest)
        words = [row.phase, row.line, row.place, row.worker, row.closed ?? "-"]
    }

    init(_ id: String, _ row: Case, _ state: CaseState, _ office: Office) {
        (self.id, isOpen, opened, lastDay) = (id, state.isOpen, row.on, state.lastDay)
        words = [
            office.symbols[state.phase], office.symbols[state.line], office.symbols[state.place],
            office.workers.id(state.worker), state.closedOn?.description ?? "-",
        ]
    }
}

/// The caseload as it follows from a walk through all cases and their steps, without the sums that the office keeps.
struct WalkedCaseload {
    private(set) var openByPhase: [String: Int] = [:]
    private(set) var byPlace: [String: Caseload.Count] = [:]
    private(set) var byLine: [String: Caseload.Count] = [:]
    private(set) var byWorker: [String: Caseload.Count] = [:]
    private(set) var minors = 0
    private(set) var complexMinors = 0
    private(set) var stays: [String: [Int]] = [:]
    private(set) var silent: [Caseload.SilentCase] = []
    /// The cases as they are listed.
    private(set) var listed: [Listed] = []
    /// Opened, closed and reopened.
    private(set) var flow = [0, 0, 0]

    init(_ office: Office, _ question: Question, _ plan: Plan) throws(Refusal) {
        let selection = try Selection(office, question)
        let today = question.lastDay(of: office)
        for index in 0..<office.cases.count {
            let ref = Ref<Case>(index)
            let row = office.cases[ref]
            guard row.on <= question.lastDay, !row.isVoided else { continue }
            let steps = office.steps(of: ref, upTo: question.lastDay)
            var state = CaseState(opened: row)
            for step in steps { state.take(step) }
            guard selection.admits(line: state.line), selection.admits(place: state.place),
                selection.admits(worker: state.worker)
            else { continue }
            listed.append(Listed(office.serviceRecords.id(row.serviceRecord), row, state, office))
            if question.window.contains(row.on) { flow[0] += 1 }
            for step in steps where question.window.contains(step.on) {
                if case .close = step.action { flow[1] += 1 }
                if case .reopen = step.action { flow[2] += 1 }
            }
            PhaseStay.forEach(row, steps[...], until: state.closedOn ?? today) { stay in
                let sum = stays[office.symbols[stay.phase], default: [0, 0]]
                stays[office.symbols[stay.phase]] = [sum[0] + 1, sum[1] + stay.days]
            }
            func count(_ counts: inout Caseload.Count) {
                if state.isOpen { counts.open += 1 } else { counts.closed += 1 }
            }
            count(&byPlace[office.symbols[state.place], default: .init()])
            count(&byLine[office.symbols[state.line], default: .init()])
            count(&byWorker[office.workers.id(state.worker), default: .init()])
            guard state.isOpen else { continue }
            openByPhase[office.symbols[state.phase], default: 0] += 1
            if row.isMinor { minors += 1 }
            if row.isMinor && row.complexity.count > 0 { complexMinors += 1 }
            let quiet = today.days(since: state.lastDay)
            guard quiet > plan.limits.silentCaseDays else { continue }
            silent.append(
                Caseload.SilentCase(
                    case: office.serviceRecords.id(row.serviceRecord), place: office.symbols[state.place],
                    worker: office.workers.id(state.worker), since: state.lastDay.description, days: quiet))
        }
        listed.sort { ($0.isOpen ? 0 : 1, $1.opened, $0.id) < ($1.isOpen ? 0 : 1, $0.opened, $1.id) }
        silent.sort { ($1.days, $0.case) < ($0.days, $1.case) }
    }
}
