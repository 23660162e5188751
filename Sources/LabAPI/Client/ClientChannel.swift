internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// What a request is sent in.
typealias ClientSending = HTTPPart<HTTPRequestHead, IOData>
/// A connection to labd.
typealias ClientChannel = NIOAsyncChannel<ClientPart, ClientSending>

/// A piece of an answer, as the reader sees it.
enum ClientPart: Sendable {
    case head(status: Int, mediaType: String)
    case bytes(ByteBuffer)
    case end
}

/// Gathers what one read of the socket brought into one piece, however finely labd cut its chunks, and turns every
/// way in which an answer can break off into a `ClientError`.
///
/// Runs on the channel's event loop.
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
            // 100 Continue and its like announce another head.
            guard head.status.code >= 200 else { return }
            let type = head.headers.first(name: "content-type") ?? ""
            let mediaType = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
            context.fireChannelRead(wrapInboundOut(.head(status: Int(head.status.code), mediaType: mediaType)))
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
    /// What kept the socket from being reached (connect(2), unix(7)).
    init(connecting error: any Error, socket: String) {
        let (code, reason): (Code, String?) =
            switch (error as? IOError)?.errnoCode {
            case 2, 20: (.noSocket, nil)  // ENOENT, ENOTDIR
            case 111 where SocketPath.isOtherFile(socket): (.unreachable, "what is there is no socket")
            case 111: (.refused, nil)  // ECONNREFUSED
            case 13, 1: (.notPermitted, SocketPath.closedDirectory(before: socket))  // EACCES, EPERM
            case 11: (.unreachable, "too many wait to be let in")  // EAGAIN: the backlog is full
            default: (.unreachable, SystemReason.words(error))
            }
        self.init(code, socket: socket, reason: reason)
    }

    /// What broke an answer off.
    init(receiving error: any Error, socket: String) {
        switch error {
        case let error as ClientError: self = error
        case HTTPParserError.invalidEOFState: self.init(.closedEarly, socket: socket)
        case let error as HTTPParserError: self.init(.notHTTP, socket: socket, reason: "\(error)")
        default: self.init(.closedEarly, socket: socket, reason: SystemReason.words(error))
        }
    }
}
