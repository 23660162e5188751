import NIOCore
import NIOHTTP1
import NIOPosix

/// A server on a Unix socket that answers each connection by a script, for as long as `body` runs.
enum TinyServer {
    typealias Requests = NIOAsyncChannelInboundStream<HTTPServerRequestPart>
    typealias Answers = NIOAsyncChannelOutboundWriter<HTTPPart<HTTPResponseHead, ByteBuffer>>

    /// Speaks HTTP by `script`.
    static func run<Result: Sendable>(
        _ script: @escaping @Sendable (Requests, Answers) async throws -> Void,
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let path = newPath()
        let server = try await bootstrap.bind(unixDomainSocketPath: path) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
                try channel.pipeline.syncOperations.addHandler(Unwrapping())
                return try NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>(
                    wrappingChannelSynchronously: channel)
            }
        }
        return try await serve(server, path, body) { connection in
            try await connection.executeThenClose { try await script($0, $1) }
        }
    }

    /// Speaks bytes: sends `bytes` as soon as anything arrives, then closes.
    static func run<Result: Sendable>(
        sending bytes: String, _ body: (String) async throws -> Result
    ) async throws -> Result {
        let path = newPath()
        let server = try await bootstrap.bind(unixDomainSocketPath: path) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await serve(server, path, body) { connection in
            try await connection.executeThenClose { inbound, outbound in
                for try await _ in inbound { break }
                try await outbound.write(ByteBuffer(string: bytes))
            }
        }
    }

    private static var bootstrap: ServerBootstrap { ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton) }

    static func newPath() -> String { "/tmp/labapi-\(UInt64.random(in: 0 ... .max)).sock" }

    private static func serve<In: Sendable, Out: Sendable, Result: Sendable>(
        _ server: NIOAsyncChannel<NIOAsyncChannel<In, Out>, Never>, _ path: String,
        _ body: (String) async throws -> Result,
        _ answer: @escaping @Sendable (NIOAsyncChannel<In, Out>) async throws -> Void
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.executeThenClose { connections in
                    for try await connection in connections {
                        // A client that goes away ends its own connection only.
                        try? await answer(connection)
                    }
                }
            }
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body(path)) } catch { result = .failure(error) }
            group.cancelAll()
            while await group.nextResult() != nil {}
            return try result.get()
        }
    }
}

/// Lets scripts write plain buffers.
private final class Unwrapping: ChannelOutboundHandler {
    typealias OutboundIn = HTTPPart<HTTPResponseHead, ByteBuffer>
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart =
            switch unwrapOutboundIn(data) {
            case .head(let head): .head(head)
            case .body(let buffer): .body(.byteBuffer(buffer))
            case .end(let trailers): .end(trailers)
            }
        context.write(wrapOutboundOut(part), promise: promise)
    }
}

extension HTTPResponseHead {
    static func answer(_ status: HTTPResponseStatus, _ mediaType: String) -> HTTPResponseHead {
        HTTPResponseHead(version: .http1_1, status: status, headers: ["content-type": mediaType])
    }
}
