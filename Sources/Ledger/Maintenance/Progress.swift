import CivilTime
import Synchronization

/// The progress of the log: read by any thread, advanced by commits, and waited for.
final class Progress: Sendable {
    private struct Waiter {
        var position: Int
        var continuation: CheckedContinuation<Int, any Error>
    }

    private struct Waiters {
        var waiting: [Int: Waiter] = [:]
        var nextID = 0
        /// Waiters that were cancelled before they began to wait.
        var cancelled: Set<Int> = []
    }

    private let committed = Atomic<Int>(0)
    private let last = Atomic<Int64>(0)
    private let waiters = Mutex(Waiters())

    /// The number of committed events.
    var count: Int { committed.load(ordering: .acquiring) }

    /// The time of the last committed event.
    var lastTime: Instant { Instant(microseconds: last.load(ordering: .acquiring)) }

    /// Advances to `count` and resumes those who waited for it.
    func move(to count: Int, lastTime: Instant) {
        last.store(lastTime.microseconds, ordering: .releasing)
        committed.store(count, ordering: .releasing)
        let due = waiters.withLock { waiters -> [Waiter] in
            guard !waiters.waiting.isEmpty else { return [] }
            let due = waiters.waiting.filter { $0.value.position < count }
            for id in due.keys { waiters.waiting[id] = nil }
            return Array(due.values)
        }
        for waiter in due { waiter.continuation.resume(returning: count) }
    }

    /// Returns the count, once it is greater than `position`.
    func count(beyond position: Int) async throws(CancellationError) -> Int {
        if count > position { return count }
        let id = waiters.withLock { waiters in
            waiters.nextID += 1
            return waiters.nextID
        }
        // A cancellation after the answer leaves its id behind.
        defer { waiters.withLock { _ = $0.cancelled.remove(id) } }
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    wait(Waiter(position: position, continuation: continuation), as: id)
                }
            } onCancel: {
                cancel(id)
            }
        } catch {
            throw CancellationError()
        }
    }

    private func wait(_ waiter: Waiter, as id: Int) {
        enum Answer { case wait, cancelled, count(Int) }
        let answer = waiters.withLock { waiters -> Answer in
            if waiters.cancelled.remove(id) != nil { return .cancelled }
            // The count is read with the lock held: a commit stores its count before it takes the lock to look for waiters.
            if count > waiter.position { return .count(count) }
            waiters.waiting[id] = waiter
            return .wait
        }
        switch answer {
        case .wait: break
        case .cancelled: waiter.continuation.resume(throwing: CancellationError())
        case .count(let count): waiter.continuation.resume(returning: count)
        }
    }

    private func cancel(_ id: Int) {
        let waiter = waiters.withLock { waiters -> Waiter? in
            if let waiter = waiters.waiting.removeValue(forKey: id) { return waiter }
            waiters.cancelled.insert(id)
            return nil
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}
