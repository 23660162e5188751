import CivilTime

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
    mutating func expectApprovals(afterChanging absence: Absence, _ mark: EventMark) {
        guard mark.flags.contains(.afterSigning) else { return }
        for month in signedMonths(of: absence.worker, from: absence.from, to: absence.to) {
            hours.expect(approvalOf: absence.worker, month)
        }
    }
}

extension Absence: VoidableRow {
    static var table: WritableKeyPath<Office, Table<Absence>> { \.absences }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.worker(office.absences[Ref(row)].worker))
    }

    func stream(in office: Office) -> Stream { office.stream(of: worker) }
    func persons(in office: Office) -> [Ref<Person>] { [] }

    func remarksOnVoiding(in office: Office) -> Flags {
        return Flags(.afterSigning, if: !office.signedMonths(of: worker, from: from, to: to).isEmpty)
    }

    func takeVoiding(in office: inout Office, _ mark: EventMark) {
        office.expectApprovals(afterChanging: self, mark)
    }
}
