import EventFormat

/// Keys by which an export sorts its events. The order of their bytes is the order of the events.
enum EventKey {
    /// By the day on which it happened, then by position.
    static func byDay(_ event: StoredEvent) -> [UInt8] { Array(event.occurred.utf8) + bigEndian(event.position) }

    /// By stream, then like `byDay`.
    static func byStream(_ event: StoredEvent) -> [UInt8] { Array(event.subject.utf8) + [0] + byDay(event) }

    /// Returns a position, 0 or more, as bytes whose order is that of positions.
    static func bigEndian(_ position: Int) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: position >> $0) }
    }

    /// Returns the position that `bigEndian` wrote.
    static func position(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
