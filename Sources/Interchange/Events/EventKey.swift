/// Keys by which an export has its events sorted: their bytes stand in the order that is wanted.
enum EventKey {
    /// By the day on which it happened, then by position.
    static func byDay(_ event: StoredEvent) -> [UInt8] { Array(event.occurred.utf8) + bigEndian(event.position) }

    /// By stream, then as `byDay`.
    static func byStream(_ event: StoredEvent) -> [UInt8] { Array(event.subject.utf8) + [0] + byDay(event) }

    /// A position, 0 or more, as bytes that stand in the order of positions.
    static func bigEndian(_ position: Int) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: position >> $0) }
    }

    /// The position that `bigEndian` wrote.
    static func position(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
