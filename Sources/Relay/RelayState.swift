import Synchronization

/// Where a relay stands: what its metrics, its status and its parts know of each other.
package final class RelayState: Sendable {
    /// The numbers.
    package struct Numbers: Sendable, Hashable {
        /// How many lines the stream has, as far as this relay knows.
        package var relayed = 0
        /// How many lines the log has, as its last checkpoint says.
        package var lines = 0
        /// The size of the last checkpoint that was published.
        package var checkpointed = 0
        /// How many lines this process published, counting those that it sent again.
        package var published = 0
        /// How many checkpoints it published, and cosignatures it handed to labd.
        package var checkpoints = 0, cosignatures = 0
        /// How many requests to send lines again it followed.
        package var resends = 0
        /// How often it did not go on, by code.
        package var failures: [String: Int] = [:]
        /// Why it does not go on now; nil if it does.
        package var failure: RelayError?
    }

    private struct State {
        var numbers = Numbers()
        var resendFrom: Int?
        var resendEnd: Int?
        var lastResend: (from: ContinuousClock.Instant, to: ContinuousClock.Instant)?
        var marksIDs = false
        var callBegan: ContinuousClock.Instant?
        var changes: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())

    /// A relay that has done nothing yet.
    package init() {}

    /// The numbers now.
    package var numbers: Numbers { state.withLock { $0.numbers } }

    /// Changes the numbers.
    func count(_ change: (inout Numbers) -> Void) { state.withLock { change(&$0.numbers) } }

    /// The position from which lines are to be sent again; nil if none are.
    var resendFrom: Int? { state.withLock { $0.resendFrom } }

    /// Whether lines are being sent again, or were until a moment ago: a pause is twice as long as that took, and at least `pause`.
    func isResending(pause: Duration) -> Bool {
        state.withLock { state in
            guard let (from, to) = state.lastResend else { return false }
            return state.resendEnd != nil || ContinuousClock.now - to < max(pause, (to - from) * 2)
        }
    }

    /// Notes that lines are to be sent again from a position on, up to the end of the stream.
    func resend(from position: Int) {
        state.withLock {
            $0.resendFrom = position
            $0.resendEnd = $0.numbers.relayed
            $0.lastResend = (.now, .now)
            $0.numbers.resends += 1
        }
    }

    /// Whether the servers took a line for one that they had a short while ago, so that the lines get other ids.
    var marksIDs: Bool {
        get { state.withLock { $0.marksIDs } }
        set { state.withLock { $0.marksIDs = newValue } }
    }

    /// Notes that a call of the client begins, and that it ended.
    func began() { state.withLock { $0.callBegan = .now } }
    func ended() { state.withLock { $0.callBegan = nil } }

    /// Whether a call of the client has not returned for so long that it never will.
    package var hangs: Bool {
        state.withLock { state in state.callBegan.map { ContinuousClock.now - $0 > .seconds(60) } ?? false }
    }

    /// Notes that lines up to a position were published. From the first one on an interruption of a resend is made up for by what the
    /// stream itself lacks.
    func note(relayed end: Int, _ count: Int) {
        state.withLock {
            $0.resendFrom = nil
            if let last = $0.resendEnd, end >= last {
                $0.resendEnd = nil
                $0.lastResend?.to = .now
            }
            $0.numbers.relayed = max($0.numbers.relayed, end)
            $0.numbers.published += count
        }
        wake()
    }

    /// Wakes who waits for ``changes()``.
    func wake() { _ = state.withLock { $0.changes }?.yield() }

    /// Yields now, and whenever lines were published since; to the last who asked. A stream whose reader was cancelled has ended, so
    /// each reader has one of its own.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
        state.withLock { $0.changes = continuation }
        return stream
    }
}
