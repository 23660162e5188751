import Office
import Synchronization

/// How many bodies each account may rehearse at a time: each has an office of its own, which grows away from the others'.
final class RehearsalLimiter: Sendable {
    private static let limit = 4
    private let taken = Mutex<[String: Int]>([:])

    /// A seat, taken for as long as it lives.
    final class Permit: Sendable {
        private let rehearsals: RehearsalLimiter
        private let account: String

        fileprivate init(_ rehearsals: RehearsalLimiter, _ account: String) {
            self.rehearsals = rehearsals
            self.account = account
        }

        deinit { rehearsals.leave(account) }
    }

    /// Takes a seat.
    ///
    /// - Throws: `busy` where the account has taken all that it may.
    func take(_ account: String) throws(Refusal) -> Permit {
        let isFree = taken.withLock { taken in
            guard taken[account, default: 0] < Self.limit else { return false }
            taken[account, default: 0] += 1
            return true
        }
        guard isFree else {
            throw Refusal(.service(.tooManyRehearsals(account: account, most: Self.limit)))
        }
        return Permit(self, account)
    }

    private func leave(_ account: String) {
        taken.withLock { taken in
            let left = taken[account, default: 1] - 1
            taken[account] = left == 0 ? nil : left
        }
    }
}
