import Foundation
import LabAPI
import NIOCore
import NIOHTTP1
import Testing
import TinyServer

@testable import LabTerminal

/// How `labctl send` ends, by what it is answered.
@Suite struct SendCommandTests {
    private static let accepted = #"{"events":[{"position":1}],"id":"a","repeated":false}"# + "\n"
    private static let refused = #"{"code":"overlap","detail":"busy","id":"b","status":409}"# + "\n"

    /// Sends two lines, with a blank one between them, to a server that answers with these.
    private func send(answered lines: String, as mediaType: String = MediaTypes.ndjson) async throws
        -> LabTerminal.ExitStatus
    {
        let file = "/tmp/labctl-send-\(UInt64.random(in: 0 ... .max)).ndjson"
        try "{\"id\":\"a\"}\n\n{\"id\":\"b\"}\n".write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        return try await TinyServer.run { requests, answers in
            for try await part in requests { if case .end = part { break } }
            try await answers.write(.head(.answer(.ok, mediaType)))
            try await answers.write(.body(ByteBuffer(string: lines)))
            try await answers.write(.end(nil))
        } _: { socket in
            await LabctlProgram.run(["--socket", socket, "send", file])
        }
    }

    @Test func `an answer for each line is a success, but not if one is a refusal`() async throws {
        #expect(try await send(answered: Self.accepted + Self.accepted) == .done)
        #expect(try await send(answered: Self.accepted + Self.refused) == .refused)
        #expect(try await send(answered: Self.refused, as: MediaTypes.problem) == .refused)
    }

    @Test(arguments: ["", Self.accepted, Self.refused])
    func `fewer answers than lines are not a success`(_ lines: String) async throws {
        #expect(try await send(answered: lines) == .unreachable)
    }
}
