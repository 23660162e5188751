import EventFormat
package import Ledger
package import Logging
package import Office
package import ServiceSupport
package import TransparencyLog

/// A copy of an office's log, and what follows from it: it answers what labd answers at the office, but for what is sealed, and takes
/// no commands.
package final class OfficeCopy: Sendable {
    /// The lines.
    package let ledger: Ledger
    let api: API
    private let writer: Writer
    private let snapshots: Snapshots
    private let logger: Logger
    /// The first event that this version does not know, if there is one: what precedes it is answered for.
    package let unreadable: UnreadableEvent?

    /// Opens the copy in a directory, which `Ledger.beginCopy` began, and derives the office
    /// from its last snapshot and the lines behind it.
    ///
    /// - Throws: `LedgerError`.
    package init(
        inDirectory path: String, of key: VerifierKey, limits: Settings.Limits, stop: StopSignal, _ policy: LivePolicy,
        logger: Logger
    ) async throws {
        ledger = try Ledger(copyInDirectory: path, of: key)
        self.logger = logger
        snapshots = Snapshots(ledger, logger)
        let history = History(ledger)
        var office = await snapshots.office()
        do {
            try await office.replayReadingAhead(ledger, keepingIn: history)
            unreadable = nil
        } catch let error as UnreadableEvent {
            unreadable = error
        }
        writer = Writer(ledger, office, history, limits: limits, logger: logger, clock: .machine())
        api = API(writer, ledger, limits: limits, stop: stop, policy)
    }

    /// The office after the last line.
    package var office: Office { writer.current.office }

    /// Appends verified lines, which ``takeIn(while:)`` takes into the office. Call this on one thread at a time; it blocks.
    ///
    /// - Parameters:
    ///   - checkpoint: the verified checkpoint whose last line is the last of these.
    ///   - next: lends its argument each line, in order.
    /// - Throws: `LedgerError`; what `next` throws.
    package func append(
        coveredBy checkpoint: SignedNote, _ next: (_ put: ([UInt8]) throws -> Void) throws -> Void
    ) throws {
        var copier = LogCopier(ledger, coveredBy: checkpoint)
        try next { line in try copier.append(line) }
        try copier.finish()
    }

    /// Takes the lines that were appended into the office, which is then what is answered from. It ends early once `isWanted` says no.
    ///
    /// - Throws: `LedgerError`; `UnreadableEvent` for a type or version of events that this version does not know: what precedes it is taken
    ///   in.
    package func takeIn(while isWanted: @Sendable () -> Bool) async throws {
        try await writer.takeInCopiedLines(while: isWanted)
    }

    /// Keeps snapshots and the note of the log's length, until it is cancelled.
    package func keepUp() async {
        await withDiscardingTaskGroup { upkeep in
            upkeep.addTask { [snapshots, writer] in await snapshots.run(writer) }
            let housekeeping = Housekeeping(ledger, logger)
            upkeep.addTask { await housekeeping.run() }
            upkeep.addTask { await housekeeping.watchLock() }
        }
    }

    /// Notes that the copy is closed. Nothing is appended after it.
    package func end() { Housekeeping(ledger, logger).end() }

    /// A server that answers as labd does at the office.
    package func server(
        on socket: ListeningSocket, limits: Settings.Limits, stop: StopSignal, logger: Logger
    ) -> Server {
        Server(api, on: socket, limits: limits, stop: stop, logger: logger)
    }
}

extension Writer {
    /// Takes the lines that were appended to a copy into the office, and publishes it.
    func takeInCopiedLines(while isWanted: @Sendable () -> Bool) throws {
        drain()
        beat()
        var office = office
        // What precedes a line that cannot be read is taken in, and answered from.
        defer {
            self.office = office
            _ = current.publish(office)
        }
        try office.replay(ledger, keepingIn: history, while: isWanted)
    }
}
