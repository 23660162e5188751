import CivilTime
import Office
import Synchronization

/// The number of bytes that the commands of each account have taken today, so that no account can fill the log's disk.
///
/// It is counted in memory and begins again after a restart, which no account can cause.
final class AccountQuota: Sendable {
    private struct State {
        var day: Day?
        var bytes: [String: Int] = [:]
    }

    /// The number of bytes that an account may use in a day.
    let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// Throws `busy` for an account that has used up its quota for today, including `pending` bytes that are not counted yet.
    func check(_ account: String, pending: Int, on day: Day) throws(Refusal) {
        let used = state.withLock { $0.day == day ? $0.bytes[account, default: 0] : 0 } + pending
        guard used >= limit else { return }
        throw Refusal(.service(.dailyBytesUsed(account: account, used: used, most: limit)))
    }

    /// Counts what is about to be committed.
    func charge(_ charges: [String: Int], on day: Day) {
        guard !charges.isEmpty else { return }
        state.withLock { state in
            if state.day != day { state = State(day: day) }
            for (account, bytes) in charges { state.bytes[account, default: 0] += bytes }
        }
    }

    /// Takes back the bytes of a batch whose commit failed.
    func refund(_ charges: [String: Int], on day: Day) { charge(charges.mapValues { -$0 }, on: day) }

    /// The maximum that an account has used today.
    var greatest: Int { state.withLock { $0.bytes.values.max() ?? 0 } }
}
