import Hummingbird
import HummingbirdCore
import LabAPI
public import Logging
import NIOCore
import NIOExtras
import NIOPosix
public import ServiceSupport

/// Accepts connections on the listening socket and answers what they ask, until told to stop.
///
/// Hummingbird's HTTP/1 channel and router behind an accept loop of our own, for three reasons: the socket may be
/// systemd's, the peer's credentials are read once per connection, and a stop is bounded in time.
public struct Server: Sendable {
    private let socket: ListeningSocket
    private let limits: Settings.Limits
    private let stop: StopSignal
    private let logger: Logger
    private let paths: ServedPaths
    private let responder: Responder
    private let connections: Connections
    private let group: MultiThreadedEventLoopGroup = .singleton

    /// A server of `api` on `socket`. It runs until `stop` is given.
    public init(_ api: API, on socket: ListeningSocket, limits: Settings.Limits, stop: StopSignal, logger: Logger) {
        self.init(ServedPaths(api), on: socket, limits: limits, stop: stop, logger: logger)
    }

    init(
        _ paths: ServedPaths, on socket: ListeningSocket, limits: Settings.Limits, stop: StopSignal, logger: Logger
    ) {
        self.socket = socket
        self.limits = limits
        self.stop = stop
        self.logger = logger
        self.paths = paths
        responder = Responder(paths, logger: logger)
        connections = Connections(
            limit: limits.connections, accountLimit: limits.accountConnections, paths.metrics)
    }

    /// Listens, calls `onListening`, and answers until the stop signal.
    ///
    /// Then no connection is accepted, those that ask nothing are closed, answers in flight are delivered, for at most
    /// `stopSeconds`; what is left after that is cut off.
    ///
    /// - Throws: `SocketError` where labd cannot listen.
    public func run(onListening: @Sendable () async -> Void = {}) async throws {
        try await socket.prepare(on: group)
        let quiescing = ServerQuiescingHelper(group: group)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelInitializer { [logger] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(AcceptFailures(logger))
                    try pipeline.addHandler(quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
        let listening = try await socket.listen(bootstrap, child: connection)
        let watch = listening.channel.localAddress?.pathname.flatMap { SocketWatch($0) }
        let watching = Task { [logger] in await watch?.run(logger) }
        defer { watching.cancel() }
        await onListening()
        await serve(listening, quiescing)
        // Another's in its place is left alone.
        if watch?.isInPlace == true { socket.remove() }
    }

    /// A new connection's handlers, once it is known who is there.
    private func connection(_ channel: any Channel) -> EventLoopFuture<Connection> {
        Peer.numbers(of: channel).flatMap { user, groups in
            let presence = Presence()
            let isLetIn = connections.enter(
                user, isStranger: paths.policy.roles.isStranger(user, groups), presence,
                close: { channel.close(mode: .all, promise: nil) })
            guard isLetIn else {
                return channel.close().flatMap { channel.eventLoop.makeFailedFuture(ChannelError.alreadyClosed) }
            }
            channel.closeFuture.whenComplete { _ in
                presence.leave()
                connections.leave(presence)
            }
            return paths.policy.accounts.account(.number(user), on: channel.eventLoop).flatMap { account in
                let peer = account.map { Peer($0, groups: groups) } ?? Peer(user: user, groups: groups)
                return connection(channel, of: peer, presence)
            }
        }
    }

    /// The handlers of a connection that was let in.
    private func connection(
        _ channel: any Channel, of peer: Peer, _ presence: Presence
    ) -> EventLoopFuture<Connection> {
        let http = HTTP1Channel(
            responder: { request, writer, _ in try await responder.respond(to: request, writer, peer, presence) },
            configuration: .init(
                additionalChannelHandlers: Self.deadlines(channel, limits),
                idleTimeout: .seconds(Int64(limits.idleSeconds)),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headBytes, maxHeaderListSize: limits.headBytes,
                    maxHeaderFieldCount: 100)))
        return http.setup(channel: channel, logger: logger).flatMapThrowing { value in
            if let direct = paths.direct {
                let pipeline = channel.pipeline.syncOperations
                // Behind the handler that counts the requests under way, which sees what is answered here.
                try pipeline.addHandler(
                    direct(peer, presence), position: .after(pipeline.handler(type: HTTPConnectionStateHandler.self)))
            }
            return Connection(http: http, value: value)
        }
    }

    /// The handlers behind the decoder that watch over a connection; one of them has another before it. Called on the
    /// channel's loop, while its pipeline is being made.
    private static func deadlines(
        _ channel: any Channel, _ limits: Settings.Limits
    ) -> [any RemovableChannelHandler] {
        let head = HeadDeadline(.seconds(Int64(limits.headSeconds)))
        let before = Result { try channel.pipeline.syncOperations.addHandler(head.bytes, position: .first) }
        guard case .success = before else { return [WriteDeadline(.seconds(Int64(limits.writeSeconds)))] }
        return [WriteDeadline(.seconds(Int64(limits.writeSeconds))), head.parts]
    }

    private func serve(_ listening: NIOAsyncChannel<Connection, Never>, _ quiescing: ServerQuiescingHelper) async {
        await withTaskGroup { group in
            group.addTask {
                await withDiscardingTaskGroup { connections in
                    do {
                        try await listening.executeThenClose { inbound in
                            for try await connection in inbound {
                                connections.addTask { await connection.serve(logger) }
                            }
                        }
                    } catch {
                        logger.error("the listening socket failed", metadata: ["error": "\(SystemReason.words(error))"])
                    }
                }
            }
            group.addTask {
                await stop.wait()
                guard !Task.isCancelled else { return }
                quiescing.initiateShutdown(promise: nil)
                try? await Task.sleep(for: .seconds(limits.stopSeconds))
            }
            await group.next()
            group.cancelAll()
        }
    }
}

/// One connection and what is needed to answer on it.
private struct Connection: Sendable {
    let http: HTTP1Channel
    let value: HTTP1Channel.Value

    /// Answers until the connection closes. Cancelled, it is cut off, also where the peer does not read.
    func serve(_ logger: Logger) async {
        await withTaskCancellationHandler {
            await http.handle(value: value, logger: logger)
        } onCancel: {
            value.channel.close(mode: .all, promise: nil)
        }
    }
}
