public import EventFormat

extension EventLine {
    /// Reads the event of a line that lies at `position`.
    ///
    /// - Throws: `damaged` for anything that is not the stored form of an event, and for a line of another position.
    public static func read(_ bytes: Span<UInt8>, at position: Int) throws(LedgerError) -> StoredEvent {
        let event: StoredEvent
        do { event = try read(bytes) } catch { throw .damaged(position: position, detail: "\(error)") }
        guard event.position == position else {
            throw .damaged(position: position, detail: "the line of position \(event.position) lies here")
        }
        return event
    }
}
