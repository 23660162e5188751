internal import CanonicalJSON
internal import EventFormat

/// The state of a trace as its events are read in order: who has the case when something happens in it.
struct TraceCourse {
    private let vocabulary: EventVocabulary
    private var inCharge: String?

    init(_ vocabulary: EventVocabulary) { self.vocabulary = vocabulary }

    /// Returns who did it: the worker or mediator whom the event names; otherwise the one who has the case or, for a delivery
    /// or a missed appointment, the request; otherwise the account that sent the command.
    mutating func resource(of event: StoredEvent) -> String {
        let known = vocabulary[event.type]
        guard let named = known.worker.flatMap(event.text) else {
            return known.isWorkOfAssignee ? inCharge ?? event.actor : event.actor
        }
        if known.assigns { inCharge = named }
        return named
    }
}
