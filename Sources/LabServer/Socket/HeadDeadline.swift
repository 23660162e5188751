import NIOCore
import NIOHTTPTypes

/// Closes a connection whose peer does not complete a request's head in time, even if it keeps sending: a byte a second would
/// otherwise keep the connection open for ever, because it is never idle.
///
/// Two handlers share it: one before the decoder, which sees bytes, and one behind it, which sees what they are.
final class HeadDeadline {
    private let limit: TimeAmount
    private var isWithinRequest = false
    /// Whether bytes have come that may be part of a head.
    private var hasBegun = false
    private var closing: Scheduled<Void>?

    init(_ limit: TimeAmount) {
        self.limit = limit
    }

    /// The handler before the decoder.
    var bytes: some ChannelInboundHandler { Bytes(deadline: self) }
    /// The handler after the decoder.
    var parts: some ChannelInboundHandler & RemovableChannelHandler { Parts(deadline: self) }

    fileprivate func bytesCame() { if !isWithinRequest { hasBegun = true } }

    /// All that there was to read has passed the decoder. A head that is there as a whole, as most are, needs no timer.
    fileprivate func readingPaused(_ context: ChannelHandlerContext) {
        guard hasBegun, closing == nil else { return }
        let channel = context.channel
        closing = context.eventLoop.scheduleTask(in: limit) { channel.close(mode: .all, promise: nil) }
    }

    fileprivate func came(_ part: HTTPRequestPart) {
        switch part {
        case .head:
            isWithinRequest = true
            hasBegun = false
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
            deadline.bytesCame()
            context.fireChannelRead(data)
        }

        func channelReadComplete(context: ChannelHandlerContext) {
            deadline.readingPaused(context)
            context.fireChannelReadComplete()
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
