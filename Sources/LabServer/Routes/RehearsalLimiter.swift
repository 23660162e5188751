import Office
import Synchronization

/// How many bodies each account may rehearse at a time: each has an office of its own, which grows away from the others'.
final class RehearsalLimiter: Sendable {
    private static let limit = 4
    private let taken = Mutex<[String: Int]>([:])

    /// Takes a seat.
    ///
    /// - Throws: `busy` where the account has taken all that it may.
    func take(_ account: String) throws(Refusal) -> Lease {
        let isFree = taken.withLock { taken in
            guard taken[account, default: 0] < Self.limit else { return false }
            taken[account, default: 0] += 1
            return true
        }
        guard isFree else {
            throw Refusal(.service(.tooManyRehearsals(account: account, most: Self.limit)))
        }
        return Lease { self.leave(account) }
    }

    private func leave(_ account: String) {
        taken.withLock { taken in
            let left = taken[account, default: 1] - 1
            taken[account] = left == 0 ? nil : left
        }
    }
}
