import Synchronization

/// The open connections, and the rule for who may have another one.
///
/// No account can take all connections. An account without a role gets only a few. If all are taken, an idle connection is
/// closed for a new one: first those of accounts without a role, then those of the account that has most, and of these the one
/// that was idle for longest. If no account with more than a few connections has an idle one, an account with few connections
/// gets one from a reserve.
final class Connections: Sendable {
    /// How many connections each account without a role may have, and all of them together.
    private static let strangerLimit = 4
    private static let strangersLimit = 32
    /// How many connections an account may have open to be given one of the reserve, and how many are in that.
    private static let modest = 4
    private static let reserve = 64

    /// A connection that was let in.
    fileprivate struct Entry {
        let account: UInt32
        let isStranger: Bool
        let presence: Presence
        let close: @Sendable () -> Void
    }

    fileprivate struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var accounts: [UInt32: Int] = [:]
        var strangers = 0
    }

    private let limit: Int
    private let accountLimit: Int
    private let metrics: Metrics
    private let state = Mutex(State())

    init(limit: Int, accountLimit: Int, _ metrics: Metrics) {
        self.limit = limit
        self.accountLimit = accountLimit
        self.metrics = metrics
    }

    /// Whether the account may have one more; then it has, until ``leave(_:)``. `close` closes it, should it have to give way.
    func enter(
        _ account: UInt32, isStranger: Bool, _ presence: Presence, close: @escaping @Sendable () -> Void
    ) -> Bool {
        let (isLetIn, closing): (Bool, (@Sendable () -> Void)?) = state.withLock { state in
            let own = state.accounts[account, default: 0]
            guard own < (isStranger ? Self.strangerLimit : accountLimit),
                !isStranger || state.strangers < Self.strangersLimit
            else { return (false, nil) }
            var closing: (@Sendable () -> Void)?
            if state.entries.count >= limit {
                let hasReserve = !isStranger && own < Self.modest && state.entries.count < limit + Self.reserve
                if let idle = state.idlest(than: max(own, Self.modest), forStranger: isStranger)
                    ?? (hasReserve ? nil : state.idlest(than: own, forStranger: isStranger))
                {
                    closing = state.remove(idle)?.close
                } else if !hasReserve {
                    return (false, nil)
                }
            }
            state.entries[ObjectIdentifier(presence)] = Entry(
                account: account, isStranger: isStranger, presence: presence, close: close)
            state.accounts[account, default: 0] += 1
            if isStranger { state.strangers += 1 }
            return (true, closing)
        }
        closing?()
        metrics.count { counts in
            if isLetIn { counts.connections += 1 } else { counts.connectionsRefused += 1 }
            if closing != nil {
                counts.connections -= 1
                counts.connectionsGivenWay += 1
            }
        }
        return isLetIn
    }

    /// Removes a connection that was closed.
    func leave(_ presence: Presence) {
        let wasOpen = state.withLock { $0.remove(ObjectIdentifier(presence)) != nil }
        if wasOpen { metrics.count { $0.connections -= 1 } }
    }
}

extension Connections.State {
    /// Returns the connection to close for a new one of an account that already has `own`; nil if all are in use, or belong to
    /// accounts that have no more than that. An account without a role never displaces connections of others.
    fileprivate func idlest(than own: Int, forStranger: Bool) -> ObjectIdentifier? {
        var found: (id: ObjectIdentifier, rank: (Bool, Int), since: ContinuousClock.Instant)?
        for (id, entry) in entries {
            let count = accounts[entry.account, default: 0]
            guard entry.isStranger || !forStranger && count > own, let since = entry.presence.idleSince else {
                continue
            }
            let rank = (entry.isStranger, count)
            if let known = found {
                let isBefore = rank.0 == known.rank.0 ? rank.1 > known.rank.1 : rank.0
                guard isBefore || rank == known.rank && since < known.since else { continue }
            }
            found = (id, rank, since)
        }
        return found?.id
    }

    fileprivate mutating func remove(_ id: ObjectIdentifier) -> Connections.Entry? {
        guard let entry = entries.removeValue(forKey: id) else { return nil }
        let left = accounts[entry.account, default: 1] - 1
        accounts[entry.account] = left == 0 ? nil : left
        if entry.isStranger { strangers -= 1 }
        return entry
    }
}
