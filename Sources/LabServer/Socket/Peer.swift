import EventFormat
import Glibc
import Ledger
import MachineAccounts
import NIOCore
import NIOPosix

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
        self.init(user: user, groups: groups, name: Account(number: user)?.name)
    }

    /// The account of a name, in the groups that the machine gives it; nil if there is none.
    init?(named name: String) {
        guard let account = Account(named: name) else { return nil }
        self.init(user: account.user, groups: account.groups.subtracting([0]), name: account.name)
    }

    /// The same account, in the groups that one process of it has.
    init(_ account: Peer, groups: Set<UInt32>) {
        user = account.user
        self.groups = groups
        self.account = account.account
    }

    private init(user: UInt32, groups: Set<UInt32>, name: String?) {
        self.user = user
        self.groups = groups
        account = name.flatMap { EventLine.takes(actor: $0) ? $0 : nil } ?? "uid:\(user)"
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
}
