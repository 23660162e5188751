package import NIOCore
package import NIOHTTP1
import NIOPosix

/// A server on a Unix socket that answers each connection with a script, while `body` runs.
package enum TinyServer {
    package typealias Requests = NIOAsyncChannelInboundStream<HTTPServerRequestPart>
    package typealias Answers = NIOAsyncChannelOutboundWriter<HTTPPart<HTTPResponseHead, ByteBuffer>>

    /// Serves HTTP with `script`.
    package static func run<Result: Sendable>(
        _ script: @escaping @Sendable (Requests, Answers) async throws -> Void,
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        try await serve(body) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
                try channel.pipeline.syncOperations.addHandler(Unwrapping())
                return try NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>(
                    wrappingChannelSynchronously: channel)
            }
        } answering: { connection in
            try await connection.executeThenClose { try await script($0, $1) }
        }
    }

    /// Serves bytes: sends `bytes` as soon as anything arrives, and closes the connection.
    package static func run<Result: Sendable>(
        sending bytes: String, _ body: (String) async throws -> Result
    ) async throws -> Result {
        try await serve(body) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        } answering: { connection in
            try await connection.executeThenClose { inbound, outbound in
                for try await _ in inbound { break }
                try await outbound.write(ByteBuffer(string: bytes))
            }
        }
    }

    package static func newPath() -> String { "/tmp/labapi-\(UInt64.random(in: 0 ... .max)).sock" }

    /// Each connection is answered by its own task from the beginning: none waits in a queue that could be dropped, which NIO
    /// treats as a fault.
    private static func serve<In: Sendable, Out: Sendable, Result: Sendable>(
        _ body: (String) async throws -> Result,
        _ connect: @escaping @Sendable (any Channel) -> EventLoopFuture<NIOAsyncChannel<In, Out>>,
        answering answer: @escaping @Sendable (NIOAsyncChannel<In, Out>) async throws -> Void
    ) async throws -> Result {
        let path = newPath()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                connect(channel).map { connection in
                    // A client that goes away ends its own connection only.
                    Task { try? await answer(connection) }
                }
            }
            .bind(unixDomainSocketPath: path).get()
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(path)) } catch { result = .failure(error) }
        try await server.close()
        return try result.get()
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
    package static func answer(_ status: HTTPResponseStatus, _ mediaType: String) -> HTTPResponseHead {
        HTTPResponseHead(version: .http1_1, status: status, headers: ["content-type": mediaType])
    }
}
