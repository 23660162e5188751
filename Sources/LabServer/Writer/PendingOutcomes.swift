import Synchronization

/// The promise of the outcomes of a chunk of commands, which the writer fulfils exactly once.
final class PendingOutcomes: Sendable {
    private enum State {
        case waiting(CheckedContinuation<[Outcome], Never>?)
        case kept([Outcome])
    }

    private let state = Mutex(State.waiting(nil))

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

    /// Fulfils the promise.
    func resolve(_ outcomes: [Outcome]) {
        let waiting: CheckedContinuation<[Outcome], Never>? = state.withLock { state in
            defer { state = .kept(outcomes) }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(returning: outcomes)
    }
}
