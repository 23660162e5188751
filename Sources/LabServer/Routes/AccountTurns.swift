import Synchronization

/// Admits one piece of work of each account at a time to the threads of the tasks; the account's further pieces wait in the
/// order of their arrival.
///
/// There are as many such threads as processors, and they take work in order, so that the pieces of a hundred bodies of one
/// account would all come before the single piece of another.
final class AccountTurns: Sendable {
    private struct Queue {
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// The accounts whose pieces are being worked on.
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

    /// Ends a piece of work.
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
