internal import CanonicalJSON

/// What the events of one trace, in its order, tell of each other: whose the case is when something happens in it.
struct TraceCourse {
    /// The events by which a worker gets a case, or a mediator a request.
    private static let assigning: Set<String> = ["case.opened", "case.assigned", "mediation.assigned"]

    /// What others than the one who has the case or request do in it.
    private static let ofOthers: Set<String> = [
        "mediation.requested", "mediation.authorised", "mediation.cancelled", "mediation.evaluated", "record.voided",
    ]

    private var inCharge: String?

    /// Who did it: the worker or mediator whom the event names; else the one who has the case, or the request where it is
    /// delivered or missed; else the account that sent it.
    mutating func resource(of event: StoredEvent) -> String {
        let authorises = event.type == "mediation.authorised"
        let named = event.text("worker") ?? event.text("mediator") ?? (authorises ? event.text("by") : nil)
        if Self.assigning.contains(event.type), let named { inCharge = named }
        if let named { return named }
        return Self.ofOthers.contains(event.type) ? event.actor : inCharge ?? event.actor
    }
}
