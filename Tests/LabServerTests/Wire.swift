import CanonicalJSON
import Foundation
import LabAPI
import Logging
import NIOCore
import NIOPosix
import ServiceSupport
import Testing

@testable import LabServer

/// A server for one test, on its own socket.
struct Service {
    let fixture: Fixture
    let stop: StopSignal
    let limits: Settings.Limits
    var path: String { fixture.directory + "/s" }

    /// Runs a server while `body` runs, and then stops it cleanly. With a clock of the test the log is a real one.
    static func run(
        limits: Settings.Limits = .init(), roles: RoleMap = .everything, clock: TestClock? = nil,
        silence: Duration = .seconds(15), _ body: (Service) async throws -> Void
    ) async throws {
        let fixture = try Fixture(simulated: clock == nil, limits: limits, clock: clock)
        let service = Service(fixture: fixture, stop: StopSignal(), limits: limits)
        let api = API(
            service.fixture.writer, service.fixture.ledger, limits: limits, stop: service.stop, LivePolicy(roles),
            silence: silence)
        let server = Server(api, on: .path(service.path), limits: limits, stop: service.stop, logger: .silent)
        let listening = StopSignal()
        let running = Task {
            defer { listening.give() }
            try await server.run { listening.give() }
        }
        await listening.wait()
        do {
            try await body(service)
        } catch {
            service.stop.give()
            throw error
        }
        service.stop.give()
        try await running.value
    }

    func connect() async throws -> Wire { try await Wire(path) }

    /// Sends a request on its own connection and returns the answer.
    func ask(_ method: String, _ target: String, _ body: String = "", type: String = MediaTypes.json) async throws
        -> Answer
    {
        try await ask(method, target, Array(body.utf8), type: type)
    }

    func ask(
        _ method: String, _ target: String, _ body: [UInt8], type: String = MediaTypes.json, language: String? = nil
    ) async throws -> Answer {
        try await unhurried(limits.idleSeconds) {
            let wire = try await connect()
            try await wire.write(Wire.head(method, target, length: body.count, type: type, language: language) + body)
            return try Answer(await wire.rest())
        }
    }

    /// Repeats `attempt` as long as it fails after `seconds` or later.
    ///
    /// A busy machine may delay a test between two steps for longer than labd waits for the second one. labd then closes the
    /// connection, as it should, and the attempt has tested nothing.
    func unhurried<Result>(_ seconds: Int, _ attempt: () async throws -> Result) async throws -> Result {
        for _ in 0..<20 {
            let start = ContinuousClock.now
            do {
                return try await attempt()
            } catch  where ContinuousClock.now - start >= .seconds(seconds) {}
        }
        return try await attempt()
    }

    /// Checks that labd answers and accepts a command.
    func isWell(_ id: String) async throws {
        let health = try await ask("GET", "/healthz")
        #expect(health.status == 200)
        #expect(health.object?["status"] == "ok")
        let answer = try await ask("POST", "/v1/commands", register("well-\(id)", "well-\(id)"))
        #expect(answer.status == 200)
    }
}

/// A connection on which a test writes and reads bytes.
final class Wire: Sendable {
    private let channel: any Channel
    private let received: AsyncStream<ByteBuffer>

    init(_ path: String) async throws {
        let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
        received = stream
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Receiver(continuation))
                }
            }
            .connect(unixDomainSocketPath: path).get()
    }

    static func head(
        _ method: String, _ target: String, length: Int?, type: String = MediaTypes.json, language: String? = nil,
        close: Bool = true, _ fields: [(name: String, value: String)] = []
    ) -> [UInt8] {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: labd\r\nContent-Type: \(type)\r\n"
        text += length.map { "Content-Length: \($0)\r\n" } ?? "Transfer-Encoding: chunked\r\n"
        if let language { text += "Accept-Language: \(language)\r\n" }
        if close { text += "Connection: close\r\n" }
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    func write(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// A piece of a chunked body.
    func writePiece(_ text: String) async throws {
        try await write(Array("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n".utf8))
    }

    func close() async throws { try await channel.close() }

    /// Sends nothing more, and goes on reading.
    func finish() async throws { try await channel.close(mode: .output) }

    /// Returns everything that arrives until the server closes.
    func rest() async -> [UInt8] {
        var bytes: [UInt8] = []
        for await piece in received { bytes += piece.readableBytesView }
        return bytes
    }

    /// Returns what arrives until `text` has arrived.
    func read(until text: String) async -> String {
        var bytes: [UInt8] = []
        for await piece in received {
            bytes += piece.readableBytesView
            if String(decoding: bytes, as: UTF8.self).contains(text) { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A connection on which a test writes and never reads.
struct StalledWire {
    private let channel: any Channel

    init(_ path: String) async throws {
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: false).connect(unixDomainSocketPath: path).get()
    }

    func write(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }
}

private final class Receiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let continuation: AsyncStream<ByteBuffer>.Continuation

    init(_ continuation: AsyncStream<ByteBuffer>.Continuation) { self.continuation = continuation }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }
    func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

@available(*, unavailable)
extension Receiver: Sendable {}

/// The bytes before the server closed the connection are not an HTTP answer.
struct NoAnswer: Error {
    let received: String
}

/// An HTTP answer as it arrived.
struct Answer {
    let status: Int
    let head: String
    let body: [UInt8]

    init(_ bytes: [UInt8]) throws {
        // Bodies may be bytes that are not text.
        let blank = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: blank) }) else {
            throw NoAnswer(received: String(decoding: bytes.prefix(200), as: UTF8.self))
        }
        head = String(decoding: bytes[..<end], as: UTF8.self)
        status = try #require(Int(head.split(separator: " ")[1]))
        var rest = bytes[(end + blank.count)...]
        guard head.lowercased().contains("transfer-encoding: chunked") else {
            body = Array(rest)
            return
        }
        var body: [UInt8] = []
        while let line = rest.firstIndex(of: 13),
            let size = Int(String(decoding: rest[..<line], as: UTF8.self), radix: 16),
            size > 0, line + 2 + size <= rest.endIndex
        {
            body += rest[(line + 2)..<(line + 2 + size)]
            rest = rest[(line + 4 + size)...]
        }
        self.body = body
    }

    var text: String { String(decoding: body, as: UTF8.self) }
    var object: JSONObject? { Self.object(body) }
    var problem: Problem? { object.flatMap { Problem($0) } }
    var lines: [JSONObject] { body.split(separator: UInt8(ascii: "\n")).compactMap { Self.object(Array($0)) } }

    private static func object(_ bytes: [UInt8]) -> JSONObject? {
        guard case .object(let object)? = try? JSONReader.read(bytes, as: .canonical) else { return nil }
        return object
    }
}
