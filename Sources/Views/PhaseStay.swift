import CivilTime
import Office

/// One stay of a case in a phase.
struct PhaseStay {
    let phase: Symbol
    let from: Day
    let to: Day
    /// The days from entering to leaving; 0 if a backdated step makes the stay end before it began.
    var days: Int { max(0, to.days(since: from)) }

    /// Calls `body` with the stays of a case, in the order of recording. While a case is closed, no time counts for any phase.
    static func forEach(_ row: Case, _ steps: ArraySlice<CaseStep>, until end: Day, _ body: (PhaseStay) -> Void) {
        var phase = row.phase
        var since: Day? = row.on
        for step in steps {
            switch step.action {
            case .phase(let next):
                if let from = since { body(PhaseStay(phase: phase, from: from, to: step.on)) }
                phase = next
                since = step.on
            case .close:
                if let from = since { body(PhaseStay(phase: phase, from: from, to: step.on)) }
                since = nil
            case .reopen: since = step.on
            case .assign, .transfer, .addMember, .removeMember, .refer, .closeReferral, .note, .measure, .endMeasure:
                continue
            }
        }
        if let from = since { body(PhaseStay(phase: phase, from: from, to: end)) }
    }
}
