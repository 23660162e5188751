import CivilTime
import EventFormat
public import Ledger
import NIOCore
import NIOPosix
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

extension Office {
    /// Takes in what the ledger holds beyond this office's position, as the other `replay` does. Other threads
    /// verify and read the lines meanwhile, ahead of the office, which takes them in in their order.
    public mutating func replayReadingAhead(_ ledger: Ledger, keepingIn history: History) async throws {
        let pool = NIOThreadPool(numberOfThreads: System.coreCount)
        pool.start()
        defer { pool.shutdownGracefully { _ in } }
        let end = ledger.count
        var next = position + 1
        var ahead: [Task<ReadPiece, any Error>] = []
        defer { for task in ahead { task.cancel() } }
        while position < end - 1 {
            while next < end, ahead.count < 4 * System.coreCount {
                let range = next..<min(end, next + ReadPiece.size)
                ahead.append(Task { try await pool.runIfActive { ReadPiece(ledger, range) } })
                next = range.upperBound
            }
            let piece = try await ahead.removeFirst().value
            for event in piece.events {
                try replay(event)
                history.keep(self)
            }
            if let fault = piece.fault { throw fault }
        }
    }
}

/// Lines that were verified and read, up to the first that cannot be.
private struct ReadPiece: Sendable {
    /// As many lines as some tiles of the tree have.
    static let size = 1_024

    private(set) var events: [ReadEvent] = []
    private(set) var fault: (any Error)?

    init(_ ledger: Ledger, _ range: Range<Int>) {
        events.reserveCapacity(range.count)
        var fault: (any Error)?
        do throws(LedgerError) {
            try ledger.scan(from: range.lowerBound, to: range.upperBound, verifying: true) {
                position, line throws(LedgerError) in
                let event = try EventLine.read(line, at: position)
                guard let day = Day(event.occurred) else {
                    throw .damaged(position: position, detail: "\(event.occurred) is no day")
                }
                do throws(UnreadableEvent) {
                    events.append(
                        try ReadEvent(
                            type: event.type, schema: event.schema, data: event.data, position: position,
                            time: event.time, occurred: day))
                } catch {
                    fault = error
                    return false
                }
                return true
            }
        } catch {
            fault = error
        }
        self.fault = fault
    }
}
