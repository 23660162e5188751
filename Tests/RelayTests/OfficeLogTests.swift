import LabAPI
import NIOCore
import NIOHTTP1
import RegionFeed
import Testing
import TinyServer

@testable import Relay

@Suite struct OfficeLogTests {
    private static func line(_ position: Int, generation: Int = 1) -> String {
        #"{"actor":"a","cause":"k","data":{},"id":"\#(position)","occurred":"2019-06-03","position":\#(position),"revision":1,"#
            + #""schema":1,"source":"urn:labd:oglio-ovest:\#(generation)","specversion":"1.0","subject":"s","#
            + #""time":"2019-06-03T08:00:00.000000Z","type":"x.y"}"#
    }

    /// Answers as a labd whose log has these lines.
    private static func serving<Result: Sendable>(
        _ lines: [String], refusing: Bool = false, _ body: (OfficeLog) async throws -> Result
    ) async throws -> Result {
        try await TinyServer.run { requests, answers in
            for try await part in requests {
                guard case .head(let head) = part else { continue }
                let from = head.uri.split(separator: "from=").last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
                let text =
                    refusing
                    ? #"{"code":"not-permitted","detail":"the account has no role"}"#
                    : head.uri.hasPrefix("/healthz")
                        ? #"{"position":\#(lines.count - 1)}"# : lines.dropFirst(from).map { $0 + "\n" }.joined()
                let status: HTTPResponseStatus = refusing ? .forbidden : .ok
                try await answers.write(
                    .head(HTTPResponseHead(version: .http1_1, status: status, headers: ["connection": "close"])))
                try await answers.write(.body(ByteBuffer(string: text)))
                try await answers.write(.end(nil))
                return
            }
        } _: { socket in
            try await body(OfficeLog(labd: LabClient(socket: socket)))
        }
    }

    @Test func `a log is the one that its last line is of`() async throws {
        let lines = [Self.line(0), Self.line(1), Self.line(2, generation: 2)]
        let identity = try await Self.serving(lines) { try await $0.identity() }
        #expect(identity.source.office == "oglio-ovest" && identity.source.generation == 2 && identity.count == 3)
    }

    @Test func `a relay goes on behind the stream's last line`() async throws {
        let lines = (0..<3).map { Self.line($0) }
        let feed = try #require(OfficeFeed(region: "r", office: "oglio-ovest"))
        try await Self.serving(lines) { log in
            let identity = try await log.identity()
            #expect(try await log.position(behind: Outlet.End(), identity, feed) == 0)
            let end = Outlet.End(last: (1, Array(lines[1].utf8)))
            #expect(try await log.position(behind: end, identity, feed) == 2)
        }
    }

    @Test func `a stream whose last line the log does not have is left alone`() async throws {
        let lines = (0..<3).map { Self.line($0) }
        let feed = try #require(OfficeFeed(region: "r", office: "oglio-ovest"))
        try await Self.serving(lines) { log in
            let identity = try await log.identity()
            await #expect(throws: RelayError.forked(stream: feed.stream, position: 1)) {
                try await log.position(behind: Outlet.End(last: (1, Array(lines[2].utf8))), identity, feed)
            }
            await #expect(throws: RelayError.ahead(stream: feed.stream, position: 3, lines: 3)) {
                try await log.position(behind: Outlet.End(last: (3, Array(Self.line(3).utf8))), identity, feed)
            }
        }
    }

    @Test func `a refusal says what labd says, and what to do`() async throws {
        let error = await #expect(throws: RelayError.self) {
            try await Self.serving([Self.line(0)], refusing: true) { try await $0.identity() }
        }
        #expect(error == .refused(status: 403, detail: "the account has no role"))
        #expect(error?.description.contains("give this account the role auditor") == true)
        #expect(error?.needsSomebody == true)
    }

    @Test func `a labd that is away is waited for`() async {
        let error = await #expect(throws: RelayError.self) {
            try await OfficeLog(labd: LabClient(socket: "/tmp/no-such-labd.sock")).identity()
        }
        #expect(error?.code == "labd-unreachable" && error?.needsSomebody == false)
    }
}
