import Synchronization

/// The queue of commands for the writer, by account, up to a limit.
///
/// An account's chunks are taken in the order of their arrival, and accounts take turns, the shortest chunk first, so that a
/// single command of one account does not wait for many bodies of another. An account that had no turn is the first next time,
/// whatever others send meanwhile.
final class Mailbox: Sendable {
    fileprivate struct State {
        /// The chunks of each account: slices, from which the first is taken without moving the others.
        var chunks: [String: ArraySlice<Chunk>] = [:]
        /// The accounts that have commands waiting, in the order in which the first of these came.
        var accounts: [String] = []
        /// How many commands of each account wait.
        var counts: [String: Int] = [:]
        /// The accounts that were collected last and not come to, in their order: they are the first now.
        var overdue: [String] = []
        var commands = 0
        var isScheduled = false
    }

    /// The result of a delivery.
    enum Delivery {
        /// It waits; the writer is at work and will come to it.
        case accepted
        /// It waits, and the caller is to wake the writer.
        case mustWake
        /// Too many commands wait already.
        case full
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Puts a chunk behind its account's others, unless too many commands wait: of the account more than half of the limit, or
    /// of all more than the limit. An account that has nothing waiting may always put one.
    func deliver(_ chunk: Chunk) -> Delivery {
        state.withLock { state in
            let own = state.counts[chunk.sender.account, default: 0]
            let more = chunk.commands.count
            guard own == 0 || own + more <= (limit + 1) / 2 && state.commands + more <= limit else { return .full }
            state.put([chunk], of: chunk.sender.account, atFront: false)
            defer { state.isScheduled = true }
            return state.isScheduled ? .accepted : .mustWake
        }
    }

    /// Returns waiting chunks with at most `limit` commands, except that the first chunk may be larger. Empty if nothing waits;
    /// then the next delivery must wake the writer.
    func collect(atMost limit: Int) -> [Chunk] {
        state.withLock { state in
            var collected: [Chunk] = []
            var count = 0
            for account in state.overdue {
                guard let chunk = state.take(from: account) else { continue }
                collected.append(chunk)
                count += chunk.commands.count
            }
            state.overdue = []
            while !state.accounts.isEmpty {
                // One chunk of each account, the shortest first.
                let accounts = state.accounts
                let turn =
                    accounts.count == 1
                    ? accounts : accounts.sorted { state.nextLength(of: $0) < state.nextLength(of: $1) }
                for account in turn {
                    guard collected.isEmpty || count + state.nextLength(of: account) <= limit else { return collected }
                    guard let chunk = state.take(from: account) else { continue }
                    collected.append(chunk)
                    count += chunk.commands.count
                }
            }
            if collected.isEmpty { state.isScheduled = false }
            return collected
        }
    }

    /// Puts back chunks that were collected and not decided, before all later ones.
    func putBack(_ chunks: ArraySlice<Chunk>) {
        state.withLock { state in
            state.overdue = []
            for chunk in chunks where !state.overdue.contains(chunk.sender.account) {
                state.overdue.append(chunk.sender.account)
            }
            for account in state.overdue {
                state.put(chunks.filter { $0.sender.account == account }[...], of: account, atFront: true)
            }
        }
    }

    /// Whether commands of other accounts than these wait.
    func hasOthers(than accounts: Set<String>) -> Bool {
        state.withLock { $0.accounts.contains { !accounts.contains($0) } }
    }

    /// How many commands wait.
    var count: Int { state.withLock { $0.commands } }
}

extension Mailbox.State {
    fileprivate func nextLength(of account: String) -> Int { chunks[account]?.first?.commands.count ?? 0 }

    fileprivate mutating func put(_ more: ArraySlice<Chunk>, of account: String, atFront: Bool) {
        if chunks[account] == nil { accounts.append(account) }
        if atFront {
            chunks[account] = more + chunks[account, default: []]
        } else {
            chunks[account, default: []].append(contentsOf: more)
        }
        let count = more.reduce(0) { $0 + $1.commands.count }
        counts[account, default: 0] += count
        commands += count
    }

    fileprivate mutating func take(from account: String) -> Chunk? {
        guard let chunk = chunks[account]?.popFirst() else { return nil }
        commands -= chunk.commands.count
        if chunks[account]?.isEmpty == true {
            chunks[account] = nil
            counts[account] = nil
            accounts.removeAll { $0 == account }
        } else {
            counts[account, default: 0] -= chunk.commands.count
        }
        return chunk
    }
}
