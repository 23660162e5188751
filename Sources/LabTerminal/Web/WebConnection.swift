internal import LabAPI
internal import NIOCore
internal import NIOHTTP1
internal import Wording

/// One connection of a browser, which carries one request: every connection is judged by the account at its other end.
struct WebConnection {
    typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    /// The most bytes of a body; labd's own default.
    static let bodyLimit = 1 << 20
    /// The number of seconds within which a browser must take what is written.
    static let writeSeconds: Int64 = 30

    let channel: Channel
    /// The account at the other end; nil if the kernel did not say.
    let account: UInt32?
    let gate: WebGate
    let client: LabClient

    /// Reads the request, answers it, and closes the connection.
    func serve() async throws {
        try await channel.executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            guard case .head(let head)? = try await parts.next() else { return }
            switch gate.decide(head, from: account) {
            case .refused(let refusal): try await answer(refusal, outbound)
            case .welcomed:
                try await answer(
                    .seeOther, [("location", Paths.pages), ("set-cookie", gate.setCookie)], "", outbound)
            case .passed(let fields):
                guard let body = try await body(&parts) else { return try await answer(.bodyTooLong, outbound) }
                try await relay(head, fields, body, outbound)
            }
        }
    }

    /// Returns the body; nil if it is too long.
    private func body(
        _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    ) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        while let part = try await parts.next() {
            switch part {
            case .head: throw ChannelError.inputClosed
            case .body(let piece):
                guard bytes.count + piece.readableBytes <= Self.bodyLimit else { return nil }
                bytes += piece.readableBytesView
            case .end: return bytes
            }
        }
        // The browser went away before the body was complete: labd gets no part of it.
        throw ChannelError.inputClosed
    }

    /// Asks labd, and passes its answer on piece by piece.
    private func relay(
        _ head: HTTPRequestHead, _ fields: [WebGate.Field], _ body: [UInt8],
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        var fields = fields.map { (name: $0.name, value: $0.value) }
        let isPost = head.method == .POST
        if isPost { fields.append((name: "content-length", value: "\(body.count)")) }
        var hasBegun = false
        do {
            try await client.converse(.relayed(isPost ? .post : .get, head.uri, fields: fields)) { writer in
                if !body.isEmpty { try await writer.write(body) }
            } receiving: { answer in
                hasBegun = true
                let status = HTTPResponseStatus(statusCode: answer.status)
                try await write(
                    .head(HTTPResponseHead(version: .http1_1, status: status, headers: headers(answer.fields))),
                    outbound)
                while let piece = try await answer.next() {
                    try await write(.body(.byteBuffer(ByteBuffer(bytes: piece))), outbound)
                }
                try await write(.end(nil), outbound)
            }
        } catch let error as ClientError where !hasBegun {
            let reason = error.spoken
            try await answer(.badGateway, [], "labctl: " + reason + "\n", outbound)
        }
    }

    /// labd's fields without those about its own connection, and with what keeps other sites from reading or guessing at an
    /// answer that is no page.
    private func headers(_ fields: [(name: String, value: String)]) -> HTTPHeaders {
        var headers = HTTPHeaders(fields.filter { !["connection", "keep-alive"].contains($0.name.lowercased()) })
        headers.replaceOrAdd(name: "connection", value: "close")
        for (name, value) in Self.protection where !headers.contains(name: name) {
            headers.add(name: name, value: value)
        }
        return headers
    }

    /// What every answer has (Fetch; HTML; CSP 3).
    private static let protection = [
        ("x-content-type-options", "nosniff"), ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"), ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("referrer-policy", "same-origin"), ("cache-control", "no-store"),
    ]

    private func answer(
        _ refusal: WebRefusal, _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        try await answer(
            refusal.status, refusal == .otherMethod ? [("allow", "GET")] : [], refusal.spoken + "\n", outbound)
    }

    /// Answers with a text of labctl's own.
    private func answer(
        _ status: HTTPResponseStatus, _ fields: [(String, String)], _ text: String,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        let own = [
            ("content-type", MediaTypes.text), ("content-length", "\(text.utf8.count)"),
            ("content-language", Speech.language.tag),
        ]
        let head = HTTPResponseHead(
            version: .http1_1, status: status, headers: headers((own + fields).map { (name: $0.0, value: $0.1) }))
        try await write(.head(head), outbound)
        try await write(.body(.byteBuffer(ByteBuffer(string: text))), outbound)
        try await write(.end(nil), outbound)
    }

    /// Writes a part, and closes the connection if the browser does not take it in time.
    private func write(
        _ part: HTTPServerResponsePart, _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        let channel = channel.channel
        let closing = channel.eventLoop.scheduleTask(in: .seconds(Self.writeSeconds)) { channel.close(promise: nil) }
        defer { closing.cancel() }
        try await outbound.write(part)
    }
}
