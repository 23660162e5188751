// A case's step is voided while nothing followed it; later, another step brings back what held before.

extension OpenCase {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        office.voiding(position) + [Remedy(CloseCase.self, ["case": `case`.text])]
    }
}

extension AddMember {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        office.voiding(position) + [Remedy(RemoveMember.self, ["case": `case`.text, "person": person.text])]
    }
}

extension RemoveMember {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        office.voiding(position) + [Remedy(AddMember.self, ["case": `case`.text, "person": person.text])]
    }
}

extension AdvancePhase {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        let phase = office.state(of: `case`, before: position).map { office.symbols[$0.phase] }
        return office.voiding(position) + [Remedy(AdvancePhase.self, ["case": `case`.text, "phase": phase])]
    }
}

extension AssignCase {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        let worker = office.state(of: `case`, before: position).map { office.workers.id($0.worker) }
        return office.voiding(position) + [Remedy(AssignCase.self, ["case": `case`.text, "worker": worker])]
    }
}

extension TransferCase {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        let state = office.state(of: `case`, before: position)
        let place = self.place == nil ? nil : state.map { office.symbols[$0.place] }
        let line = self.line == nil ? nil : state.map { office.symbols[$0.line] }
        return office.voiding(position)
            + [Remedy(TransferCase.self, ["case": `case`.text, "place": place, "line": line])]
    }
}

extension ReferCase {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        office.voiding(position) + [Remedy(CloseReferral.self, ["case": `case`.text, "referral": referral.text])]
    }
}

extension RecordMeasure {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        office.voiding(position) + [Remedy(EndMeasure.self, ["case": `case`.text, "measure": measure.text])]
    }
}

extension CloseCase {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(ReopenCase.self, ["case": `case`.text])] + office.voiding(position)
    }
}

extension ReopenCase {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(CloseCase.self, ["case": `case`.text])] + office.voiding(position)
    }
}

extension Office {
    /// Returns a case after its steps that were recorded before `position`.
    fileprivate func state(of id: ID, before position: Int) -> CaseState? {
        guard let row = find(.case, id) else { return nil }
        return state(of: Ref(row), after: steps(of: Ref(row)).prefix { $0.position < position })
    }
}
