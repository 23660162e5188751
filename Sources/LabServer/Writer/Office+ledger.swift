import CivilTime
import EventFormat
public import Ledger
public import Office

extension Office {
    /// After how many events a replay looks whether it is still wanted: some thousandths of a second.
    private static let patience = 256

    /// Takes in what the ledger holds beyond this office's position, up to and including that at `last`.
    ///
    /// The offices on the way are shown to `history`, which keeps some. It ends early once `isWanted` says no.
    /// - Throws: `UnreadableEvent` where this labd does not know a type or version: an office that skipped an event
    ///   would answer wrongly. `LedgerError` where the log is damaged; what came before is taken in then.
    public mutating func replay(
        _ ledger: Ledger, upTo last: Int = .max - 1, keepingIn history: History? = nil,
        while isWanted: () -> Bool = { true }
    ) throws {
        // The scan's closure throws ledger errors only; another one waits here until the scan has returned.
        var unreadable: UnreadableEvent?
        var office = self
        defer { self = office }
        try ledger.scan(from: position + 1, to: last + 1, verifying: true) { position, line throws(LedgerError) in
            let event = try EventLine.read(line, at: position)
            guard let day = Day(event.occurred) else {
                throw .damaged(position: position, detail: "\(event.occurred) is no day")
            }
            do throws(UnreadableEvent) {
                try office.replay(
                    type: event.type, schema: event.schema, data: event.data, position: position,
                    time: event.time, occurred: day)
            } catch {
                unreadable = error
                return false
            }
            history?.keep(office)
            return position % Self.patience != 0 || isWanted()
        }
        if let unreadable { throw unreadable }
    }
}
