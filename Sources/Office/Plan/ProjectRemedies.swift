import CivilTime

extension AdoptPlan {
    func remedies(_ office: Office, position: Int) -> [Remedy] { [Remedy(AdoptPlan.self)] }
}

extension Suspend {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(Resume.self, ["suspension": suspension.text, "on": from.description])]
    }
}

extension Resume {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(Suspend.self, ["from": on.description])]
    }
}

extension ExtendStatus {
    /// Of two extensions of the same days, the one recorded last holds.
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [
            Remedy(
                ExtendStatus.self,
                ["expiringFrom": expiringFrom.description, "expiringTo": expiringTo.description])
        ]
    }
}

extension RecordFinalPayment {
    func remedies(_ office: Office, position: Int) -> [Remedy] { [Remedy(RecordFinalPayment.self)] }
}

extension OpenProceeding {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(CloseProceeding.self, ["proceeding": proceeding.text])]
    }
}

extension CloseProceeding {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        let kind = office.proceedings.first { $0.id == proceeding }?.kind
        return [Remedy(OpenProceeding.self, ["kind": kind?.rawValue])]
    }
}
