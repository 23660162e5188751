import Logging
import NIOCore

/// Pauses the listening socket for a second when a connection could not be accepted because descriptors or memory are short,
/// and logs this at most once a minute.
///
/// The waiting client is still there, so the next attempt would fail immediately, again and again. NIO's own
/// `AcceptBackoffHandler` delays what it is asked to read, and not the read that has failed, which stays pending: the kernel
/// says at once that the socket can be read. What takes the socket out of the selector is to turn `autoRead` off.
final class AcceptFailures: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let logger: Logger
    private var said: NIODeadline?
    private var isPaused = false

    init(_ logger: Logger) {
        self.logger = logger
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is IOError else { return context.fireErrorCaught(error) }
        pause(context.channel)
        let now = NIODeadline.now()
        if let said, now - said < .minutes(1) { return }
        said = now
        logger.warning(
            "a connection cannot be accepted, those that are open go on; raise LimitNOFILE or lower limits.connections",
            metadata: ["error": "\(error)"])
    }

    private func pause(_ channel: any Channel) {
        guard !isPaused else { return }
        isPaused = true
        try? channel.syncOptions?.setOption(.autoRead, value: false)
        channel.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) { [self] in
            isPaused = false
            // This fails if the channel was closed meanwhile, and then nothing is to be read.
            try? channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }
}
