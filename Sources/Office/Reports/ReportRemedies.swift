import CivilTime

extension SubmitReport {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(ReopenReport.self, ["report": report.text])]
    }
}

extension ReopenReport {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        guard let known = office.reports.report(report) else { return [] }
        return [
            Remedy(
                SubmitReport.self,
                [
                    "report": report.text, "kind": known.kind.rawValue, "from": known.from.description,
                    "to": known.to.description,
                ])
        ]
    }
}
