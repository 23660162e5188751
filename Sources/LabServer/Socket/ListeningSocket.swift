import FoundationEssentials
import Glibc
import LabAPI
import NIOCore
import NIOPosix
import ServiceSupport

/// Where labd listens: on the socket that systemd passes, or on one of its own.
public enum ListeningSocket: Sendable, Hashable {
    /// The first descriptor that the service manager passed (sd_listen_fds(3)).
    case adopted(descriptor: Int32)
    /// A path that labd binds itself, mode 0660.
    case path(String)

    /// The socket passed by the service manager, if this process is the one it was meant for; nil otherwise.
    ///
    /// Call it before any thread starts: it takes `LISTEN_FDS`, `LISTEN_PID` and `LISTEN_FDNAMES` out of the
    /// environment, as sd_listen_fds(3) asks, so that no child takes the socket for its own.
    ///
    /// - Throws: `SocketError` where more than one socket was passed.
    public static func adopt(environment: [String: String]) throws(SocketError) -> ListeningSocket? {
        for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] {
            // unsetenv(3) reads the name only, and no other thread runs yet that could read the environment.
            unsafe unsetenv(name)
        }
        guard environment["LISTEN_PID"] == "\(getpid())", let count = environment["LISTEN_FDS"].flatMap(Int.init),
            count > 0
        else { return nil }
        guard count == 1 else {
            throw SocketError(
                "the service manager passed \(count) sockets; labd listens on one: keep one ListenStream in labd.socket"
            )
        }
        let first: Int32 = 3
        _ = fcntl(first, F_SETFD, FD_CLOEXEC)
        return .adopted(descriptor: first)
    }
}

/// Why labd cannot listen, and what to do about it.
public struct SocketError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence for a person.
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    /// What keeps a socket from being made at a path (bind(2), unix(7)).
    init(cannotListenOn path: String, _ code: Int32) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let directory = parts.isEmpty ? "." : parts == [""] ? "/" : parts.joined(separator: "/")
        let remedy =
            switch code {
            case ENOENT: "the directory \(directory) is not there; make it, or give another path"
            case EACCES, EPERM:
                "this account may not make files in \(directory); let it (chown, chmod), or give another path"
            case EADDRINUSE: "something is there already; remove it, or give another path"
            default: "\(SystemReason.words(code)); give another path"
            }
        self.init("labd cannot listen on \(path): \(remedy) (--socket, or socket in the settings)")
    }
}

extension ListeningSocket: CustomStringConvertible {
    /// The path, or the descriptor.
    public var description: String {
        switch self {
        case .adopted(let descriptor): "descriptor \(descriptor) of the service manager"
        case .path(let path): path
        }
    }
}

extension Settings {
    /// Refuses what would keep labd from starting with these settings, as far as that can be told without starting it.
    ///
    /// A directory that is not there is no fault: a service manager makes it.
    public func checkPlaces() throws(SocketError) {
        let listening = ListeningSocket.path(socket)
        try listening.check()
        try listening.checkFile()
        var isDirectory = false
        if FileManager.default.fileExists(atPath: data, isDirectory: &isDirectory), !isDirectory {
            throw SocketError("\(data) is there already and is no directory: name another one as data")
        }
    }
}

extension ListeningSocket {
    /// Refuses a path at which something lies that is no socket.
    func checkFile() throws(SocketError) {
        guard case .path(let path) = self, SocketFile(at: path) == .other else { return }
        throw SocketError("\(path) is there already and is no socket: remove it, or give another path")
    }

    /// Refuses a path that no socket can have, before anything else is started.
    public func check() throws(SocketError) {
        guard case .path(let path) = self else { return }
        guard path.utf8.count <= UnixAddress.pathLimit else {
            throw SocketError(
                "the socket's path has \(path.utf8.count) bytes and a Unix socket's may have \(UnixAddress.pathLimit): "
                    + "give a shorter one (--socket, or socket in the settings): \(path)")
        }
    }

    /// Makes sure that a path can be bound: no live labd is on it. What a dead labd left is removed.
    func prepare(on group: any EventLoopGroup) async throws {
        try check()
        guard case .path(let path) = self else { return }
        try checkFile()
        guard SocketFile(at: path) == .socket else { return }
        do {
            let channel = try await ClientBootstrap(group: group).connectTimeout(.seconds(2))
                .connect(unixDomainSocketPath: path).get()
            try? await channel.close()
        } catch let error as IOError where error.errnoCode == ECONNREFUSED || error.errnoCode == ENOENT {
            // unlink(2) reads the path only.
            _ = unsafe unlink(path)
            return
        } catch {
            throw SocketError(
                "\(path) is there already, and whether a labd listens on it cannot be seen: \(SystemReason.words(error)); run "
                    + "labd as the account that owns it, remove it, or give another path")
        }
        throw SocketError("another process answers on \(path): stop it, or give another path")
    }

    /// Starts listening. Connections come out of the channel as what `child` makes of them.
    func listen<Child: Sendable>(
        _ bootstrap: ServerBootstrap, child: @escaping @Sendable (any Channel) -> EventLoopFuture<Child>
    ) async throws -> NIOAsyncChannel<Child, Never> {
        switch self {
        case .adopted(let descriptor):
            do {
                return try await bootstrap.bind(descriptor, childChannelInitializer: child)
            } catch {
                throw SocketError(
                    "the socket that the service manager passed cannot be used (\(SystemReason.words(error))): look at ListenStream in "
                        + "labd.socket")
            }
        case .path(let path):
            do {
                let channel = try await bootstrap.bind(try Self.bind(path), childChannelInitializer: child)
                // Only the account and its group may connect. The umask cannot say so, since it belongs to the whole
                // process; until now it may have let others connect, but the account of every connection is checked.
                // chmod(2) would follow a link that someone has put in the socket's place.
                guard unsafe fchmodat(AT_FDCWD, path, 0o660, AT_SYMLINK_NOFOLLOW) == 0 else {
                    throw IOError(errnoCode: errno, reason: "fchmodat")
                }
                return channel
            } catch let error as IOError {
                throw SocketError(cannotListenOn: path, error.errnoCode)
            }
        }
    }

    /// A new socket at a path. NIO would take whatever lies there away when it closes one that it bound itself, also another
    /// process's that has come to lie there.
    private static func bind(_ path: String) throws -> Int32 {
        guard let address = UnixAddress(path: path) else { throw IOError(errnoCode: ENAMETOOLONG, reason: "bind") }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
        var code: Int32 = 0
        // bind(2) reads the address only, which is lent for the call.
        unsafe address.withSockaddr { pointer, length in
            if unsafe Glibc.bind(descriptor, pointer, length) != 0 { code = errno }
        }
        guard code == 0 else {
            close(descriptor)
            throw IOError(errnoCode: code, reason: "bind")
        }
        return descriptor
    }

    /// Removes the socket file that labd made itself.
    func remove() {
        guard case .path(let path) = self else { return }
        // unlink(2) reads the path only.
        _ = unsafe unlink(path)
    }
}
