import Synchronization

/// Lets one piece of work of each account at a time onto the threads of the tasks; the account's next ones wait in the order in
/// which they came.
///
/// There are as many such threads as processors, and each takes what comes in order: the pieces of a hundred bodies of one
/// account would all be before the one piece of another.
final class AccountTurns: Sendable {
    private struct Queue {
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// The accounts of which a piece is being worked on.
    private let queues = Mutex<[String: Queue]>([:])

    /// Returns when it is the turn of the account's piece; ``end(of:)`` must follow.
    func wait(for account: String) async {
        await withCheckedContinuation { continuation in
            let isFree = queues.withLock { queues in
                guard queues[account] != nil else {
                    queues[account] = Queue()
                    return true
                }
                queues[account]?.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// The piece is done.
    func end(of account: String) {
        let next: CheckedContinuation<Void, Never>? = queues.withLock { queues in
            guard let queue = queues[account], !queue.waiting.isEmpty else {
                queues[account] = nil
                return nil
            }
            return queues[account]?.waiting.removeFirst()
        }
        next?.resume()
    }
}
