import LabAPI
import NIOCore
import NIOHTTP1
import Testing
import TinyServer

@Suite struct LabClientTests {
    /// Answers with the request's method, target, media type and body.
    @Sendable private static func mirror(_ requests: TinyServer.Requests, _ answers: TinyServer.Answers) async throws {
        var text = ""
        for try await part in requests {
            switch part {
            case .head(let head):
                text += "\(head.method.rawValue) \(head.uri) \(head.headers.first(name: "content-type") ?? "-") "
            case .body(let buffer): text += String(buffer: buffer)
            case .end:
                try await answers.write(.head(.answer(.created, "Application/JSON; charset=utf-8")))
                try await answers.write(.body(ByteBuffer(string: text)))
                try await answers.write(.end(nil))
                return
            }
        }
    }

    @Test func `A question is sent with its query escaped, and its answer read whole`() async throws {
        let answer = try await TinyServer.run(Self.mirror) { socket in
            try await LabClient(socket: socket).answer(
                to: .get("/v1/case", [("id", "c 1&x=/é"), ("on", "2019-06-03")]))
        }
        let seen = String(decoding: answer.body, as: UTF8.self)
        #expect(seen == "GET /v1/case?id=c%201%26x%3D%2F%C3%A9&on=2019-06-03 - ")
        #expect(answer.status == 201)
        #expect(answer.mediaType == "application/json")
        #expect(answer.isAccepted)
    }

    @Test func `A body is sent under its media type`() async throws {
        let answer = try await TinyServer.run(Self.mirror) { socket in
            try await LabClient(socket: socket).answer(
                to: .post(Paths.commands, as: MediaTypes.json), body: Array("{}".utf8))
        }
        #expect(String(decoding: answer.body, as: UTF8.self) == "POST /v1/commands application/json {}")
    }

    @Test func `Answers are read while the body is still being written`() async throws {
        let rounds = try await TinyServer.run { requests, answers in
            for try await part in requests {
                switch part {
                case .head: try await answers.write(.head(.answer(.ok, MediaTypes.ndjson)))
                case .body(let buffer): try await answers.write(.body(buffer))
                case .end: try await answers.write(.end(nil))
                }
            }
        } _: { socket in
            let (heard, hear) = AsyncStream<Void>.makeStream()
            return try await LabClient(socket: socket).converse(.post("/", as: MediaTypes.ndjson)) { writer in
                var heard = heard.makeAsyncIterator()
                for round in 0..<5 {
                    try await writer.write(Array("\(round)\n".utf8))
                    // The next line is written only after the answer to this one was read.
                    _ = await heard.next()
                }
            } receiving: { answer in
                var text = ""
                while let piece = try await answer.next() {
                    text += String(decoding: piece, as: UTF8.self)
                    hear.yield()
                }
                return text
            }
        }
        #expect(rounds == "0\n1\n2\n3\n4\n")
    }

    @Test(.timeLimit(.minutes(20)))
    func `A long body goes through a server that stops reading while its answers are not taken`() async throws {
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        let blocks = 400
        let received = try await TinyServer.run { requests, answers in
            // Answers as much as it reads, and does not read while an answer waits.
            for try await part in requests {
                switch part {
                case .head: try await answers.write(.head(.answer(.ok, MediaTypes.ndjson)))
                case .body(let buffer): try await answers.write(.body(buffer))
                case .end: try await answers.write(.end(nil))
                }
            }
        } _: { socket in
            try await LabClient(socket: socket).converse(.post("/", as: MediaTypes.ndjson)) { writer in
                for _ in 0..<blocks { try await writer.write(block) }
            } receiving: { answer in
                var count = 0
                while let piece = try await answer.next() { count += piece.count }
                return count
            }
        }
        #expect(received == blocks * block.count)
    }

    @Test func `An answer of a server that refuses before it has read the body is read`() async throws {
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        let (status, text) = try await TinyServer.run { requests, answers in
            for try await _ in requests {
                try await answers.write(.head(.answer(.serviceUnavailable, MediaTypes.problem)))
                try await answers.write(.body(ByteBuffer(string: "{\"code\":\"busy\"}")))
                try await answers.write(.end(nil))
                return
            }
        } _: { socket in
            try await LabClient(socket: socket).converse(.post("/", as: MediaTypes.ndjson)) { writer in
                for _ in 0..<10_000 { try await writer.write(block) }
            } receiving: { answer in
                (answer.status, String(decoding: try await answer.rest(), as: UTF8.self))
            }
        }
        #expect(status == 503)
        #expect(text == "{\"code\":\"busy\"}")
    }

    @Test func `What the body's source throws ends the conversation and is thrown`() async throws {
        struct Unreadable: Error {}
        await #expect(throws: Unreadable.self) {
            try await TinyServer.run(Self.mirror) { socket in
                try await LabClient(socket: socket).converse(.post("/", as: MediaTypes.ndjson)) { _ in
                    throw Unreadable()
                } receiving: { answer in
                    try await answer.rest()
                }
            }
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        "HTTP/1.1 200 O", "",
    ])
    func `An answer that breaks off is closed-early, however far it came`(_ bytes: String) async throws {
        let error = await #expect(throws: ClientError.self) {
            try await TinyServer.run(sending: bytes) { socket in
                try await LabClient(socket: socket).answer(to: .get("/"))
            }
        }
        #expect(error?.code == .closedEarly)
        #expect(error?.description.contains("sending the same commands again is safe") == true)
    }

    @Test func `What came before an answer broke off has been read`() async throws {
        var pieces: [UInt8] = []
        let bytes = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n"
        await #expect(throws: ClientError.self) {
            try await TinyServer.run(sending: bytes) { socket in
                try await LabClient(socket: socket).converse(.get("/")) { _ in
                } receiving: { answer in
                    while let piece = try await answer.next() { pieces += piece }
                }
            }
        }
        #expect(String(decoding: pieces, as: UTF8.self) == "half")
    }

    @Test func `An answer that is not HTTP is not-http`() async throws {
        let error = await #expect(throws: ClientError.self) {
            try await TinyServer.run(sending: "220 mail.example.org ESMTP\r\n") { socket in
                try await LabClient(socket: socket).answer(to: .get("/"))
            }
        }
        #expect(error?.code == .notHTTP)
    }

    @Test func `A path that leads nowhere is no-socket and says how to name another`() async throws {
        let error = await #expect(throws: ClientError.self) {
            try await LabClient(socket: TinyServer.newPath()).answer(to: .get("/"))
        }
        #expect(error?.code == .noSocket)
        #expect(error?.description.contains("--socket or LABD_SOCKET") == true)
    }

    @Test func `A socket that nobody listens on is refused`() async throws {
        // A server does not unlink its socket when it stops.
        let path = try await TinyServer.run(Self.mirror) { $0 }
        let error = await #expect(throws: ClientError.self) {
            try await LabClient(socket: path).answer(to: .get("/"))
        }
        #expect(error?.code == .refused || error?.code == .noSocket)
    }

    @Test func `A path longer than a socket's address is named with its length`() async throws {
        let path = "/tmp/" + String(repeating: "x", count: 120)
        let error = await #expect(throws: ClientError.self) {
            try await LabClient(socket: path).answer(to: .get("/"))
        }
        #expect(error?.code == .pathTooLong)
        #expect(error?.description.contains("125 bytes") == true)
        #expect(error?.description.contains("at most 107") == true)
    }
}
