import NIOCore
import NIOPosix
import Synchronization

/// The accounts of the machine as they were looked up last, each again after half a minute.
///
/// Another thread looks them up: the answer may come from a directory server, for which no event loop and no thread of the tasks
/// should wait.
final class AccountCache: Sendable {
    /// By what an account is looked up.
    enum Key: Hashable, Sendable {
        /// Its number, which does not say in which groups a process of it is.
        case number(UInt32)
        /// Its name.
        case name(String)
    }

    private typealias Entry = (account: Peer?, until: ContinuousClock.Instant)

    private static let memory = Duration.seconds(30)
    private static let limit = 1_024

    private let entries = Mutex<[Key: Entry]>([:])
    private let look: @Sendable (Key) -> Peer?
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Creates a cache of what `look` finds, by default the machine's accounts; `now` says when an account is to be looked up again.
    init(
        of look: @escaping @Sendable (Key) -> Peer? = AccountCache.find,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.look = look
        self.now = now
    }

    /// What the machine says of an account now.
    static func find(_ key: Key) -> Peer? {
        switch key {
        case .number(let number): Peer(user: number)
        case .name(let name): Peer(named: name)
        }
    }

    /// The account; nil if there is none of that name.
    func account(_ key: Key) async throws -> Peer? {
        if let known = known(key) { return known.account }
        return try await NIOThreadPool.singleton.runIfActive { self.lookUp(key) }
    }

    /// As ``account(_:)``, for what an event loop waits for.
    func account(_ key: Key, on loop: any EventLoop) -> EventLoopFuture<Peer?> {
        if let known = known(key) { return loop.makeSucceededFuture(known.account) }
        return NIOThreadPool.singleton.runIfActive(eventLoop: loop) { self.lookUp(key) }
    }

    /// Has all accounts looked up again.
    func forget() { entries.withLock { $0 = [:] } }

    private func known(_ key: Key) -> Entry? {
        let now = now()
        return entries.withLock { entries in entries[key].flatMap { $0.until > now ? $0 : nil } }
    }

    private func lookUp(_ key: Key) -> Peer? {
        let account = look(key)
        entries.withLock { entries in
            if entries.count >= Self.limit { entries = [:] }
            entries[key] = (account, now() + Self.memory)
        }
        return account
    }
}
