internal import CanonicalJSON

/// Which events of a log stand, and which a later one voided.
///
/// The last event of a log may void the first, so that this is known only once all were noted. Holds a bit an event.
struct StandingEvents: Sendable {
    private let voided: VoidedRecords
    /// The position of the first event that was noted, and of the last.
    private var range: ClosedRange<Int>?
    /// Of each position from the first on, whether its event is left out; those beyond the end are not.
    private var leftOut: [UInt64] = []
    /// How many records are left out because they were voided; the events that voided them are not counted.
    private(set) var voidedCount = 0

    init(_ voided: VoidedRecords) {
        self.voided = voided
    }

    /// Takes note of the next event. One that voids an event that was never noted only stays away itself: the reader may
    /// have begun in the middle of the log.
    ///
    /// - Throws: `InterchangeError` with the code `outOfOrder` if its position does not come after the last one's.
    mutating func note(_ event: StoredEvent) throws(InterchangeError) {
        if let last = range?.upperBound, event.position <= last {
            throw InterchangeError(
                .outOfOrder, value: "\(event.position)",
                "the event at position \(event.position) comes after the one at \(last)",
                accepted: "events in the order of the log")
        }
        let first = range?.lowerBound ?? event.position
        range = first...event.position
        guard voided == .leftOut, event.type == "record.voided" else { return }
        leaveOut(event.position - first)
        guard case .integer(let number)? = event.data["position"] else { return }
        let position = Int(number)
        guard (first..<event.position).contains(position), stands(position) else { return }
        leaveOut(position - first)
        voidedCount += 1
    }

    /// Whether the event at a position that was noted stands, by all that was noted.
    func stands(_ position: Int) -> Bool {
        guard let first = range?.lowerBound, position >= first else { return true }
        let (word, bit) = (position - first).quotientAndRemainder(dividingBy: UInt64.bitWidth)
        return word >= leftOut.count || leftOut[word] & 1 << UInt64(bit) == 0
    }

    private mutating func leaveOut(_ index: Int) {
        let (word, bit) = index.quotientAndRemainder(dividingBy: UInt64.bitWidth)
        if word >= leftOut.count { leftOut += Array(repeating: 0, count: word + 1 - leftOut.count) }
        leftOut[word] |= 1 << UInt64(bit)
    }
}
