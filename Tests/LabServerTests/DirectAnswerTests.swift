import Foundation
import HTTPTypes
import LabAPI
import Ledger
import NIOCore
import NIOHTTPTypes
import Synchronization
import Testing

@testable import LabServer

/// Commands and questions that are answered on the event loop of their connection, beside requests that are not.
struct DirectAnswerTests {
    /// A request on a connection that stays open. With `isPlain` false it differs by one field that labd pays no attention to, and
    /// is answered like all other requests.
    private func request(_ body: String, language: String = "en", isPlain: Bool = true) -> [UInt8] {
        let fields =
            "Host: labd\r\nContent-Type: application/json\(isPlain ? "" : "; charset=utf-8")\r\nAccept-Language: \(language)\r\n"
            + "Content-Length: \(body.utf8.count)\r\n"
        return Array("POST /v1/commands HTTP/1.1\r\n\(fields)\r\n\(body)".utf8)
    }

    private func health(_ close: Bool = false) -> [UInt8] { Wire.head("GET", "/healthz", length: 0, close: close) }

    /// What a new log answers to a body.
    private func answer(
        to body: String, _ isPlain: Bool, _ roles: RoleMap, _ language: String
    ) async throws -> Answer {
        let fixture = Mutex<Answer?>(nil)
        try await Service.run(roles: roles) { service in
            _ = try await service.ask("POST", "/v1/commands", register("first", "p-0"))
            let wire = try await service.connect()
            try await wire.write(request(body, language: language, isPlain: isPlain))
            try await wire.finish()
            let answer = try Answer(await wire.rest())
            fixture.withLock { $0 = answer }
        }
        return try #require(fixture.withLock { $0 })
    }

    @Test(arguments: [
        register("c-1", "p-1"), register("first", "p-0"), register("first", "p-2"), register("c-1", "p-0"), "{", "",
        "[]",
        "{\"id\":\"c-1\",\"command\":\"no.such\",\"data\":{}}",
        "{\"id\":\"c-1\",\"command\":\"plan.adopt\",\"data\":{}}",
        register("c-1", "p-1", ",\"expect\":7"), register("c-1", "p-1", ",\"at\":\"2001-01-01T00:00:00Z\""),
    ])
    func `the answer is the one that other requests get`(_ body: String) async throws {
        for language in ["en", "it"] {
            for roles in [RoleMap.everything, RoleMap.nothing] {
                let here = try await answer(to: body, true, roles, language)
                let there = try await answer(to: body, false, roles, language)
                #expect(here.status == there.status)
                #expect(here.head == there.head)
                #expect(here.text == there.text)
            }
        }
    }

    @Test func `answers come in the order of the requests, whatever kind they are of`() async throws {
        try await Service.run { service in
            let wire = try await service.connect()
            var bytes: [UInt8] = []
            for number in 0..<40 {
                bytes += request(register("c-\(number)", "p-\(number)"), isPlain: number % 5 != 3)
                if number % 7 == 2 { bytes += health() }
                if number % 4 == 1 { bytes += Array("GET /v1/persons HTTP/1.1\r\nHost: labd\r\n\r\n".utf8) }
            }
            try await wire.write(bytes + health(true))
            let text = String(decoding: await wire.rest(), as: UTF8.self)
            let answers = text.components(separatedBy: "HTTP/1.1 200 OK").dropFirst()
            var expected: [String] = []
            for number in 0..<40 {
                expected.append("\"id\":\"c-\(number)\"")
                if number % 7 == 2 { expected.append("\"status\":\"ok\"") }
                if number % 4 == 1 { expected.append("\"person\":\"p-\(number)\"") }
            }
            expected.append("\"status\":\"ok\"")
            #expect(answers.count == expected.count)
            for (answer, part) in zip(answers, expected) { #expect(answer.contains(part)) }
        }
    }

    @Test(arguments: [
        "/v1/persons", "/v1/persons?sex=F", "/v1/persons?asOf=1", "/v1/persons?asOf=2100-01-01T00:00:00Z",
        "/v1/persons?no=1",
        "/v1/compliance", "/v1/case?id=c-1", "/v1/no-such-view",
    ])
    func `a question gets the answer that other requests get, known or not, and after every change`(
        _ path: String
    ) async throws {
        for roles in [RoleMap.everything, RoleMap.nothing] {
            try await Service.run(roles: roles) { service in
                func answer(_ head: [UInt8]) async throws -> Answer {
                    let wire = try await service.connect()
                    try await wire.write(head)
                    try await wire.finish()
                    return try Answer(await wire.rest())
                }
                for number in 0..<3 {
                    _ = try await service.ask("POST", "/v1/commands", register("c-\(number)", "p-\(number)"))
                    // With a length it is passed on.
                    let there = try await answer(Wire.head("GET", path, length: 0, close: false))
                    for _ in 0..<3 {
                        let here = try await answer(Array("GET \(path) HTTP/1.1\r\nHost: labd\r\n\r\n".utf8))
                        #expect(here.head == there.head)
                        #expect(here.text == there.text)
                    }
                }
            }
        }
    }

    @Test func `a peer that sends nothing more is answered`() async throws {
        try await Service.run { service in
            for isPlain in [true, false] {
                let wire = try await service.connect()
                try await wire.write(request(register("c-\(isPlain)", "p-\(isPlain)"), isPlain: isPlain))
                try await wire.finish()
                #expect(String(decoding: await wire.rest(), as: UTF8.self).contains("\"id\":\"c-\(isPlain)\""))
            }
        }
    }

    @Test func `a body that comes a byte at a time is read, one that ends early is not`() async throws {
        try await Service.run { service in
            let wire = try await service.connect()
            for byte in request(register("c-1", "p-1")) { try await wire.write([byte]) }
            #expect(await wire.read(until: "repeated").contains("\"id\":\"c-1\""))
            let short = try await service.connect()
            try await short.write(request(register("c-2", "p-2")).dropLast(3))
            try await short.finish()
            #expect(!String(decoding: await short.rest(), as: UTF8.self).contains("200 OK"))
            #expect(try service.fixture.ledger.earlier("c-2") == nil)
        }
    }

    @Test func `a body that does not come in time is refused, and the connection closed`() async throws {
        var limits = Settings.Limits()
        limits.bodySeconds = 1
        try await Service.run(limits: limits) { service in
            let wire = try await service.connect()
            try await wire.write(request(register("c-1", "p-1")).dropLast(3))
            let answer = try Answer(await wire.rest())
            #expect(answer.status == 408)
            #expect(answer.problem?.code == "timeout")
            #expect(answer.head.lowercased().contains("connection: close"))
            #expect(try service.fixture.ledger.earlier("c-1") == nil)
        }
    }

    @Test func `from a peer that does not read its answers no more commands are taken`() async throws {
        var limits = Settings.Limits()
        limits.writeSeconds = 4
        try await Service.run(limits: limits) { service in
            let wire = try await StalledWire(service.path)
            let all = 20_000
            var bytes: [UInt8] = []
            for number in 0..<all { bytes += request(register("c-\(number)", "p-\(number)")) }
            // It ends when labd closes the connection, with a failure.
            await #expect(throws: (any Error).self) { try await wire.write(bytes) }
            // A socket and a channel hold some hundred answers each, and many more commands could be taken in this time.
            #expect(service.fixture.ledger.count < all / 5)
            try await service.isWell("a")
        }
    }

    @Test func `beyond the commands that may wait, a sender is told so`() async throws {
        var limits = Settings.Limits()
        limits.waitingCommands = 1
        try await Service.run(limits: limits) { service in
            let wires = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<32 {
                    group.addTask {
                        let wire = try await service.connect()
                        try await wire.write(request(register("c-\(number)", "p-\(number)")) + health(true))
                        return String(decoding: await wire.rest(), as: UTF8.self)
                    }
                }
                var texts: [String] = []
                for try await text in group { texts.append(text) }
                return texts
            }
            for text in wires {
                let isAccepted = text.contains("\"repeated\":false")
                let isBusy = text.contains("HTTP/1.1 503") && text.contains("\"code\":\"busy\"")
                #expect(isAccepted != isBusy, "\(text)")
            }
        }
    }
}

/// The order of what comes and goes, step by step.
struct DirectExchangeTests {
    private let command = HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/v1/commands")
    private let other = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/healthz")

    private func step(_ exchange: inout DirectExchange, _ arrival: DirectExchange.Arrival) -> String {
        switch exchange.receive(arrival, { $0.method == .post }) {
        case .wait: "wait"
        case .pass: "pass"
        case .answer(_, let body): "answer \(String(buffer: body))"
        case .release(_, let body, _): "release \(String(buffer: body))"
        }
    }

    private func body(_ text: String) -> DirectExchange.Arrival { .part(.body(ByteBuffer(string: text))) }

    @Test func `a command is submitted when it is whole, and what follows waits for its answer`() {
        var exchange = DirectExchange()
        #expect(step(&exchange, .part(.head(command))) == "wait")
        #expect(exchange.isReading)
        #expect(step(&exchange, body("ab")) == "wait")
        #expect(step(&exchange, body("c")) == "wait")
        #expect(step(&exchange, .part(.end(nil))) == "answer abc")
        #expect(exchange.mayRead(ifPeerReads: true))
        #expect(!exchange.mayRead(ifPeerReads: false))
        #expect(step(&exchange, .part(.head(other))) == "wait")
        #expect(step(&exchange, .event(ChannelEvent.inputClosed)) == "wait")
        #expect(!exchange.mayRead(ifPeerReads: true))
        #expect(exchange.next() == nil)
        exchange.answered()
        let first = exchange.next()
        #expect(first.map { step(&exchange, $0) } == "pass")
        let second = exchange.next()
        #expect(second.map { step(&exchange, $0) } == "pass")
        #expect(exchange.next() == nil)
    }

    @Test func `while another request is unanswered, a command is passed on as well`() {
        var exchange = DirectExchange()
        #expect(step(&exchange, .part(.head(other))) == "pass")
        #expect(step(&exchange, .part(.end(nil))) == "pass")
        #expect(step(&exchange, .part(.head(command))) == "pass")
        exchange.answeredByOthers()
        #expect(step(&exchange, .part(.head(command))) == "pass")
        #expect(exchange.mayRead(ifPeerReads: false))
        exchange.answeredByOthers()
        exchange.answeredByOthers()
        #expect(!exchange.mayRead(ifPeerReads: false))
        #expect(step(&exchange, .part(.head(command))) == "wait")
    }

    @Test func `a command that breaks off is passed on, and what is refused for its slowness is the last`() {
        var exchange = DirectExchange()
        #expect(step(&exchange, .part(.head(command))) == "wait")
        #expect(step(&exchange, body("ab")) == "wait")
        #expect(step(&exchange, .event(ChannelEvent.inputClosed)) == "release ab")
        #expect(exchange.giveUp() == nil)
        exchange.answeredByOthers()
        #expect(step(&exchange, .part(.head(command))) == "wait")
        #expect(exchange.giveUp() == command)
        #expect(step(&exchange, body("ab")) == "wait")
        #expect(step(&exchange, .part(.head(other))) == "wait")
        #expect(exchange.next() == nil)
    }
}
