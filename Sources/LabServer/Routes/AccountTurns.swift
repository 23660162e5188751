import Synchronization

/// Admits one piece of work of each account at a time to the threads of the tasks; the account's further pieces wait in the
/// order of their arrival.
///
/// There are as many such threads as processors, and they take work in order, so that the pieces of a hundred bodies of one
/// account would all come before the single piece of another.
final class AccountTurns: Sendable {
    /// The accounts whose pieces are being worked on, each with those that wait.
    private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    /// Returns when it is the turn of the account's piece; ``end(of:)`` must follow.
    func wait(for account: String) async {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                waiting[account]?.append(continuation)
                guard waiting[account] == nil else { return false }
                waiting[account] = []
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    /// Ends a piece of work.
    func end(of account: String) {
        let next: CheckedContinuation<Void, Never>? = waiting.withLock { waiting in
            guard waiting[account]?.isEmpty == false else {
                waiting[account] = nil
                return nil
            }
            return waiting[account]?.removeFirst()
        }
        next?.resume()
    }
}
