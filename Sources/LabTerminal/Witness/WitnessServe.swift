internal import ArgumentParser
internal import LabAPI
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization
internal import TransparencyLog

/// `labctl witness serve`.
struct WitnessServe: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "serve",
            abstract: localized(
                "Cosigns what is sent by HTTP: add-checkpoint of C2SP tlog-witness.",
                it: "Controfirma ciò che arriva via HTTP: add-checkpoint di C2SP tlog-witness."),
            discussion: localized(
                """
                Serves logs that contact the witness, instead of the witness contacting the log. Answers 200 with the \
                cosignature; 409 with the size that it has, if the log's proof does not begin there, or for a second \
                history; 403, 404, 400 and 422 as in the specification. It speaks only HTTP: put it behind a proxy if \
                TLS is wanted. At most \
                \(WitnessConnections.limit) connections at a time; one that has not sent a whole request within \
                \(WitnessConnections.seconds) seconds is closed.
                """,
                it: """
                    Per i registri che chiamano il testimone, invece del contrario. Risponde 200 con la controfirma; 409 con \
                    la lunghezza che conosce, se la prova non comincia da lì, o per una seconda storia; 403, 404, 400 e 422 \
                    come nella specifica. Parla solo HTTP: per TLS metterlo dietro un proxy. Al massimo \
                    \(WitnessConnections.limit) connessioni insieme; una che in \(WitnessConnections.seconds) secondi non ha \
                    inviato un'intera richiesta è chiusa.
                    """))
    }

    @Argument(help: .localized("The witness' folder.", it: "La cartella del testimone.", name: "folder")) var folder:
        String
    @Option(
        help: .localized(
            "Where to listen; port 0 takes a free one.", it: "Dove ascoltare; la porta 0 ne prende una libera.",
            name: "host:port"))
    var listen = "127.0.0.1:8391"

    func run() async throws {
        guard let address = TCPAddress(hostAndPort: listen) else {
            throw Failure(
                .usage,
                localized("--listen \(listen): accepted: HOST:PORT", it: "--listen \(listen): accettato: HOST:PORTA"))
        }
        let folder = try WitnessFolder(folder)
        // One thread, which judges one request after the other: the record is read and stored within each.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let connections = WitnessConnections()
        let channel: any Channel
        do {
            channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    guard connections.enter(channel) else { return channel.close() }
                    return channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                        try channel.pipeline.syncOperations.addHandler(IdleStateHandler(allTimeout: .seconds(30)))
                        try channel.pipeline.syncOperations.addHandler(WitnessHandler(folder))
                    }
                }
                .bind(host: address.host, port: address.port).get()
        } catch {
            let reason = HeardText.quoted(SystemReason.words(error))
            throw Failure(
                .usage,
                localized(
                    "the witness cannot listen on \(listen): \(reason); name another --listen",
                    it: "il testimone non può ascoltare su \(listen): \(reason); indicare un altro --listen"))
        }
        say(
            localized(
                "listening on http://\(address.host):\(channel.localAddress?.port ?? address.port)",
                it: "in ascolto su http://\(address.host):\(channel.localAddress?.port ?? address.port)"))
        try await channel.closeFuture.get()
    }
}

/// A counter of connections: a client that opens more than anybody needs is not served.
private final class WitnessConnections: Sendable {
    static let limit = 64
    /// The number of seconds within which a request must arrive, from the connection or the previous answer.
    static let seconds = 10
    private let open = Atomic(0)

    /// Whether there may be one more; it counts until it closes.
    func enter(_ channel: any Channel) -> Bool {
        guard open.add(1, ordering: .relaxed).newValue <= Self.limit else {
            open.subtract(1, ordering: .relaxed)
            return false
        }
        channel.closeFuture.whenComplete { [open = self] _ in open.leave() }
        return true
    }

    private func leave() { open.subtract(1, ordering: .relaxed) }
}

/// One connection of a log. Runs on the only event loop.
private final class WitnessHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let folder: WitnessFolder
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLong = false
    private var closing: Scheduled<Void>?

    init(_ folder: WitnessFolder) {
        self.folder = folder
    }

    func handlerAdded(context: ChannelHandlerContext) { expectRequest(context) }

    func channelInactive(context: ChannelHandlerContext) {
        closing?.cancel()
        context.fireChannelInactive()
    }

    /// From now on a whole request must come in time, however slowly its bytes do.
    private func expectRequest(_ context: ChannelHandlerContext) {
        closing?.cancel()
        let channel = context.channel
        closing = context.eventLoop.scheduleTask(in: .seconds(Int64(WitnessConnections.seconds))) {
            channel.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            isTooLong = false
        case .body(let piece):
            isTooLong = isTooLong || body.count + piece.readableBytes > AddCheckpointRequest.byteLimit
            if !isTooLong { body += piece.readableBytesView }
        case .end:
            guard let head else { return }
            expectRequest(context)
            let answer = answer(to: head)
            var headers: HTTPHeaders = ["content-type": answer.type, "content-length": "\(answer.body.count)"]
            if !head.isKeepAlive { headers.add(name: "connection", value: "close") }
            let response = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
            context.write(wrapOutboundOut(.head(response)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
            let written = context.eventLoop.makePromise(of: Void.self)
            let channel = context.channel
            let goesOn = head.isKeepAlive
            written.futureResult.whenComplete { _ in if !goesOn { channel.close(promise: nil) } }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
            self.head = nil
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(to head: HTTPRequestHead) -> (status: Int, type: String, body: [UInt8]) {
        let plain = "text/plain; charset=utf-8"
        guard head.uri == "/add-checkpoint" else {
            return (404, plain, Array("only /add-checkpoint is here\n".utf8))
        }
        guard head.method == .POST else { return (405, plain, Array("only POST is understood\n".utf8)) }
        guard !isTooLong else {
            return (413, plain, Array("a request has at most \(AddCheckpointRequest.byteLimit) bytes\n".utf8))
        }
        let sent = body
        do {
            let request = try AddCheckpointRequest(parsing: sent.span)
            let (record, line) = try folder.cosign(request, at: secondsNow())
            say("cosigned \(record.checkpoint.size) events of \(record.checkpoint.origin)")
            return (200, plain, line)
        } catch let error as WitnessError {
            if case .rootConflict = error { say("TWO HISTORIES: \(error)") }
            if case .proofInvalid = error { say("HISTORY WAS REWRITTEN, OR THE PROOF IS WRONG: \(error)") }
            return (error.status, error.contentType, error.body)
        } catch {
            say("labctl: \((error as? Failure)?.message ?? "\(error)")")
            return (500, plain, Array("the witness cannot keep its record\n".utf8))
        }
    }
}
