internal import NIOCore
internal import NIOHTTP1

/// Closes a connection whose request does not arrive in time, however slowly its bytes come, or whose head is too long.
///
/// Two handlers share it: one before the decoder, which sees bytes, and one behind it, which sees what they are.
final class WebDeadlines {
    /// The most bytes of a head.
    static let headBytes = 16_384
    /// The number of seconds from the beginning of the connection within which the head must be complete.
    static let headSeconds: Int64 = 10
    /// The number of seconds after the head within which the body must be complete.
    static let bodySeconds: Int64 = 30

    private var closing: Scheduled<Void>?
    private var bytesOfHead: Int? = 0

    /// Adds the decoder of HTTP and the handlers around it to a new connection.
    static func configure(_ channel: any Channel) throws {
        let deadlines = WebDeadlines()
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(Bytes(deadlines))
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = headBytes
        limits.maxHeaderListSize = headBytes
        limits.maxHeaderFieldCount = 100
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: true, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: limits)
        try pipeline.addHandler(Parts(deadlines))
    }

    private func expect(in seconds: Int64, _ context: ChannelHandlerContext) {
        closing?.cancel()
        let channel = context.channel
        closing = context.eventLoop.scheduleTask(in: .seconds(seconds)) { channel.close(promise: nil) }
    }

    private func stop() { closing?.cancel() }

    private final class Bytes: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let deadlines: WebDeadlines

        init(_ deadlines: WebDeadlines) {
            self.deadlines = deadlines
        }

        func channelActive(context: ChannelHandlerContext) {
            deadlines.expect(in: headSeconds, context)
            context.fireChannelActive()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let count = unwrapInboundIn(data).readableBytes
            context.fireChannelRead(data)
            guard let bytes = deadlines.bytesOfHead else { return }
            deadlines.bytesOfHead = bytes + count
            if bytes + count > headBytes { context.close(promise: nil) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            deadlines.stop()
            context.fireChannelInactive()
        }
    }

    private final class Parts: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias InboundOut = HTTPServerRequestPart
        private let deadlines: WebDeadlines

        init(_ deadlines: WebDeadlines) {
            self.deadlines = deadlines
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head:
                deadlines.bytesOfHead = nil
                deadlines.expect(in: bodySeconds, context)
            case .body: break
            case .end: deadlines.stop()
            }
            context.fireChannelRead(data)
        }
    }
}

@available(*, unavailable)
extension WebDeadlines: Sendable {}
