import HTTPTypes
import LabAPI
import NIOCore
import NIOHTTPTypes
import Office
import Wording

/// Answers single commands on the event loop of their connection: reads the request, hands the command to the writer, and writes
/// the answer when the batch is durable. There is no task for it, so nothing waits for a thread but the writer's.
///
/// It takes only the plain case: a command as JSON of a known and moderate length, sent by an account with a role for itself.
/// Everything else is passed on, and answered as it always was; what is answered here is answered as it would be there.
final class SingleCommandHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The maximum number of bytes of a body that is read here: on the event loop, where others wait.
    private static let bodyLimit = 16_384
    private static let userHeader = HTTPField.Name(RoleMap.userHeader)

    private let writer: Writer
    private let policy: LivePolicy
    private let peer: Peer
    private let presence: Presence
    private let bodySeconds: Int
    private let bodyLimit: Int
    private var exchange = SingleCommandExchange()
    private var context: ChannelHandlerContext?
    private var reply: CommandReply?
    private var deadline: Scheduled<Void>?
    /// Whether reading was asked for and has not begun.
    private var mustRead = false
    /// The fields of the request that is being answered.
    private var fields = HTTPFields()

    init(_ api: API, _ peer: Peer, _ presence: Presence) {
        writer = api.writer
        policy = api.policy
        bodySeconds = api.limits.bodySeconds
        bodyLimit = min(Self.bodyLimit, api.limits.bodyBytes)
        self.peer = peer
        self.presence = presence
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        reply = CommandReply(self, on: context.eventLoop)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        self.context = nil
        reply = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        receive(.part(unwrapInboundIn(data)), context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        readingPaused(context)
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            receive(.event(event), context)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { receive(.error(error), context) }

    func read(context: ChannelHandlerContext) {
        mustRead = true
        goOnReading(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        goOnReading(context)
        context.fireChannelWritabilityChanged()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { exchange.answeredByOthers() }
        context.write(data, promise: promise)
    }

    /// The writer's answer to the command of this connection.
    func answer(_ outcome: Outcome) {
        guard let context else { return }
        switch outcome {
        case .accepted(let answer):
            write(HTTPResponse(status: .ok, headerFields: [.contentType: MediaTypes.json]), answer.bytes, context)
        case .refused(let refused): write(refused, context)
        }
        exchange.answered()
        if let arrival = exchange.next() {
            receive(arrival, context)
            while let arrival = exchange.next() { receive(arrival, context) }
            // What was passed on is taken from the pipeline's end once a reading is complete.
            readingPaused(context)
            context.fireChannelReadComplete()
        }
        goOnReading(context)
    }

    /// Reads from the peer if that is wanted and possible now.
    private func goOnReading(_ context: ChannelHandlerContext) {
        guard mustRead, exchange.mayRead(ifPeerReads: context.channel.isWritable) else { return }
        mustRead = false
        context.read()
    }

    /// All that had come was received. A body that is there already, as most are, needs no timer.
    private func readingPaused(_ context: ChannelHandlerContext) {
        guard exchange.isReading, deadline == nil else { return }
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(bodySeconds))) { self.giveUp() }
    }

    private func receive(_ arrival: SingleCommandExchange.Arrival, _ context: ChannelHandlerContext) {
        switch exchange.receive(arrival, isAnsweredHere) {
        case .wait: break
        case .pass(let arrival): pass(arrival, context)
        case .submit(let head, let body): submit(head, body)
        case .release(let head, let body, let arrival):
            endDeadline()
            pass(.part(.head(head)), context)
            if body.readableBytes > 0 { pass(.part(.body(body)), context) }
            pass(arrival, context)
        }
    }

    private func pass(_ arrival: SingleCommandExchange.Arrival, _ context: ChannelHandlerContext) {
        switch arrival {
        case .part(let part): context.fireChannelRead(wrapInboundOut(part))
        case .event(let event): context.fireUserInboundEventTriggered(event)
        case .error(let error): context.fireErrorCaught(error)
        }
    }

    /// Whether this handler answers a request.
    private func isAnsweredHere(_ head: HTTPRequest) -> Bool {
        guard head.method == .post, head.path == Paths.commands else { return false }
        var hasLength = false
        var hasType = false
        for field in head.headerFields {
            switch field.name {
            case .contentLength:
                guard !hasLength, let length = Int(field.value), length <= bodyLimit else { return false }
                hasLength = true
            case .contentType:
                guard !hasType, field.value == MediaTypes.json else { return false }
                hasType = true
            case .expect, .connection, .origin, .transferEncoding, Self.userHeader: return false
            default: break
            }
        }
        return hasLength && hasType && !policy.roles.roles(of: peer).isEmpty
    }

    private func submit(_ head: HTTPRequest, _ body: ByteBuffer) {
        endDeadline()
        presence.begin()
        fields = head.headerFields
        let sender = Sender(account: peer.account, roles: policy.roles.roles(of: peer))
        let command = ParsedCommand(body.readableBytesUInt8Span, from: sender)
        let chunk = Chunk(
            commands: [command], sender: sender, halt: nil, presence: presence, pending: PendingOutcomes(to: reply))
        if !writer.submit(chunk) { answer(.refused(RefusedCommand(.tooManyWait))) }
    }

    /// Refuses a command whose body does not come, and closes the connection.
    private func giveUp() {
        deadline = nil
        guard let context, let head = exchange.giveUp() else { return }
        fields = head.headerFields
        presence.begin()
        write(RefusedCommand(.tooSlow(bodySeconds)), context, isLast: true)
    }

    private func endDeadline() {
        deadline?.cancel()
        deadline = nil
    }

    private func write(_ refused: RefusedCommand, _ context: ChannelHandlerContext, isLast: Bool = false) {
        var (head, body) = refused.answer(in: fields.language)
        if isLast { head.headerFields[.connection] = "close" }
        write(head, body, context, isLast: isLast)
    }

    private func write(
        _ head: HTTPResponse, _ body: [UInt8], _ context: ChannelHandlerContext, isLast: Bool = false
    ) {
        var head = head
        head.headerFields[.contentLength] = String(body.count)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if isLast { context.close(promise: nil) }
        presence.end()
    }
}

@available(*, unavailable)
extension SingleCommandHandler: Sendable {}
