internal import NIOCore
internal import NIOHTTP1

/// Asks labd over its Unix socket, in HTTP/1.1; or another server, over TCP.
///
/// Each request has a connection of its own, so a client holds nothing and may be used by many tasks at once.
public struct LabClient: Sendable {
    /// The socket's path; of a server elsewhere its URL.
    public let socket: String
    private let address: TCPAddress?

    /// A client of the labd that listens on `socket`. Nothing is opened yet.
    public init(socket: String) {
        self.socket = socket
        address = nil
    }

    /// A client of a server that speaks HTTP/1.1 over TCP.
    public init(tcp address: TCPAddress) {
        socket = "http://\(address.host):\(address.port)"
        self.address = address
    }

    /// Sends a request with all of its body, and waits for the whole answer.
    ///
    /// - Throws: `ClientError` where no whole answer came. A refusal is an answer.
    public func answer(to request: ClientRequest, body: [UInt8] = []) async throws(ClientError) -> ClientAnswer {
        do {
            return try await converse(request) { writer in
                if !body.isEmpty { try await writer.write(body) }
            } receiving: { answer in
                ClientAnswer(status: answer.status, mediaType: answer.mediaType, body: try await answer.rest())
            }
        } catch {
            throw ClientError(receiving: error, socket: socket)
        }
    }

    /// Sends a body of any length while its answer is read.
    ///
    /// `sending` runs at the side of `receiving` and is cancelled when that one is through; labd may answer before it
    /// has seen the whole body. What `sending` throws of its own ends the conversation and is thrown here; that labd
    /// takes no more is not thrown there but told to `receiving`, which may still read what labd said last.
    ///
    /// - Throws: `ClientError`, or what the two closures throw.
    public func converse<Result: Sendable>(
        _ request: ClientRequest,
        sending: @escaping @Sendable (ClientBodyWriter) async throws -> Void,
        receiving: (inout ClientAnswerStream) async throws -> Result
    ) async throws -> Result {
        let socket = self.socket
        let connection = try await ClientChannel.connect(to: socket, address)
        return try await connection.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: SendingEnd.self) { group in
                group.addTask {
                    await Self.send(
                        Self.head(of: request, host: address?.host ?? "labd"), outbound, connection.channel,
                        request.method == .post ? sending : { _ in })
                }
                let received: Swift.Result<Result, any Error>
                do {
                    var answer = try await ClientAnswerStream(inbound, socket: socket)
                    received = .success(try await receiving(&answer))
                } catch {
                    received = .failure(error)
                }
                group.cancelAll()
                if case .failed(let error)? = try await group.next() { throw error }
                return try received.get()
            }
        }
    }

    /// How the sending side ended.
    private enum SendingEnd: Sendable {
        /// All was sent, or labd took no more.
        case through
        /// The body could not be had.
        case failed(any Error)
    }

    private static func send(
        _ head: HTTPRequestHead, _ outbound: NIOAsyncChannelOutboundWriter<ClientSending>, _ channel: any Channel,
        _ sending: (ClientBodyWriter) async throws -> Void
    ) async -> SendingEnd {
        do {
            try await outbound.write(.head(head))
            try await sending(ClientBodyWriter(outbound: outbound))
            try await outbound.write(.end(nil))
        } catch is ChannelError {
        } catch is IOError {
        } catch is NIOAsyncWriterError {
        } catch is CancellationError {
        } catch {
            // The reader waits for an answer that will never be whole.
            channel.close(promise: nil)
            return .failed(error)
        }
        return .through
    }

    private static func head(of request: ClientRequest, host: String) -> HTTPRequestHead {
        var headers: HTTPHeaders = ["host": host, "user-agent": "labctl", "connection": "close"]
        if let mediaType = request.mediaType { headers.add(name: "content-type", value: mediaType) }
        return HTTPRequestHead(
            version: .http1_1, method: request.method == .get ? .GET : .POST, uri: request.target, headers: headers)
    }
}
