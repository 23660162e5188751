internal import CanonicalJSON

/// The state of a trace as its events are read in order: who has the case when something happens in it.
struct TraceCourse {
    /// The events by which a worker gets a case, or a mediator a request.
    private static let assigning: Set<String> = ["case.opened", "case.assigned", "mediation.assigned"]

    /// Events whose actor is not the one who has the case or request.
    private static let ofOthers: Set<String> = [
        "mediation.requested", "mediation.authorised", "mediation.cancelled", "mediation.evaluated", "record.voided",
    ]

    private var inCharge: String?

    /// Returns who did it: the worker or mediator whom the event names; otherwise the one who has the case or, for a delivery
    /// or a missed appointment, the request; otherwise the account that sent the command.
    mutating func resource(of event: StoredEvent) -> String {
        let authorises = event.type == "mediation.authorised"
        let named = event.text("worker") ?? event.text("mediator") ?? (authorises ? event.text("by") : nil)
        if Self.assigning.contains(event.type), let named { inCharge = named }
        if let named { return named }
        return Self.ofOthers.contains(event.type) ? event.actor : inCharge ?? event.actor
    }
}
