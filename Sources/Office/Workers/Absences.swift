extension Office {
    /// The months of these days that the worker has signed.
    func signedMonths(of worker: Ref<Worker>, from: Day, to: Day) -> [Month] {
        var months: [Month] = []
        var first = from
        while true {
            let month = first.month
            let state = hours.sheet(worker, month).state
            if state == .signed || state == .approved { months.append(month) }
            guard month.lastDay < to else { return months }
            first = month.lastDay.adding(1)
        }
    }

    /// Lets the signed months that an absence reaches into wait for another approval: it was noted or voided after they
    /// were signed. Only where the event is marked `after-signing`: labd 0.1.0 did not look, and its logs stay as they were.
    mutating func expectApprovals(afterChanging absence: Ref<Absence>) {
        let row = absences[absence]
        for month in signedMonths(of: row.worker, from: row.from, to: row.to) {
            hours.expect(approvalOf: row.worker, month)
        }
    }
}
