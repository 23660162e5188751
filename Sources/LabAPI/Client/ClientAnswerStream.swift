internal import NIOCore
internal import NIOHTTP1

/// An answer that is read while it arrives: the head is complete, the body follows piece by piece.
///
/// labd waits until the next piece is asked for; nothing accumulates here.
public struct ClientAnswerStream {
    /// The HTTP status.
    public let status: Int
    /// The media type, without parameters, in lower case; empty if none came.
    public let mediaType: String
    /// The fields of the head, as they arrived.
    package let fields: [(name: String, value: String)]
    private let socket: String
    private var parts: NIOAsyncChannelInboundStream<ClientPart>.AsyncIterator
    private var hasEnded = false

    /// Whether labd does what was asked.
    public var isAccepted: Bool { (200..<300).contains(status) }

    /// Waits for the head.
    init(_ inbound: NIOAsyncChannelInboundStream<ClientPart>, socket: String) async throws(ClientError) {
        parts = inbound.makeAsyncIterator()
        self.socket = socket
        guard case .head(let head) = try await Self.next(&parts, socket) else {
            throw ClientError(.closedEarly, socket: socket)
        }
        status = Int(head.status.code)
        let type = head.headers.first(name: "content-type") ?? ""
        mediaType = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        fields = head.headers.map { (name: $0.name, value: $0.value) }
    }

    /// Returns the next piece of the body as it arrived, split anywhere; nil at its end.
    ///
    /// - Throws: `ClientError` of code `closed-early` if the connection ended first.
    public mutating func next() async throws(ClientError) -> [UInt8]? {
        guard !hasEnded else { return nil }
        switch try await Self.next(&parts, socket) {
        case .bytes(let buffer): return Array(buffer: buffer)
        case .end:
            hasEnded = true
            return nil
        case .head, nil: throw ClientError(.closedEarly, socket: socket)
        }
    }

    /// Returns the rest of the body.
    public mutating func rest() async throws(ClientError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await next() { bytes += piece }
        return bytes
    }

    private static func next(
        _ parts: inout NIOAsyncChannelInboundStream<ClientPart>.AsyncIterator, _ socket: String
    ) async throws(ClientError) -> ClientPart? {
        do {
            return try await parts.next()
        } catch {
            throw ClientError(receiving: error, socket: socket)
        }
    }
}

/// A writer of the body of a request that is sent while its answer is read.
public struct ClientBodyWriter: Sendable {
    let outbound: NIOAsyncChannelOutboundWriter<ClientSending>

    /// Sends bytes, and waits until labd accepts them.
    ///
    /// - Throws: if the connection has ended; the reader of the answer gets the reason.
    public func write(_ bytes: [UInt8]) async throws {
        try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
    }
}
