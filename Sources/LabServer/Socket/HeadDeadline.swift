import NIOCore
import NIOHTTPTypes

/// Closes a connection whose peer does not complete a request's head in time, even if it keeps sending: a byte a second would
/// otherwise keep the connection open for ever, because it is never idle.
///
/// Two handlers share it: one before the decoder, which sees bytes, and one behind it, which sees what they are.
final class HeadDeadline {
    private let limit: TimeAmount
    private var isWithinRequest = false
    private var closing: Scheduled<Void>?

    init(_ limit: TimeAmount) {
        self.limit = limit
    }

    /// The handler before the decoder.
    var bytes: some ChannelInboundHandler { Bytes(deadline: self) }
    /// The handler after the decoder.
    var parts: some ChannelInboundHandler & RemovableChannelHandler { Parts(deadline: self) }

    fileprivate func bytesCame(_ context: ChannelHandlerContext) {
        guard !isWithinRequest, closing == nil else { return }
        let channel = context.channel
        closing = context.eventLoop.scheduleTask(in: limit) { channel.close(mode: .all, promise: nil) }
    }

    fileprivate func came(_ part: HTTPRequestPart) {
        switch part {
        case .head:
            isWithinRequest = true
            stop()
        case .body: break
        case .end: isWithinRequest = false
        }
    }

    fileprivate func stop() {
        closing?.cancel()
        closing = nil
    }

    private final class Bytes: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let deadline: HeadDeadline

        init(deadline: HeadDeadline) {
            self.deadline = deadline
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            deadline.bytesCame(context)
            context.fireChannelRead(data)
        }

        func channelInactive(context: ChannelHandlerContext) {
            deadline.stop()
            context.fireChannelInactive()
        }
    }

    private final class Parts: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = HTTPRequestPart
        private let deadline: HeadDeadline

        init(deadline: HeadDeadline) {
            self.deadline = deadline
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            deadline.came(unwrapInboundIn(data))
            context.fireChannelRead(data)
        }
    }
}

@available(*, unavailable)
extension HeadDeadline: Sendable {}
