import CivilTime
import Synchronization

/// Whether the peer of a connection is still there, and whether it waits for an answer.
final class Presence: Sendable {
    private struct State {
        var isGone = false
        var requests = 0
        var lastUsed = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// Whether the connection is closed: what its peer asked nobody waits for any more.
    var isGone: Bool { state.withLock { $0.isGone } }

    /// Since when no request is being answered; nil while one is.
    var idleSince: ContinuousClock.Instant? { state.withLock { $0.requests == 0 ? $0.lastUsed : nil } }

    /// The connection was closed.
    func leave() { state.withLock { $0.isGone = true } }

    /// A request has come.
    func begin() {
        state.withLock { state in
            state.requests += 1
            state.lastUsed = .now
        }
    }

    /// A request has been answered.
    func end() {
        state.withLock { state in
            state.requests -= 1
            state.lastUsed = .now
        }
    }
}
