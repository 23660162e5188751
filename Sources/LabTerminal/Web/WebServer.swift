internal import Glibc
internal import LabAPI
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization
internal import Wording

/// The server of `labctl web`, on a port of 127.0.0.1.
final class WebServer: Sendable {
    /// The most connections at a time.
    static let connectionLimit = 64
    /// The most of them that other accounts of the machine may have, who are refused.
    static let strangerLimit = 8

    /// Connections at the moment.
    private struct Open {
        var own = 0
        var strangers = 0
    }

    private let client: LabClient
    private let language = Speech.language
    private let open = Mutex(Open())
    private let lastRequest = Mutex(ContinuousClock.now)

    /// A server that asks a labd.
    init(_ client: LabClient) {
        self.client = client
    }

    /// Listens on a port, or on a free one if it is 0, and returns the listening channel and the gate to it.
    func listen(on port: Int) async throws -> (channel: any Channel, gate: WebGate) {
        // The gate knows the port, which is known once the socket is bound; connections are accepted after that.
        let gate = Mutex<WebGate?>(nil)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                guard let gate = gate.withLock({ $0 }) else { return channel.close() }
                return channel.eventLoop.makeCompletedFuture { try self.accept(channel, gate) }
            }
            .bind(host: "127.0.0.1", port: port).get()
        let made = WebGate(port: channel.localAddress?.port ?? port, owner: getuid())
        gate.withLock { $0 = made }
        try await channel.setOption(.autoRead, value: true).get()
        return (channel, made)
    }

    /// Waits until no request has come for a time.
    func becomesIdle(after time: Duration) async throws {
        while true {
            let end = lastRequest.withLock { $0 } + time
            guard end > .now else { return }
            try await Task.sleep(until: end, clock: .continuous)
        }
    }

    /// Serves a new connection in a task of its own, which ends with the connection.
    private func accept(_ channel: any Channel, _ gate: WebGate) throws {
        var account: UInt32?
        if let port = channel.localAddress?.port, let remote = channel.remoteAddress?.port {
            account = LoopbackOwner.account(connectedTo: port, from: remote)
        }
        let isOwn = account == getuid()
        guard enter(isOwn) else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in self.leave(isOwn) }
        if isOwn { lastRequest.withLock { $0 = .now } }
        try WebDeadlines.configure(channel)
        let connection = WebConnection(
            channel: try WebConnection.Channel(wrappingChannelSynchronously: channel), account: account, gate: gate,
            client: client)
        let language = self.language
        // A browser that goes away, or labd, ends this connection only.
        let task = Task { try? await Speech.$language.withValue(language) { try await connection.serve() } }
        channel.closeFuture.whenComplete { _ in task.cancel() }
    }

    private func enter(_ isOwn: Bool) -> Bool {
        open.withLock { open in
            if isOwn {
                guard open.own < Self.connectionLimit else { return false }
                open.own += 1
            } else {
                guard open.strangers < Self.strangerLimit else { return false }
                open.strangers += 1
            }
            return true
        }
    }

    private func leave(_ isOwn: Bool) {
        open.withLock { open in if isOwn { open.own -= 1 } else { open.strangers -= 1 } }
    }
}
