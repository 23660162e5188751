extension LogHours {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        guard let ref = office.hours.entries.find(entry.text), office.hours.entries[ref].minutes > 0 else { return [] }
        return [Remedy(AdjustHours.self, ["entry": entry.text, "worker": worker.text, "minutes": 0])]
    }
}

extension AdjustHours {
    /// The amount before this adjustment, if no other has followed.
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        guard let ref = office.hours.entries.find(entry.text) else { return [] }
        let last = office.hours.adjustments.chain(from: office.hours.entries[ref].lastAdjustment).first { _ in true }
        let before = last.flatMap { Int($0.position) == position ? Int($0.before) : nil }
        return [Remedy(AdjustHours.self, ["entry": entry.text, "worker": worker.text, "minutes": before])]
    }
}

// A declaration is not taken back: a change of an entry of the month opens the month again, or lets it wait for another approval.
extension CompleteTimesheet {
    func remedies(_ office: Office, position: Int) -> [Remedy] { Remedy.changes(of: worker) }
}

extension SignTimesheet {
    func remedies(_ office: Office, position: Int) -> [Remedy] { Remedy.changes(of: worker) }
}

extension ApproveTimesheet {
    func remedies(_ office: Office, position: Int) -> [Remedy] { Remedy.changes(of: worker) }
}

extension Remedy {
    fileprivate static func changes(of worker: ID) -> [Remedy] {
        [Remedy(AdjustHours.self, ["worker": worker.text]), Remedy(LogHours.self, ["worker": worker.text])]
    }
}
