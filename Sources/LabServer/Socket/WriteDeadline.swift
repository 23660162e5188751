import NIOCore

/// Closes a connection whose peer does not read what it asked for.
///
/// From the moment that more is waiting than the channel's high watermark, the peer has the deadline to read down to
/// the low one. A peer that reads, however much there is to read, is never cut off.
final class WriteDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let limit: TimeAmount
    private var closing: Scheduled<Void>?

    init(_ limit: TimeAmount) {
        self.limit = limit
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stop()
        if !context.channel.isWritable {
            let channel = context.channel
            closing = context.eventLoop.scheduleTask(in: limit) { channel.close(mode: .all, promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stop()
    }

    private func stop() {
        closing?.cancel()
        closing = nil
    }
}

@available(*, unavailable)
extension WriteDeadline: Sendable {}
