import Synchronization

/// How many connections each account has, so that none can take them all from the others.
final class AccountConnections: Sendable {
    private let limit: Int
    private let metrics: Metrics
    private let open = Mutex<[UInt32: Int]>([:])

    init(limit: Int, _ metrics: Metrics) {
        self.limit = limit
        self.metrics = metrics
    }

    /// Whether the account may have one more; then it has, until ``leave(_:)``.
    func enter(_ account: UInt32) -> Bool {
        let mayEnter = open.withLock { open in
            guard open[account, default: 0] < limit else { return false }
            open[account, default: 0] += 1
            return true
        }
        metrics.count { counts in
            if mayEnter { counts.connections += 1 } else { counts.connectionsRefused += 1 }
        }
        return mayEnter
    }

    /// One of the account's connections is closed.
    func leave(_ account: UInt32) {
        open.withLock { open in
            let left = open[account, default: 1] - 1
            open[account] = left == 0 ? nil : left
        }
        metrics.count { $0.connections -= 1 }
    }
}
