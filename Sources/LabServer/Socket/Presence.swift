import Synchronization

/// Whether the peer of a connection is still there, and whether it waits for an answer.
final class Presence: Sendable {
    private struct State {
        var isGone = false
        var requests = 0
        var lastUsed = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// Whether the connection is closed, so that nobody waits for its answers any more.
    var isGone: Bool { state.withLock { $0.isGone } }

    /// The time since which the connection is idle; nil while a request is being answered.
    var idleSince: ContinuousClock.Instant? { state.withLock { $0.requests == 0 ? $0.lastUsed : nil } }

    /// The connection was closed.
    func leave() { state.withLock { $0.isGone = true } }

    /// A request has come.
    func begin() { note(requests: 1) }

    /// A request has been answered.
    func end() { note(requests: -1) }

    private func note(requests: Int) {
        state.withLock { state in
            state.requests += requests
            state.lastUsed = .now
        }
    }
}
