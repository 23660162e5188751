import CivilTime

extension Case {
    /// The command that opens a case, and the event that it becomes.
    package static let opening: any Command.Type = OpenCase.self
}

extension Office {
    /// What the event of a case's step says of its own, by the names of its fields, and the event's type.
    package func saying(of step: CaseStep) -> (event: String, says: [String: String]) {
        let (command, values) = said(by: step.action)
        // Which case it is, and on which day, is said beside it.
        let fields = Catalogue.description(of: command).ownFields.filter { field in
            !field.isSealed && field.reference != .case && field.name != "on"
        }
        var says: [String: String] = [:]
        for (field, value) in zip(fields, values) { says[field.name] = value }
        return (command.event, says)
    }

    /// The command of a step, and what its fields in clear hold, in their order; nil for one that was left out.
    private func said(by action: CaseStep.Action) -> (command: any Command.Type, values: [String?]) {
        switch action {
        case .phase(let phase): (AdvancePhase.self, [symbols[phase]])
        case .assign(let worker): (AssignCase.self, [workers.id(worker)])
        case .transfer(let line, let place): (TransferCase.self, [place, line].map { $0.map { symbols[$0] } })
        case .addMember(let person): (AddMember.self, [people.id(person)])
        case .removeMember(let person): (RemoveMember.self, [people.id(person)])
        case .refer(let referral, let to): (ReferCase.self, [symbols[referral], symbols[to]])
        case .closeReferral(let referral, let outcome): (CloseReferral.self, [symbols[referral], outcome.rawValue])
        case .note(let kind, let worker, let minutes, let persons):
            (
                NoteCase.self,
                [
                    kind.rawValue, workers.id(worker), minutes.map { String($0) },
                    persons.map { lists.values($0, of: Person.self).map { people.id($0) }.joined(separator: " ") },
                ]
            )
        case .measure(let measure, let authority, let deadline):
            (RecordMeasure.self, [symbols[measure], symbols[authority], deadline?.description])
        case .endMeasure(let measure): (EndMeasure.self, [symbols[measure]])
        case .close(let outcome): (CloseCase.self, [outcome.rawValue])
        case .reopen: (ReopenCase.self, [])
        }
    }
}
