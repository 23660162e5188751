import Synchronization

/// A signal that tells all waiters that the program is to stop. It is given once; giving it again has no effect.
public final class StopSignal: Sendable {
    private struct State {
        var isGiven = false
        var next = 0
        var handlers: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    /// A signal that has not been given.
    public init() {}

    /// Whether it has been given.
    public var isGiven: Bool { state.withLock { $0.isGiven } }

    /// Gives the signal.
    public func give() {
        let handlers = state.withLock { state in
            state.isGiven = true
            defer { state.handlers = [:] }
            return state.handlers.values
        }
        for handler in handlers { handler() }
    }

    /// Runs `operation`; if the signal is given meanwhile, or was before, calls `onStop` once.
    package func notifying<Result>(
        onStop: @escaping @Sendable () -> Void, _ operation: () async throws -> Result
    ) async rethrows -> Result {
        let key: Int? = state.withLock { state in
            guard !state.isGiven else { return nil }
            state.next += 1
            state.handlers[state.next] = onStop
            return state.next
        }
        if key == nil { onStop() }
        defer { if let key { state.withLock { $0.handlers[key] = nil } } }
        return try await operation()
    }

    /// Returns when the signal is given, or the task is cancelled.
    public func wait() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        await notifying(onStop: { continuation.finish() }) {
            for await _ in stream {}
        }
    }
}
