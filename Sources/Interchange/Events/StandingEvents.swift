internal import CanonicalJSON

/// Events in the order of the log, less those that a later one voided.
///
/// Holds them all until the end, since the last event of a log may void the first.
struct StandingEvents: Sendable {
    private let voided: VoidedRecords
    /// By position, rising. A voided one becomes nil and keeps its place for the search.
    private var slots: [(position: Int, event: StoredEvent?)] = []
    /// How many records were left out because they were voided; the events that voided them are not counted.
    private(set) var voidedCount = 0

    init(_ voided: VoidedRecords) {
        self.voided = voided
    }

    /// The events that stand.
    var events: [StoredEvent] { slots.compactMap(\.event) }

    /// Takes the next event. One that voids an event that was never added only stays away itself: the reader may have
    /// begun in the middle of the log.
    ///
    /// - Throws: `InterchangeError` with the code `outOfOrder` if its position does not come after the last one's.
    mutating func add(_ event: StoredEvent) throws(InterchangeError) {
        if let last = slots.last?.position, event.position <= last {
            throw InterchangeError(
                .outOfOrder, value: "\(event.position)",
                "the event at position \(event.position) comes after the one at \(last)",
                accepted: "events in the order of the log")
        }
        guard voided == .leftOut, event.type == "record.voided" else {
            slots.append((event.position, event))
            return
        }
        slots.append((event.position, nil))
        guard case .integer(let position)? = event.data["position"], let index = index(of: Int(position)) else {
            return
        }
        if slots[index].event != nil { voidedCount += 1 }
        slots[index].event = nil
    }

    private func index(of position: Int) -> Int? {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if slots[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low < slots.count && slots[low].position == position ? low : nil
    }
}
