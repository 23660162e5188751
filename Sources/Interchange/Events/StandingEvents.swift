internal import CanonicalJSON
internal import EventFormat

/// The events of a log that were voided by a later one.
///
/// The last event of a log may void the first, so this is known only after all events were added. It takes a bit for each
/// event.
struct StandingEvents: Sendable {
    /// The position of the first event that was added, and of the last.
    private var range: ClosedRange<Int>?
    /// For each position from the first on, whether its event is left out; events beyond the end are not.
    private var leftOut: [UInt64] = []
    /// The number of records that are left out because they were voided. The events that voided them are not counted.
    private(set) var voidedCount = 0

    /// Adds the next event. If it voids an event that was never added, because the reader began in the middle of the log, only
    /// the event itself is left out.
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
        guard event.type == "record.voided" else { return }
        leaveOut(event.position - first)
        guard case .integer(let number)? = event.data["position"] else { return }
        let position = Int(number)
        guard (first..<event.position).contains(position), stands(position) else { return }
        leaveOut(position - first)
        voidedCount += 1
    }

    /// Returns whether the event at a position that was added was not voided by any event that was added.
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
