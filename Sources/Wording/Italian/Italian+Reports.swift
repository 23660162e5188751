import Office

extension Italian {
    static func message(_ reason: ReportReason) -> Message {
        switch reason {
        case .submitted(let report):
            Message(
                "la relazione \(report.text) è già stata trasmessa", accepted: "prima report.reopen, o un id libero")
        case .withoutRateOfOther:
            Message(
                "solo una domanda di rimborso ha voci che richiedono un costo orario",
                accepted: "questo campo solo con kind claim")
        case .rateMissing(let entries, let more):
            Message(
                "senza costo orario: "
                    + entries.map { "\($0.id.text) di \($0.worker.text), \($0.on)" }.joined(separator: "; ")
                    + (more > 0 ? " e altre \(number(more))" : ""),
                accepted: "worker.set-rate dal primo di questi giorni o da prima, o withoutRate: left-out")
        case .allClaimed(let from, let to, let claim):
            Message(
                "ogni voce approvata dal \(from) al \(to) è già nella domanda di rimborso \(claim.text)",
                accepted: "giorni con voci approvate che non siano in nessuna domanda di rimborso")
        case .nothingToClaim(let from, let to):
            Message(
                "dal \(from) al \(to) nessuna voce è approvata, non da riapprovare e con un costo orario",
                accepted: "prima timesheet.approve, e worker.set-rate dove manca il costo orario")
        case .open(let report):
            Message("la relazione \(report.text) è già riaperta", accepted: "report.submit")
        }
    }
}
