import LabAPI
import Ledger
import NIOConcurrencyHelpers
import Office
import Synchronization

/// A batch that still takes commands, because its commit cannot begin yet.
struct OpenBatch: ~Copyable {
    var session: Session<Batch>
    private(set) var chunks: [Chunk] = []
    private var outcomes: [[Outcome]] = []
    /// The number of commands.
    private(set) var count = 0
    /// How long it has been decided on.
    var deciding = Duration.zero

    init(_ session: consuming Session<Batch>) { self.session = session }

    /// Whose commands it has.
    var accounts: Set<String> { Set(chunks.map(\.sender.account)) }

    /// Decides the commands of a chunk. `read` reads the clock.
    mutating func settle(_ chunk: Chunk, _ read: () -> LogClock.Reading) {
        outcomes.append(session.settle(chunk, read))
        chunks.append(chunk)
        count += chunk.commands.count
    }

    /// Ends the batch.
    consuming func stage() throws(LedgerError) -> DecidedBatch {
        let (chunks, outcomes) = (chunks, outcomes)
        let (office, findings, charges) = (session.office, session.findings, session.charges)
        return DecidedBatch(
            chunks: chunks, outcomes: outcomes, office: office, findings: findings, charges: charges,
            staged: try session.stage())
    }
}

/// A batch whose commands are all decided, with what is published and answered once it is durable.
struct DecidedBatch: Sendable {
    let chunks: [Chunk]
    /// The outcomes of each chunk.
    let outcomes: [[Outcome]]
    /// The office that they lead to.
    let office: Office
    let findings: BatchFindings
    /// How many bytes the accounts' commands take.
    let charges: [String: Int]
    /// What is to be made durable; nil if every command was refused, or recorded before.
    let staged: StagedBatch?

    /// The number of commands.
    var count: Int { chunks.reduce(0) { $0 + $1.commands.count } }
}

/// A batch on its way to the disk.
final class BatchUnderway: Sendable {
    let batch: DecidedBatch
    private let failure = Mutex<LedgerError?>(nil)
    private let lock = ConditionLock(value: false)

    init(_ batch: DecidedBatch) { self.batch = batch }

    /// Records that it has ended, and how. Called once.
    func end(_ failure: LedgerError? = nil) {
        self.failure.withLock { $0 = failure }
        lock.lock()
        lock.unlock(withValue: true)
    }

    /// Whether it has ended.
    var isOver: Bool { lock.value }

    /// Waits for its end, and returns why nothing of it is kept; nil if it is durable, and its senders are told.
    func wait() -> LedgerError? {
        lock.lock(whenValue: true)
        lock.unlock()
        return failure.withLock { $0 }
    }
}
