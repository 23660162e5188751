import Office

extension English {
    static func message(_ reason: ReportReason) -> Message {
        switch reason {
        case .submitted(let report):
            Message(
                "the report \(report.text) was submitted already",
                accepted: "report.reopen first, or an id that is not taken")
        case .withoutRateOfOther:
            Message(
                "only a claim is of entries that need a rate", accepted: "this field with the kind claim alone")
        case .rateMissing(let entries, let more):
            Message(
                entries.map { "\($0.id.text) of \($0.worker.text) on \($0.on)" }.joined(separator: ", ")
                    + (more > 0 ? " and \(more) more" : "") + " have no rate",
                accepted: "worker.set-rate from the first of these days or earlier, or withoutRate: left-out")
        case .allClaimed(let from, let to, let claim):
            Message(
                "every approved entry of \(from) to \(to) is in the claim \(claim.text) already",
                accepted: "days with approved entries that are in no claim")
        case .nothingToClaim(let from, let to):
            Message(
                "no entry of \(from) to \(to) is approved, not pending and has a rate",
                accepted: "timesheet.approve first, worker.set-rate where rates are missing")
        case .open(let report):
            Message("the report \(report.text) is open already", accepted: "report.submit")
        }
    }
}
