import Synchronization

/// The promise of the outcomes of a chunk of commands, which the writer fulfils exactly once.
final class PendingOutcomes: Sendable {
    /// The connection that is told the outcome on its event loop; nil if a task waits.
    let connection: CommandReply?

    private enum State {
        case waiting(CheckedContinuation<[Outcome], Never>?)
        case kept([Outcome])
    }

    private let state = Mutex(State.waiting(nil))

    /// The promise of outcomes to a task, or of the outcome of a single command to a connection.
    init(to connection: CommandReply? = nil) { self.connection = connection }

    /// The outcomes, in the order of the commands. Waits for the commit that they depend on, also if the task is
    /// cancelled: what was appended must not be taken for refused. Called once.
    func outcomes() async -> [Outcome] {
        await withCheckedContinuation { continuation in
            let kept: [Outcome]? = state.withLock { state in
                if case .kept(let outcomes) = state { return outcomes }
                state = .waiting(continuation)
                return nil
            }
            if let kept { continuation.resume(returning: kept) }
        }
    }

    /// Fulfils the promise to a task.
    func resolve(_ outcomes: [Outcome]) {
        let waiting: CheckedContinuation<[Outcome], Never>? = state.withLock { state in
            defer { state = .kept(outcomes) }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(returning: outcomes)
    }
}
