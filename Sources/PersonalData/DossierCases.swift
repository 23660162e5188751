/// The cases that a person belongs to, their own and those of their household, and the mediations for these: as far as the log was
/// read.
struct DossierCases {
    private struct Belonging {
        let isOwn: Bool
        /// The ids of the person that are in the household at present.
        var ids: Set<String> = []
        var isPresent: Bool { isOwn || !ids.isEmpty }
    }

    /// By the streams of the cases.
    private var belongings: [String: Belonging] = [:]
    /// The cases of the mediations that were requested for one while the person belonged to it.
    private var mediations: [String: String] = [:]
    /// By the positions of the events that changed a household: its case, and which of the ids were in it before.
    private var changes: [Int: (stream: String, before: Set<String>)] = [:]

    /// Whether the case of a stream, or of a mediation's stream, is the person's own; nil if the person does not belong to it, or
    /// not any more.
    func isOwn(_ stream: String) -> Bool? {
        guard let belonging = belongings[mediations[stream] ?? stream], belonging.isPresent else { return nil }
        return belonging.isOwn
    }

    /// Takes in that a mediation is requested for a case.
    mutating func follow(_ mediation: String, for stream: String) {
        if isOwn(stream) != nil { mediations[mediation] = stream }
    }

    /// Takes in that an event puts the person into a case under some of their ids: as its person, or in the household.
    mutating func join(_ stream: String, _ ids: Set<String>, isOwn: Bool, at position: Int) {
        var belonging = belongings[stream] ?? Belonging(isOwn: isOwn)
        changes[position] = changes[position] ?? (stream, belonging.ids)
        if !isOwn { belonging.ids.formUnion(ids) }
        belongings[stream] = belonging
    }

    /// Takes in that an event removes some of the person's ids from a household.
    mutating func leave(_ stream: String, _ ids: Set<String>, at position: Int) {
        guard let belonging = belongings[stream] else { return }
        changes[position] = (stream, belonging.ids)
        belongings[stream]?.ids.subtract(ids)
    }

    /// Takes in that the event at a position was voided. Only the last change of a household can be.
    mutating func void(_ position: Int) {
        guard let (stream, before) = changes[position] else { return }
        belongings[stream]?.ids = before
    }
}
