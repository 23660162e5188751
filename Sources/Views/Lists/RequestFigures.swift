import CivilTime
public import Office

/// What a picture needs of all requests of a list, without their rows.
public struct RequestFigures: Sendable, Hashable {
    /// Minutes that were asked, authorised and delivered.
    public struct Minutes: Sendable, Hashable {
        /// Minutes requested.
        public internal(set) var asked = 0
        /// The ceilings of those that are authorised.
        public internal(set) var authorised = 0
        /// Minutes delivered.
        public internal(set) var delivered = 0
    }

    /// The minutes by language.
    public let byLanguage: [String: Minutes]
    /// How many days requests without a delivery have waited.
    public let waiting: LastingRecords

    /// Counts the requests that a question selects. Those that wait are named if they are at most `most`.
    ///
    /// - Throws: `Refusal` if the question names something unknown.
    public init(_ office: Office, _ question: Question, naming most: Int) throws(Refusal) {
        let today = question.lastDay(of: office)
        var byLanguage: [Symbol: Minutes] = [:]
        var waiting: [(found: ListedRequest.Found, request: Mediation)] = []
        try ListedRequest.forEach(office, question) { ref, request, now in
            byLanguage[request.language, default: Minutes()].add(request, now)
            if now.waits { waiting.append((ListedRequest.Found(ref, request, now), request)) }
        }
        self.byLanguage = office.named(byLanguage)
        self.waiting = LastingRecords(waiting, naming: most) {
            max(0, today.days(since: $0.request.on))
        } order: {
            $0.found.isListed(before: $1.found, office)
        } record: {
            (office.id(of: $0.found.ref), office.symbols[$0.request.place])
        }
    }
}

extension RequestFigures.Minutes {
    fileprivate mutating func add(_ request: Mediation, _ state: MediationState) {
        asked += Int(request.minutes)
        authorised += state.ceiling ?? 0
        delivered += state.deliveredMinutes
    }
}
