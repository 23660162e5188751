import CivilTime

extension EnrolWorker {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [
            Remedy(ChangeWorker.self, ["worker": worker.text, "from": from.description]),
            Remedy(LeaveWorker.self, ["worker": worker.text]),
        ]
    }
}

extension ChangeWorker {
    /// The terms that held before, for those that the change gave.
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        guard let ref = office.workers.find(worker.text) else { return [] }
        func before<Given, Value>(_ given: Given?, _ value: (WorkerTerms) -> Value?) -> Value? {
            given == nil ? nil : office.term(of: ref, on: from) { $0.position < position ? value($0) : nil }
        }
        return [
            Remedy(
                ChangeWorker.self,
                [
                    "worker": worker.text, "from": from.description,
                    "profession": before(profession) { $0.profession?.rawValue },
                    "employer": before(employer) { $0.employer.map { office.symbols[$0] } },
                    "weeklyMinutes": before(terms.weeklyMinutes) { $0.weeklyMinutes.map(Int.init) },
                    "account": before(terms.account) { $0.account.map { office.symbols[$0] } },
                    "supervisor": before(terms.supervisor) { $0.supervisor.map { office.workers.id($0) } },
                ])
        ]
    }
}
