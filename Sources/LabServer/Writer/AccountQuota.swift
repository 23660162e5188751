import CivilTime
import Office
import Synchronization

/// How many bytes the commands of each account took today: no account can use up the log's room.
///
/// Counted in memory: a restart, which no account can bring about, begins anew.
final class AccountQuota: Sendable {
    private struct State {
        var day: Day?
        var bytes: [String: Int] = [:]
    }

    /// How many bytes an account has a day.
    let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// Throws `busy` for an account that has used up what it has today, `pending` bytes not yet committed among it.
    func check(_ account: String, pending: Int, on day: Day) throws(Refusal) {
        let used = state.withLock { $0.day == day ? $0.bytes[account, default: 0] : 0 } + pending
        guard used >= limit else { return }
        throw Refusal(.service(.dailyBytesUsed(account: account, used: used, most: limit)))
    }

    /// Counts what was committed.
    func charge(_ charges: [String: Int], on day: Day) {
        guard !charges.isEmpty else { return }
        state.withLock { state in
            if state.day != day { state = State(day: day) }
            for (account, bytes) in charges { state.bytes[account, default: 0] += bytes }
        }
    }

    /// The most that one account has used today.
    var greatest: Int { state.withLock { $0.bytes.values.max() ?? 0 } }
}
