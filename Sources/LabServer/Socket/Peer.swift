import Glibc
import Ledger
import NIOCore
import NIOPosix
import Synchronization

/// The process at the other end of a connection, as the kernel saw it when it connected (SO_PEERCRED, unix(7)).
///
/// Laid out like the kernel's `struct ucred`: three 32-bit numbers.
struct PeerCredentials: Sendable, Hashable, BitwiseCopyable {
    let process: Int32
    let user: UInt32
    let group: UInt32
}

/// The groups of that process at that moment (SO_PEERGROUPS, since Linux 4.13), as many as there were; zeros behind them.
///
/// 0 is root's group, to which no role is given, so that zeros say nothing.
struct PeerGroups: Sendable, BitwiseCopyable {
    /// Far more than accounts have; the kernel answers ERANGE for those of more, which then count as none.
    let numbers: [1024 of UInt32]

    static let option = NIOBSDSocket.Option(rawValue: 59)
}

/// Who is asking: the account behind a connection, read once when it was accepted.
public struct Peer: Sendable, Hashable {
    /// The account's number.
    public let user: UInt32
    /// The groups of the process that connected, its own and the others.
    public let groups: Set<UInt32>
    /// The account's name, or `uid:N` where it has none that an event can name.
    public let account: String

    /// The account of that number, in these groups.
    public init(user: UInt32, groups: Set<UInt32> = []) {
        self.user = user
        self.groups = groups
        account = Self.name(of: user) ?? "uid:\(user)"
    }

    /// The account of a name, in the groups that the machine gives it (getpwnam_r(3), getgrouplist(3)); nil if there is none.
    init?(named name: String) {
        guard !name.isEmpty, name.utf8.count <= 256, !name.utf8.contains(0) else { return nil }
        var buffer = [CChar](repeating: 0, count: 1_024)
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        while true {
            // getpwnam_r(3) writes into `entry` and `buffer`, both alive here, and sets `found` to `entry` or null.
            let code = unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &found)
            guard code == ERANGE, buffer.count <= 65_536 else { break }
            buffer = [CChar](repeating: 0, count: buffer.count * 2)
        }
        // What `entry` points to lies in `buffer`: copied while that is there.
        let copied: (name: String, user: UInt32, group: UInt32)? = withExtendedLifetime(buffer) {
            guard unsafe found != nil, let name = unsafe entry.pw_name else { return nil }
            return unsafe (String(cString: name), entry.pw_uid, entry.pw_gid)
        }
        guard let copied else { return nil }
        var numbers = [gid_t](repeating: 0, count: 1_024)
        var count = Int32(numbers.count)
        // getgrouplist(3) writes at most `count` numbers; -1 says that there are more, which count as none then.
        let result = unsafe getgrouplist(copied.name, copied.group, &numbers, &count)
        user = copied.user
        groups = result < 0 ? [copied.group] : Set(numbers.prefix(Int(count)).filter { $0 != 0 })
        account = CommandRecord.takes(actor: copied.name) ? copied.name : "uid:\(copied.user)"
    }

    /// The number of the account at the other end of `channel`, a connected Unix socket, and its groups: what the kernel knows
    /// at once, and enough to tell whether it is let in.
    static func numbers(of channel: any Channel) -> EventLoopFuture<(user: UInt32, groups: Set<UInt32>)> {
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        // The option's value is a `struct ucred`, to which `PeerCredentials` is laid out equal.
        return options.unsafeGetSocketOption(level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
            .flatMap { (credentials: PeerCredentials) in
                groups(channel, options, credentials).map { (credentials.user, $0) }
            }
    }

    /// The account of that number, in these groups. Its name is looked up now and then, by another thread: it may come from a
    /// directory server, which no event loop should wait for.
    static func named(
        _ user: UInt32, _ groups: Set<UInt32>, on loop: any EventLoop
    ) -> EventLoopFuture<Peer> {
        let now = ContinuousClock.now
        if let known = names.withLock({ $0[user] }), known.until > now {
            return loop.makeSucceededFuture(Peer(user: user, groups: groups, account: known.name))
        }
        return NIOThreadPool.singleton.runIfActive(eventLoop: loop) {
            let peer = Peer(user: user, groups: groups)
            names.withLock { names in
                if names.count >= 1_024 { names = [:] }
                names[user] = (peer.account, now + .seconds(30))
            }
            return peer
        }
    }

    /// The names of accounts as they were looked up last.
    private static let names = Mutex<[UInt32: (name: String, until: ContinuousClock.Instant)]>([:])

    private init(user: UInt32, groups: Set<UInt32>, account: String) {
        self.user = user
        self.groups = groups
        self.account = account
    }

    private static func groups(
        _ channel: any Channel, _ options: any SocketOptionProvider, _ credentials: PeerCredentials
    ) -> EventLoopFuture<Set<UInt32>> {
        // The option's value is an array of `gid_t`, 32-bit numbers, as many as there are.
        let found: EventLoopFuture<PeerGroups> = options.unsafeGetSocketOption(
            level: .socket, name: PeerGroups.option)
        return found.map { found in
            var groups: Set<UInt32> = [credentials.group]
            for index in found.numbers.indices where found.numbers[index] != 0 { groups.insert(found.numbers[index]) }
            return groups
        }
        .flatMapErrorThrowing { _ in [credentials.group] }
    }

    private static func name(of user: UInt32) -> String? {
        var buffer = [CChar](repeating: 0, count: 1_024)
        while buffer.count <= 65_536 {
            var entry = unsafe passwd()
            // getpwuid_r(3) writes into `entry` and `buffer`, both alive here, and sets `found` to `entry` or null.
            var found: UnsafeMutablePointer<passwd>?
            let code = unsafe getpwuid_r(user, &entry, &buffer, buffer.count, &found)
            if code == ERANGE {
                buffer = [CChar](repeating: 0, count: buffer.count * 2)
                continue
            }
            guard code == 0, unsafe found != nil, let name = unsafe entry.pw_name else { return nil }
            // A name that is no UTF-8, mended, could be another account's.
            guard let text = unsafe String(validatingCString: name), CommandRecord.takes(actor: text) else {
                return nil
            }
            return text
        }
        return nil
    }
}
