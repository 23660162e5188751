import CivilTime
import Office

@testable import Views

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
        silent.sort { ($1.days, $0.case) < ($0.days, $1.case) }
    }
}
