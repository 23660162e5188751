internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A part of a request.
typealias ClientSending = HTTPPart<HTTPRequestHead, IOData>
/// A connection to labd.
typealias ClientChannel = NIOAsyncChannel<ClientPart, ClientSending>

/// A part of an answer, as the reader sees it.
enum ClientPart: Sendable {
    case head(HTTPResponseHead)
    case bytes(ByteBuffer)
    case end
}

/// A handler that collects what one read of the socket returned into one piece, however small labd's chunks are, and converts
/// every way in which an answer can end early into a `ClientError`.
///
/// It runs on the channel's event loop.
final class ClientAnswerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = ClientPart

    private let socket: String
    private var gathered: ByteBuffer?
    private var isWhole = false
    private var hasFailed = false

    init(socket: String) {
        self.socket = socket
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            // 100 Continue and similar answers are followed by another head.
            guard head.status.code >= 200 else { return }
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body(var piece):
            if gathered?.writeBuffer(&piece) == nil { gathered = piece }
        case .end:
            hand(context)
            isWhole = true
            context.fireChannelRead(wrapInboundOut(.end))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        hand(context)
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        hand(context)
        if !isWhole { fail(context, ClientError(.closedEarly, socket: socket)) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        hand(context)
        if !isWhole { fail(context, ClientError(receiving: error, socket: socket)) }
    }

    private func hand(_ context: ChannelHandlerContext) {
        guard let buffer = gathered else { return }
        gathered = nil
        context.fireChannelRead(wrapInboundOut(.bytes(buffer)))
    }

    private func fail(_ context: ChannelHandlerContext, _ error: ClientError) {
        guard !hasFailed else { return }
        hasFailed = true
        context.fireErrorCaught(error)
    }
}

extension ClientChannel {
    /// Connects to labd's socket, or to the address if there is one.
    static func connect(to socket: String, _ address: TCPAddress?) async throws(ClientError) -> ClientChannel {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        @Sendable func prepare(_ channel: any Channel) -> EventLoopFuture<ClientChannel> {
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                try channel.pipeline.syncOperations.addHandler(ClientAnswerHandler(socket: socket))
                return try ClientChannel(wrappingChannelSynchronously: channel)
            }
        }
        guard address != nil || socket.utf8.count <= ClientError.longestPath else {
            throw ClientError(.pathTooLong, socket: socket)
        }
        do {
            if let address {
                return try await bootstrap.connect(host: address.host, port: address.port, channelInitializer: prepare)
            }
            return try await bootstrap.connect(unixDomainSocketPath: socket, channelInitializer: prepare)
        } catch {
            throw ClientError(connecting: error, socket: socket)
        }
    }
}

extension ClientError {
    /// Returns why the socket cannot be reached (connect(2), unix(7)).
    init(connecting error: any Error, socket: String) {
        let (code, reason): (Code, String?) =
            switch (error as? IOError)?.errnoCode {
            case 2, 20: (.noSocket, nil)  // ENOENT, ENOTDIR
            case 111 where SocketPath.isOtherFile(socket): (.unreachable, "its path is not a socket")
            case 111: (.refused, nil)  // ECONNREFUSED
            case 13, 1: (.notPermitted, SocketPath.closedDirectory(before: socket))  // EACCES, EPERM
            case 11: (.unreachable, "too many clients wait for a connection")  // EAGAIN: the backlog is full
            default: (.unreachable, SystemReason.words(error))
            }
        self.init(code, socket: socket, reason: reason)
    }

    /// Returns why an answer ended early.
    init(receiving error: any Error, socket: String) {
        switch error {
        case let error as ClientError: self = error
        case HTTPParserError.invalidEOFState: self.init(.closedEarly, socket: socket)
        case let error as HTTPParserError: self.init(.notHTTP, socket: socket, reason: "\(error)")
        default: self.init(.closedEarly, socket: socket, reason: SystemReason.words(error))
        }
    }
}
