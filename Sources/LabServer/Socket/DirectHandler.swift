import HTTPTypes
import LabAPI
import Ledger
import NIOCore
import NIOHTTPTypes
import Office
import Wording

/// Answers on the event loop of a connection what needs neither a task nor a thread: single commands, which it hands to the writer
/// and answers when the batch is durable, and questions whose answers are known.
///
/// It takes only the plain cases, of an account with a role that speaks for itself: a command as JSON of a known and moderate
/// length, and a view without conditions. Everything else is passed on, and answered as it always was; what is answered here is
/// answered as it would be there.
final class DirectHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The maximum number of bytes of a body that is read here: on the event loop, where others wait.
    private static let bodyLimit = 16_384
    private static let userHeader = HTTPField.Name(RoleMap.userHeader)

    private let api: API
    private let peer: Peer
    private let presence: Presence
    private let bodyLimit: Int
    private var exchange = DirectExchange()
    private var context: ChannelHandlerContext?
    private var reply: CommandReply?
    private var deadline: Scheduled<Void>?
    /// Whether reading was asked for and has not begun.
    private var mustRead = false
    /// The fields of the command that is being answered.
    private var fields = HTTPFields()
    /// The question that was read last, with its path: clients ask the same again and again.
    private var lastAsked: (path: String, question: ReadQuestion)?

    init(_ api: API, _ peer: Peer, _ presence: Presence) {
        self.api = api
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
            write(
                HTTPResponse(status: .ok, headerFields: [.contentType: MediaTypes.json]),
                ByteBuffer(bytes: answer.bytes), context)
        case .refused(let refused): write(refused, context)
        }
        wasAnswered(context)
    }

    private func wasAnswered(_ context: ChannelHandlerContext) {
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
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(api.limits.bodySeconds))) {
            self.giveUp()
        }
    }

    private func receive(_ arrival: DirectExchange.Arrival, _ context: ChannelHandlerContext) {
        switch exchange.receive(arrival, isAnsweredHere) {
        case .wait: break
        case .pass(let arrival): pass(arrival, context)
        case .answer(let head, let body):
            endDeadline()
            if head.method == .post { submit(head, body) } else { answer(head, context) }
        case .release(let head, let body, let arrival):
            endDeadline()
            pass(.part(.head(head)), context)
            if body.readableBytes > 0 { pass(.part(.body(body)), context) }
            pass(arrival, context)
        }
    }

    private func pass(_ arrival: DirectExchange.Arrival, _ context: ChannelHandlerContext) {
        switch arrival {
        case .part(let part): context.fireChannelRead(wrapInboundOut(part))
        case .event(let event): context.fireUserInboundEventTriggered(event)
        case .error(let error): context.fireErrorCaught(error)
        }
    }

    private var sender: Sender { Sender(account: peer.account, roles: api.policy.roles.roles(of: peer)) }

    /// Whether this handler answers a request.
    private func isAnsweredHere(_ head: HTTPRequest) -> Bool {
        switch head.method {
        case .post:
            !api.ledger.isCopy && head.path == Paths.commands && isPlainCommand(head.headerFields)
                && !sender.roles.isEmpty
        case .get: isPlainQuestion(head)
        default: false
        }
    }

    private func isPlainCommand(_ fields: HTTPFields) -> Bool {
        var hasLength = false
        var hasType = false
        for field in fields {
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
        return hasLength && hasType
    }

    private func isPlainQuestion(_ head: HTTPRequest) -> Bool {
        guard let path = head.path else { return false }
        for field in head.headerFields {
            switch field.name {
            case .contentLength, .expect, .connection, .transferEncoding, .ifNoneMatch, Self.userHeader: return false
            default: break
            }
        }
        guard lastAsked?.path != path else { return true }
        guard let question = ReadQuestion(path) else { return false }
        lastAsked = (path, question)
        return true
    }

    private func submit(_ head: HTTPRequest, _ body: ByteBuffer) {
        presence.begin()
        fields = head.headerFields
        let sender = sender
        let command = ParsedCommand(body.readableBytesUInt8Span, from: sender)
        let chunk = Chunk(
            commands: [command], sender: sender, halt: nil, presence: presence, pending: PendingOutcomes(to: reply))
        if !api.writer.submit(chunk) { answer(.refused(RefusedCommand(.tooManyWait))) }
    }

    /// Answers a question if that takes no time. Otherwise it goes where refusals are told and threads compute.
    private func answer(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
        let sender = sender
        guard let question = lastAsked?.question, question.isAllowed(to: sender),
            let ready = try? api.ready(question, sender, presence)
        else {
            exchange.decline()
            pass(.part(.head(head)), context)
            pass(.part(.end(nil)), context)
            return
        }
        presence.begin()
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenComplete { _ in withExtendedLifetime(ready.hold) {} }
        write(HTTPResponse(status: .ok, headerFields: ready.fields), ready.bytes, context, written)
        wasAnswered(context)
    }

    /// Refuses a command whose body does not come, and closes the connection.
    private func giveUp() {
        deadline = nil
        guard let context, let head = exchange.giveUp() else { return }
        fields = head.headerFields
        presence.begin()
        write(RefusedCommand(.tooSlow(api.limits.bodySeconds)), context, isLast: true)
    }

    private func endDeadline() {
        deadline?.cancel()
        deadline = nil
    }

    private func write(_ refused: RefusedCommand, _ context: ChannelHandlerContext, isLast: Bool = false) {
        var (head, body) = refused.answer(in: fields.language)
        if isLast { head.headerFields[.connection] = "close" }
        write(head, ByteBuffer(bytes: body), context)
        if isLast { context.close(promise: nil) }
    }

    private func write(
        _ head: HTTPResponse, _ body: ByteBuffer, _ context: ChannelHandlerContext,
        _ written: EventLoopPromise<Void>? = nil
    ) {
        var head = head
        head.headerFields[.contentLength] = String(body.readableBytes)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        presence.end()
    }
}

@available(*, unavailable)
extension DirectHandler: Sendable {}
