import LabAPI
import Ledger
import Office
import Synchronization

/// What would become of the commands of a body, of which nothing is recorded: each is decided against the office as the ones
/// before it would have left it, by the code that decides for the writer (``Session``).
///
/// Nothing that is recorded meanwhile is seen, so an answer promises nothing.
final class Rehearsal: Sendable {
    private let session: Mutex<Session<RehearsalBatch>>
    private let clock: LogClock

    /// A rehearsal on top of `office`, which `ledger` holds at least.
    init(_ office: Office, _ ledger: Ledger, _ clock: LogClock, _ quota: AccountQuota, _ searchLimiter: SearchLimiter) {
        self.clock = clock
        session = Mutex(
            Session(
                office: office.detached(), batch: RehearsalBatch(on: ledger, from: office.position + 1), clock, quota,
                searchLimiter))
    }

    /// What would become of a chunk's commands, and the looks at personal data which that took: they are to be recorded before
    /// the outcomes are told.
    ///
    /// - Throws: `CancellationError` where nobody waits for the outcomes any more: then the rehearsal is of no more use.
    func outcomes(of chunk: Chunk, _ interest: Interest) throws -> ([Outcome], looks: [PersonalDataRequest]) {
        try session.withLock { session in
            var outcomes: [Outcome] = []
            outcomes.reserveCapacity(chunk.commands.count)
            for command in chunk.commands {
                try interest.check()
                guard chunk.halt?.isSet != true else {
                    outcomes.append(.refused(RefusedCommand(.notTried, id: command.id)))
                    continue
                }
                let outcome = session.settle(command, chunk.sender, clock.read)
                if case .refused = outcome { chunk.halt?.set() }
                outcomes.append(outcome)
            }
            return (outcomes, session.takeUnrecordedLooks())
        }
    }
}
