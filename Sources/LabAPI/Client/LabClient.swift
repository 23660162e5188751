internal import NIOCore
internal import NIOHTTP1
package import Wording

/// A client that asks labd over its Unix socket, in HTTP/1.1, or another server over TCP.
///
/// Each request has its own connection, so a client has no state and may be used by many tasks at once.
public struct LabClient: Sendable {
    /// The socket's path, or the URL of another server.
    public let socket: String
    /// The language in which labd is asked to tell problems.
    private let language: DisplayLanguage
    private let address: TCPAddress?

    /// Creates a client of the labd that listens on `socket`. It does not open a connection yet.
    public init(socket: String) { self.init(socket: socket, language: .english) }

    /// Creates a client of the labd that listens on `socket`, which asks for problems in a language.
    package init(socket: String, language: DisplayLanguage) {
        self.socket = socket
        self.language = language
        address = nil
    }

    /// Creates a client of a server that speaks HTTP/1.1 over TCP.
    public init(tcp address: TCPAddress) {
        socket = "http://\(address.host):\(address.port)"
        language = .english
        self.address = address
    }

    /// Sends a request with its whole body, and waits for the complete answer.
    ///
    /// - Throws: `ClientError` if no complete answer arrived. A refusal is an answer.
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
    /// `sending` runs concurrently with `receiving` and is cancelled when `receiving` returns; labd may answer before it has
    /// read the whole body. Errors of `sending` itself end the conversation and are rethrown here. If labd stops reading,
    /// `sending` does not throw; `receiving` gets the error, and can still read labd's last answer.
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
            try await withThrowingTaskGroup(of: (any Error)?.self) { group in
                group.addTask {
                    await Self.send(
                        head(of: request, host: address?.host ?? "labd"), outbound, connection.channel,
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
                if let failed = try await group.next(), let failed { throw failed }
                return try received.get()
            }
        }
    }

    /// Sends a request, and returns why its body could not be produced; nil if everything was sent, or labd stopped reading.
    private static func send(
        _ head: HTTPRequestHead, _ outbound: NIOAsyncChannelOutboundWriter<ClientSending>, _ channel: any Channel,
        _ sending: (ClientBodyWriter) async throws -> Void
    ) async -> (any Error)? {
        do {
            try await outbound.write(.head(head))
            try await sending(ClientBodyWriter(outbound: outbound))
            try await outbound.write(.end(nil))
        } catch is ChannelError {
        } catch is IOError {
        } catch is NIOAsyncWriterError {
        } catch is CancellationError {
        } catch {
            // The reader waits for an answer that will never be complete.
            channel.close(promise: nil)
            return error
        }
        return nil
    }

    private func head(of request: ClientRequest, host: String) -> HTTPRequestHead {
        var headers: HTTPHeaders = [
            "host": host, "user-agent": "labctl", "accept-language": language.tag, "connection": "close",
        ]
        if let mediaType = request.mediaType { headers.add(name: "content-type", value: mediaType) }
        for field in request.fields { headers.replaceOrAdd(name: field.name, value: field.value) }
        return HTTPRequestHead(
            version: .http1_1, method: request.method == .get ? .GET : .POST, uri: request.target, headers: headers)
    }
}
